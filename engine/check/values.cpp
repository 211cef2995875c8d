// Names, qualified names, fields and enum members.

#include <fmt/format.h>

#include "engine/check/typer.hpp"
#include "engine/check/unknown.hpp"
#include "engine/check/wording.hpp"
#include "engine/value/names.hpp"

namespace writ::checking {
namespace {

std::vector<std::string_view> member_names(const EnumInfo& info) {
  std::vector<std::string_view> names;
  for (const auto& member : info.members) names.push_back(member.name);
  return names;
}

std::vector<std::string> as_strings(const std::vector<std::string_view>& names) { return {names.begin(), names.end()}; }

constexpr std::size_t most_names_listed = 8;

}  // namespace

Typed Typer::infer(const syntax::NameExpr&, const syntax::Expr& expr, Type hint) {
  return chain(chain_of(expr), expr, hint);
}

Typed Typer::infer(const syntax::FieldExpr& node, const syntax::Expr& expr, Type hint) {
  const auto names = chain_of(expr);
  if (!names.empty()) return chain(names, expr, hint);
  const ExprId base = type(*node.base).id;
  return {narrowed(field(base, node.base->span, node.field)), {}, {}};
}

/// What is known to be present is of its present type from here on.
ExprId Typer::narrowed(ExprId id) {
  const Type type = type_of(id);
  const PathId path = context_.expr_paths[id];
  if (!type.optional || !context_.presence.known(path)) return id;
  return context_.make(type.present(), context_[id].span, place_.file, model::Narrowed{id}, path);
}

Typed Typer::chain(const std::vector<syntax::Name>& names, const syntax::Expr& expr, Type hint) {
  ExprId id = none;
  std::size_t used = 1;
  if (names[0].text.empty()) return {poison(expr.span), {}, {}};
  if (const auto* bound = local(names[0].text)) {
    const Type type = context_.model.locals[*bound].type;
    id = context_.make(type, names[0].span, place_.file, model::LocalRef{*bound},
                       context_.presence.root(Root::local, *bound));
  } else if (names[0].text == "now") {
    uses_.now = true;
    id = context_.make({Kind::instant, 0, false, 0}, names[0].span, place_.file, model::NowRef{});
  } else {
    const Reference reference = look_up(context_.symbols, place_.file, names, Space::values);
    if (reference.found.rival != nullptr) {
      report_collision(context_, names[0], reference.found);
      return {poison(expr.span), {}, {}};
    }
    if (reference.symbol == nullptr) return unresolved(names, reference, expr.span, hint);
    used = reference.parts;
    id = this->reference(*reference.symbol, cover(names[0].span, names[used - 1].span));
  }
  id = narrowed(id);
  for (; used < names.size(); ++used) id = narrowed(field(id, cover(names[0].span, names[used - 1].span), names[used]));
  return {id, {}, {}};
}

ExprId Typer::reference(const Symbol& symbol, Span span) {
  auto& model = context_.model;
  const auto make = [&](Type type, auto node, Root root) {
    return context_.make(type, span, place_.file, node, context_.presence.root(root, symbol.index));
  };
  switch (symbol.kind) {
    case SymbolKind::fact:
      uses_.facts.push_back(symbol.index);
      return make(model.facts[symbol.index].type, model::FactRef{symbol.index}, Root::fact);
    case SymbolKind::parameter:
      uses_.parameters.push_back(symbol.index);
      return make(model.parameters[symbol.index].type, model::ParameterRef{symbol.index}, Root::parameter);
    case SymbolKind::fixture:
      if (!place_.in_test) {
        context_
            .error(Code::fixture_outside_tests, span,
                   fmt::format("the fixture `{}` is for tests only", symbol.name.text))
            .label(symbol.name.span, "declared here")
            .help("policies read facts and parameters; fixtures stand in for facts in a `test`");
        return poison(span);
      }
      uses_.fixtures.push_back(symbol.index);
      return make(model.fixtures[symbol.index].type, model::FixtureRef{symbol.index}, Root::fixture);
    case SymbolKind::decision: return decision_value(symbol, span);
    case SymbolKind::define: {
      const auto& define = model.defines[symbol.index];
      if (define.has_parameters) {
        context_.error(Code::arguments_missing, span, fmt::format("`{}` needs arguments", symbol.name.text))
            .label(symbol.name.span, "defined with parameters")
            .help(fmt::format("write `{}(…)`", context_.words(span)));
        return poison(span);
      }
      uses_.defines.push_back(symbol.index);
      if (define.type.is_unknown()) return poison(span);
      return make(define.type, model::DefineRef{symbol.index, {}}, Root::define);
    }
    default: return poison(span);
  }
}

ExprId Typer::decision_value(const Symbol& symbol, Span span) {
  const auto& decision = context_.model.decisions[symbol.index];
  if (context_.uncertain_decisions[symbol.index]) return poison(span);
  if (decision.permission) {
    context_
        .error(Code::permission_as_value, span,
               fmt::format("`{}` is a permission, which has an outcome and no value", symbol.name.text))
        .label(symbol.name.span, "declared here")
        .help(fmt::format("ask for its outcome: `{} is permitted`", context_.words(span)));
    return poison(span);
  }
  uses_.decisions.push_back(symbol.index);
  return context_.make(decision.type, span, place_.file, model::DecisionRef{symbol.index},
                       context_.presence.root(Root::decision, symbol.index));
}

const Symbol* Typer::decision_named(const syntax::Expr& expr) const {
  if (const auto* paren = std::get_if<syntax::ParenExpr>(&expr.node)) return decision_named(*paren->inner);
  const auto names = chain_of(expr);
  if (names.empty() || local(names[0].text) != nullptr) return nullptr;
  const Reference reference = look_up(context_.symbols, place_.file, names, Space::values);
  if (reference.found.rival != nullptr || reference.symbol == nullptr || reference.parts != names.size())
    return nullptr;
  return reference.symbol->kind == SymbolKind::decision ? reference.symbol : nullptr;
}

ExprId Typer::field(ExprId base, Span base_span, const syntax::Name& name) {
  const auto& schema = context_.model.schema;
  const Type type = type_of(base);
  const Span span = cover(base_span, name.span);
  if (type.base == Kind::unknown || name.text.empty()) return poison(span);
  if (type.optional) {
    report_absent(base, base_span);
    return poison(span);
  }
  if (!type.is(Kind::record)) {
    auto report = context_.error(Code::unknown_field, name.span,
                                 fmt::format("{} has no field `{}`", with_article(schema, type), name.text));
    report.label(base_span, bare(schema, type));
    if (type.is_list()) {
      report.help(fmt::format("ask its elements: `some x in {} satisfies x.{}`", context_.words(base_span), name.text));
    }
    return poison(span);
  }
  const auto& record = schema.records[type.id];
  const auto index = record.field(name.text);
  if (!index && context_.may_have_more(type)) return poison(span);
  if (!index) {
    std::vector<std::string_view> candidates;
    for (const auto& each : record.fields) candidates.push_back(each.name);
    auto report = context_.error(Code::unknown_field, name.span,
                                 fmt::format("`{}` has no field `{}`", schema.type_name(type), name.text));
    if (!context_.suggest(report, name, candidates) && !candidates.empty() && candidates.size() <= most_names_listed) {
      report.help(fmt::format("it has {}", listed(as_strings(candidates))));
    }
    return poison(span);
  }
  const Type field_type = record.fields[*index].type;
  if (field_type.is_unknown()) return poison(span);
  const PathId path = context_.expr_paths[base];
  return context_.make(field_type, span, place_.file, model::FieldRef{base, type.id, *index},
                       path == no_path ? no_path : context_.presence.child(path, *index));
}

Typed Typer::member(const syntax::Name& name, Type hint, Span span) {
  const auto& info = context_.model.schema.enums[hint.id];
  if (const auto index = info.member(name.text)) {
    return {context_.make(hint.present(), span, place_.file, model::Constant{*index}), {}, {}};
  }
  if (context_.may_have_more(hint)) return {poison(span), {}, {}};
  const auto members = member_names(info);
  auto report = context_.error(
      Code::unknown_member, name.span,
      fmt::format("`{}` has no member `{}`", context_.model.schema.type_name(hint.present()), name.text));
  if (!context_.suggest(report, name, members) && members.size() <= most_names_listed) {
    report.help(fmt::format("its members are {}", listed(as_strings(members))));
  }
  return {poison(span), {}, {}};
}

Typed Typer::unresolved(const std::vector<syntax::Name>& names, const Reference& reference, Span span, Type hint) {
  const syntax::Name& first = names[0];
  const auto& schema = context_.model.schema;
  const Reference type = look_up(context_.symbols, place_.file, names, Space::types);
  if (type.symbol != nullptr) {
    if (type.symbol->kind == SymbolKind::enumeration && type.parts + 1 == names.size()) {
      return member(names.back(), {Kind::enumeration, 0, false, type.symbol->index}, span);
    }
    if (type.symbol->kind != SymbolKind::broken) {
      auto report =
          context_.error(Code::not_a_value, span,
                         fmt::format("`{}` is {}, not a value", type.symbol->name.text, described(type.symbol->kind)));
      if (type.symbol->kind == SymbolKind::enumeration && !schema.enums[type.symbol->index].members.empty()) {
        report.help(fmt::format("name one of its members: `{}.{}`", type.symbol->name.text,
                                schema.enums[type.symbol->index].members.front().name));
      }
    }
    return {poison(span), {}, {}};
  }
  if (reference.qualifier != none) {
    report_unknown_in(context_, reference.qualifier, names[reference.qualifier_parts], Space::values);
    return {poison(span), {}, {}};
  }
  // It may have been a member of the enum that is not known now.
  if (names.size() == 1 && hint == spoilt) return {poison(span), {}, {}};
  const bool wants_member = hint.is(Kind::enumeration) || (hint.base == Kind::enumeration && hint.lists == 0);
  if (names.size() == 1 && wants_member) {
    if (schema.enums[hint.id].member(first.text)) return member(first, hint, span);
    const auto members = member_names(schema.enums[hint.id]);
    const auto elsewhere = context_.symbols.anywhere(first.text, Space::values);
    if (elsewhere.empty() && !context_.symbols.may_have_lost(place_.file)) {
      // A slip in a name of a definition is as likely as one in a member's.
      if (!context_.may_suggest() || context_.near(first.text, members) ||
          !context_.near(first.text, context_.symbols.names(place_.file, Space::values)))
        return member(first, hint, span);
    }
  } else if (names.size() == 1 && !context_.symbols.may_have_lost(place_.file) &&
             context_.symbols.anywhere(first.text, Space::values).empty()) {
    for (const auto& info : schema.enums) {
      if (!info.member(first.text)) continue;
      const auto short_name = unqualified(info.name);
      const auto in_scope = context_.symbols.find(place_.file, short_name, Space::types).symbol != nullptr;
      const auto full = fmt::format("{}.{}", in_scope ? short_name : info.name, first.text);
      context_
          .error(
              Code::member_without_type, first.span,
              fmt::format("`{}` is a member of `{}`, and nothing here says that one is meant", first.text, short_name))
          .help(fmt::format("write it in full: `{}`", full))
          .fix(first.span, full);
      return {poison(span), {}, {}};
    }
  }
  for (const Space space : {Space::notices, Space::calendars, Space::requirements}) {
    const auto found = context_.symbols.find(place_.file, first.text, space);
    if (found.symbol == nullptr || found.symbol->kind == SymbolKind::broken) continue;
    context_
        .error(Code::not_a_value, first.span,
               fmt::format("`{}` is {}, not a value", first.text, described(found.symbol->kind)))
        .label(found.symbol->name.span, "declared here");
    return {poison(span), {}, {}};
  }
  if (names.size() == 1 && !overloads(first.text, false).empty()) {
    context_
        .error(Code::arguments_missing, first.span, fmt::format("`{}` is a function and needs arguments", first.text))
        .help(fmt::format("write `{}(…)`", first.text));
    return {poison(span), {}, {}};
  }
  if (report_unused_file(context_, names)) return {poison(span), {}, {}};
  report_unknown(context_, place_.file, first, Space::values, [&](Report& report) {
    if (!context_.may_suggest()) return false;
    auto candidates = context_.symbols.names(place_.file, Space::values);
    for (const auto& each : locals_) candidates.push_back(each.first);
    if (wants_member) {
      for (const auto name : member_names(schema.enums[hint.id])) candidates.push_back(name);
    }
    return context_.suggest(report, first, candidates);
  });
  return {poison(span), {}, {}};
}

}  // namespace writ::checking
