#include "engine/check/declarations.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "engine/check/effective.hpp"
#include "engine/check/types.hpp"
#include "engine/check/wording.hpp"
#include "engine/value/names.hpp"

namespace writ::checking {
namespace {

using syntax::Combine;

void declare_fact(Context& context, FileIndex file, const syntax::FactDecl& node, Span span) {
  const Type type = resolve_type(context, file, node.type);
  const Encoding encoding = resolve_encoding(context, node.encoding, type);
  if (node.name.text == "now") {
    if (type != Type{Kind::instant, 0, false, 0} && !type.is_unknown()) {
      context.error(Code::bad_now, node.type.span, "`now` is always an Instant")
          .help("this declaration only says how it is written: `fact now : Instant as unix_seconds`");
      return;
    }
    if (encoding != Encoding::rfc3339 && context.model.now_encoding != Encoding::rfc3339 &&
        context.model.now_encoding != encoding) {
      context.error(Code::bad_now, node.encoding->span, "another file says that `now` is written otherwise");
    }
    if (encoding != Encoding::rfc3339) context.model.now_encoding = encoding;
    return;
  }
  reject_period(context, type, node.type.span);
  context.model.facts.push_back({std::string(node.name.text),
                                 node.spelling ? node.spelling->value : std::string(node.name.text), type, encoding,
                                 node.fixed, file, span});
}

void report_repeated(Context& context, const std::vector<syntax::Parameter>& parameters) {
  std::unordered_map<std::string_view, Span> names;
  for (const auto& parameter : parameters) {
    const auto [first, added] = names.try_emplace(parameter.name.text, parameter.name.span);
    if (!added && !parameter.name.text.empty()) {
      context
          .error(Code::declared_twice, parameter.name.span,
                 fmt::format("two parameters are called `{}`", parameter.name.text))
          .label(first->second, "first here");
    }
  }
}

void declare_notice(Context& context, FileIndex file, const syntax::NoticeDecl& node, Span span) {
  model::Notice notice{node.kind, std::string(node.name.text), {}, file, span};
  report_repeated(context, node.parameters);
  for (const auto& parameter : node.parameters) {
    notice.parameters.push_back({std::string(parameter.name.text), resolve_type(context, file, parameter.type)});
  }
  context.model.notices.push_back(std::move(notice));
}

/// The kinds of value that a fold can start from or choose among.
void check_combination(Context& context, const syntax::DecisionDecl& node, model::Decision& decision) {
  const Type type = decision.type;
  if (type.base == Kind::unknown) return;
  const auto& schema = context.model.schema;
  const auto reject = [&](std::string message, std::string help) {
    context.error(Code::bad_combination, node.type->span, std::move(message)).help(std::move(help));
    decision.type = {};
  };
  const Type pair[] = {type.present(), type.present()};
  switch (node.combine) {
    case Combine::single:
    case Combine::first: return;
    case Combine::every:
      if (!type.is_list() || type.optional) {
        reject("a decision with `every rule` gives a list",
               fmt::format("write `list of {}`", schema.type_name(type.present())));
      }
      return;
    case Combine::count:
      if (type != Type{Kind::integer, 0, false, 0})
        reject("a decision with `count of rules` gives an Int", "write `Int`");
      return;
    case Combine::sum:
      if (type.optional) {
        reject("a sum of rules is never absent: it is zero where no rule applies",
               fmt::format("write `{}`", schema.type_name(type.present())));
      } else if (type.is_list() || (type.base != Kind::integer && type.base != Kind::decimal &&
                                    type.base != Kind::money && type.base != Kind::duration)) {
        reject(fmt::format("there is no sum of values such as {}", with_article(schema, type)),
               "Int, Decimal, Money and Duration can be summed");
      }
      return;
    case Combine::min:
    case Combine::max:
      if (choose(overloads("<", true), pair) == nullptr) {
        reject(fmt::format("{} is neither less nor more than another", with_article(schema, type.present())),
               "take `first rule`, and write the rules in the order that counts");
      }
      return;
  }
}

void declare_decision(Context& context, FileIndex file, const syntax::DecisionDecl& node,
                      const syntax::Declaration& declaration) {
  model::Decision decision;
  decision.name = context.qualified(file, node.name.text);
  decision.doc = std::string(declaration.doc);
  decision.permission = node.permission;
  decision.combine = node.combine;
  decision.file = file;
  decision.span = declaration.span;
  decision.name_span = node.name.span;
  if (!node.permission && node.type) {
    decision.type = resolve_type(context, file, *node.type);
    check_combination(context, node, decision);
  }
  context.uncertain_decisions.push_back(node.broken || (!node.permission && !node.type));
  context.model.decisions.push_back(std::move(decision));
}

/// The nodes of definitions stand in the order of their new ids.
void declare_defines(Context& context, const std::vector<Node>& nodes) {
  for (const auto& node : nodes) {
    const auto* define = std::get_if<syntax::DefineDecl>(&node.declaration->node);
    if (define == nullptr) continue;
    model::Define result;
    result.name = context.qualified(node.file, define->name.text);
    result.has_parameters = define->has_parameters;
    result.file = node.file;
    result.span = node.declaration->span;
    result.doc = std::string(node.declaration->doc);
    report_repeated(context, define->parameters);
    for (const auto& parameter : define->parameters) {
      result.parameters.push_back(static_cast<model::LocalId>(context.model.locals.size()));
      context.model.locals.push_back(
          {std::string(parameter.name.text), resolve_type(context, node.file, parameter.type), parameter.name.span});
    }
    if (define->type) result.type = resolve_type(context, node.file, *define->type);
    context.model.defines.push_back(std::move(result));
  }
}

struct Declarer {
  Context& context;
  FileIndex file;
  const syntax::Declaration& declaration;

  void operator()(const syntax::FactDecl& node) const { declare_fact(context, file, node, declaration.span); }
  void operator()(const syntax::NoticeDecl& node) const { declare_notice(context, file, node, declaration.span); }
  void operator()(const syntax::DecisionDecl& node) const { declare_decision(context, file, node, declaration); }
  void operator()(const syntax::ParameterDecl& node) const {
    context.model.parameters.push_back({context.qualified(file, node.name.text), resolve_type(context, file, node.type),
                                        node.fixed, none, false, file, declaration.span, std::string(declaration.doc)});
  }
  void operator()(const syntax::FixtureDecl& node) const {
    context.model.fixtures.push_back({context.qualified(file, node.name.text), resolve_type(context, file, node.type),
                                      none, file, declaration.span});
  }
  template <class Other>
  void operator()(const Other&) const {}
};

const syntax::Expr* first_value(const syntax::ParameterDecl& node) {
  if (node.value) return node.value.get();
  for (const auto& value : node.values)
    if (value.value) return value.value.get();
  return nullptr;
}

}  // namespace

void declare_values(Context& context, const std::vector<Node>& nodes) {
  for (FileIndex i = 0; i < context.files.size(); ++i)
    for (const auto& declaration : context.files[i].declarations)
      std::visit(Declarer{context, i, declaration}, declaration.node);
  declare_defines(context, nodes);
  context.reads.defines.resize(context.model.defines.size());
  context.reads.parameters.resize(context.model.parameters.size());
  context.reads.decisions.resize(context.model.decisions.size());
  context.reads.fixtures.resize(context.model.fixtures.size());
}

bool check_constant(Context& context, const Reads& reads, Span place, std::string_view what) {
  if (reads.unknown || (!reads.facts.any() && !reads.parameters.any() && !reads.now && !reads.decisions)) return true;
  std::string read = "now";
  if (reads.decisions) {
    read = "a decision";
  } else if (reads.facts.any()) {
    read = fmt::format("the fact `{}`", context.model.facts[reads.facts.all().front()].name);
  } else if (reads.parameters.any()) {
    const auto& name = context.model.parameters[reads.parameters.all().front()].name;
    read = fmt::format("the parameter `{}`", unqualified(name));
  } else {
    read = "`now`";
  }
  auto report = context.error(Code::not_constant, place,
                              fmt::format("{} is known before any facts are, and this reads {}", what, read));
  if (what.find("parameter") != std::string_view::npos)
    report.help("what depends on facts or on `now` is a `define`");
  else
    report.help("write the value out, or give it by a `fixture`");
  return false;
}

void type_parameter(Context& context, const Node& node) {
  const auto& written = std::get<syntax::ParameterDecl>(node.declaration->node);
  auto& reads = context.reads.parameters[node.index];
  const Type type = context.model.parameters[node.index].type;
  Uses values, clock;
  Typer typer(context, {node.file, false, {}}, values);
  ExprId value = none;
  if (written.dated) {
    // The values are constant; what they go by is not.
    Typer by(context, {node.file, false, {}}, clock);
    for (const auto& dated : written.values) {
      Uses each;
      if (!dated.value) continue;
      for (const auto& mention : mentions(context, node.file, *dated.value)) {
        if (mention.symbol->kind == SymbolKind::fact) each.facts.push_back(mention.symbol->index);
        if (mention.symbol->kind == SymbolKind::parameter) each.parameters.push_back(mention.symbol->index);
        if (mention.symbol->kind == SymbolKind::decision) each.decisions.push_back(mention.symbol->index);
        if (mention.symbol->kind == SymbolKind::define) each.defines.push_back(mention.symbol->index);
      }
      if (!node.in_circle)
        check_constant(context, context.reads.close(each), dated.value->span, "the value of a parameter");
    }
    value = dated_value(by, written, type);
    reads = context.reads.close(clock);
  } else if (written.value) {
    value = typer.expect(*written.value, type, fmt::format("`{}`", written.name.text));
    if (!node.in_circle) {
      check_constant(context, context.reads.close(values), first_value(written)->span, "the value of a parameter");
    }
  }
  context.model.parameters[node.index].value = value;
}

void type_define(Context& context, const Node& node) {
  const auto& written = std::get<syntax::DefineDecl>(node.declaration->node);
  Uses uses;
  Typer typer(context, {node.file, false, {}}, uses);
  auto& define = context.model.defines[node.index];
  for (std::size_t i = 0; i < written.parameters.size(); ++i)
    typer.enter(written.parameters[i].name, define.parameters[i]);
  if (written.value) {
    if (written.type) {
      define.body = typer.expect(*written.value, define.type, fmt::format("`{}`", written.name.text));
    } else {
      const ExprId body = typer.type(*written.value).id;
      define.body = body;
      if (!node.in_circle) define.type = typer.type_of(body);
    }
  }
  context.reads.defines[node.index] = context.reads.close(uses);
}

void type_fixture(Context& context, const Node& node) {
  const auto& written = std::get<syntax::FixtureDecl>(node.declaration->node);
  Uses uses;
  Typer typer(context, {node.file, true, {}}, uses);
  if (!written.value) return;
  auto& fixture = context.model.fixtures[node.index];
  fixture.value = typer.expect(*written.value, fixture.type, fmt::format("`{}`", written.name.text));
  auto& reads = context.reads.fixtures[node.index];
  reads = context.reads.close(uses);
  if (!node.in_circle && !check_constant(context, reads, written.value->span, "a fixture")) {
    reads = {};
    reads.unknown = true;
  }
}

}  // namespace writ::checking
