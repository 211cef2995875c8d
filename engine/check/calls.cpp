// Calls of definitions and of built-in functions.

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/periods.hpp"
#include "engine/check/typer.hpp"
#include "engine/check/unknown.hpp"
#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

/// Each keeps memory of its own for as long as the policies are there.
constexpr std::size_t most_patterns = 1'000;

std::string counted(std::size_t count) { return count == 1 ? "1 argument" : fmt::format("{} arguments", count); }

/// `clamp(x, low, high)`
std::string signature(const Builtin& row) {
  std::string result(row.name);
  result += '(';
  for (std::size_t i = 0; i < row.parameter_names.size(); ++i) {
    if (i > 0) result += ", ";
    result += row.parameter_names[i];
  }
  return result + (row.folds ? ", …)" : ")");
}

std::string shape_name(const Shape& shape) {
  if (shape.rule == Shape::Rule::any_list) return "list";
  if (shape.kind == Kind::money) return "Money";
  return Schema().type_name({shape.kind, 0, false, 0});
}

/// "Int, Decimal or Money": what the rows take first.
std::string first_operands(std::span<const Builtin* const> rows) {
  std::vector<std::string> names;
  for (const auto* row : rows) {
    auto name = shape_name(row->parameters[0]);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return listed(names, "or");
}

}  // namespace

Typed Typer::infer(const syntax::CallExpr& node, const syntax::Expr& expr, Type) {
  const auto give_up = [&] {
    for (const auto& argument : node.arguments)
      if (argument && !needs_hint(*argument)) type(*argument);
    return Typed{poison(expr.span), {}, {}};
  };
  const auto names = chain_of(*node.callee);
  if (names.empty()) {
    if (!std::holds_alternative<syntax::BrokenExpr>(node.callee->node)) {
      context_.error(Code::not_a_function, node.callee->span,
                     "only a function or a definition with parameters can be called");
    }
    return give_up();
  }
  const Reference reference = look_up(context_.symbols, place_.file, names, Space::values);
  if (reference.found.rival != nullptr) {
    report_collision(context_, names[0], reference.found);
    return give_up();
  }
  const auto* bound = local(names[0].text);
  if (bound == nullptr && reference.symbol != nullptr && reference.symbol->kind == SymbolKind::broken) return give_up();
  if (bound == nullptr && reference.symbol != nullptr && reference.symbol->kind == SymbolKind::define &&
      reference.parts == names.size()) {
    return call_define(*reference.symbol, node, expr);
  }
  if (names.size() == 1 && bound == nullptr && !overloads(names[0].text, false).empty()) {
    return call_builtin(names[0], node, expr);
  }
  if (bound != nullptr || reference.symbol != nullptr) {
    // Where it goes on with fields, one of them may be what is wrong.
    if (names.size() > std::max<std::size_t>(reference.parts, 1) &&
        type_of(type(*node.callee).id).base == Kind::unknown) {
      return give_up();
    }
    auto report = context_.error(
        Code::not_a_function, node.callee->span,
        fmt::format(
            "{} is {}, not a function", context_.quoted(node.callee->span, "this"),
            bound != nullptr || reference.parts != names.size() ? "a value" : described(reference.symbol->kind)));
    if (reference.symbol != nullptr) report.label(reference.symbol->name.span, "declared here");
    return give_up();
  }
  if (reference.qualifier != none) {
    report_unknown_in(context_, reference.qualifier, names[reference.qualifier_parts], Space::values);
    return give_up();
  }
  const auto& name = names.back();
  if (!context_.symbols.find(place_.file, name.text, Space::notices).symbol) {
    const auto elsewhere = context_.symbols.anywhere(name.text, Space::values);
    if (!elsewhere.empty()) {
      report_unknown(context_, place_.file, name, Space::values);
    } else if (!context_.symbols.may_have_lost(place_.file) && !name.text.empty()) {
      auto report = context_.error(Code::not_a_function, node.callee->span,
                                   fmt::format("unknown function {}", context_.quoted(node.callee->span, "here")));
      auto candidates = context_.symbols.names(place_.file, Space::values);
      for (const auto function : function_names()) candidates.push_back(function);
      context_.suggest(report, name, candidates);
    }
  } else {
    context_
        .error(Code::not_a_function, node.callee->span,
               fmt::format("`{}` is an obligation or advice, not a value", name.text))
        .help("a rule asks for it with `then`, a decision with `also`");
  }
  return give_up();
}

Typed Typer::call_define(const Symbol& symbol, const syntax::CallExpr& node, const syntax::Expr& expr) {
  const auto index = symbol.index;
  uses_.defines.push_back(index);
  const auto parameters = context_.model.defines[index].parameters;
  if (!context_.model.defines[index].has_parameters) {
    context_.error(Code::wrong_argument_count, expr.span, fmt::format("`{}` has no parameters", symbol.name.text))
        .label(symbol.name.span, "defined here")
        .help(fmt::format("write `{}`", context_.words(node.callee->span)))
        .fix(expr.span, std::string(context_.text(node.callee->span)));
    return {poison(expr.span), {}, {}};
  }
  if (parameters.size() != node.arguments.size()) {
    context_
        .error(Code::wrong_argument_count, expr.span,
               fmt::format("`{}` takes {}, and {} given", symbol.name.text, counted(parameters.size()),
                           node.arguments.size() == 1 ? "1 is" : fmt::format("{} are", node.arguments.size())))
        .label(symbol.name.span, "defined here");
    return {poison(expr.span), {}, {}};
  }
  std::vector<ExprId> arguments;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto local = context_.model.locals[parameters[i]];
    if (!node.arguments[i]) return {poison(expr.span), {}, {}};
    arguments.push_back(
        expect(*node.arguments[i], local.type, fmt::format("`{}` of `{}`", local.name, symbol.name.text)));
  }
  const Type result = context_.model.defines[index].type;
  if (result.is_unknown()) return {poison(expr.span), {}, {}};
  return {context_.make(result, expr.span, place_.file, model::DefineRef{index, std::move(arguments)}), {}, {}};
}

Typed Typer::call_builtin(const syntax::Name& name, const syntax::CallExpr& node, const syntax::Expr& expr) {
  const auto rows = overloads(name.text, false);
  const std::size_t count = node.arguments.size();
  std::vector<const Builtin*> of_arity;
  for (const auto* row : rows)
    if (row->parameters.size() == count || (row->folds && count > row->parameters.size())) of_arity.push_back(row);
  if (of_arity.empty()) {
    auto report = context_.error(Code::wrong_argument_count, expr.span,
                                 fmt::format("`{}` is written `{}`, and {} given", name.text, signature(*rows.front()),
                                             count == 1 ? "1 argument is" : fmt::format("{} arguments are", count)));
    if (rows.front()->folds && count == 1) {
      report.help(fmt::format("of a list: `{} of x for x in {}`", name.text, context_.words(node.arguments[0]->span)));
    }
    return {poison(expr.span), {}, {}};
  }
  std::vector<ExprId> arguments;
  std::vector<Type> types;
  bool unknown = false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!node.arguments[i]) return {poison(expr.span), {}, {}};
    arguments.push_back(present(*node.arguments[i]).id);
    types.push_back(type_of(arguments.back()));
    unknown = unknown || types.back().base == Kind::unknown;
  }
  if (unknown) return {poison(expr.span), {}, {}};
  const auto* row = choose(of_arity, types);
  const auto& schema = context_.model.schema;
  if (row == nullptr) {
    const bool currencies = std::ranges::all_of(types, [](const Type type) { return type.is(Kind::money); }) &&
                            std::ranges::any_of(types, [&](const Type type) { return type.id != types.front().id; });
    std::string found;
    for (std::size_t i = 0; i < count; ++i)
      found += (i == 0 ? "" : i + 1 == count ? " and " : ", ") + with_article(schema, types[i]);
    auto report = context_.error(currencies ? Code::currencies_differ : Code::wrong_argument_type, name.span,
                                 fmt::format("`{}` does not take {}", name.text, found));
    for (std::size_t i = 0; i < count; ++i) report.label(node.arguments[i]->span, bare(schema, types[i]));
    if (currencies)
      report.help("money of two currencies is never mixed: convert by a rate that is a fact or a parameter");
    else
      report.help(fmt::format("`{}`: {} {}", signature(*of_arity.front()), of_arity.front()->parameter_names[0],
                              "is " + first_operands(of_arity)));
    return {poison(expr.span), {}, {}};
  }
  std::uint32_t pattern = none;
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = coerce(arguments[i], wanted_type(*row, i, types), node.arguments[i]->span);
    if (row->parameters[std::min(i, row->parameters.size() - 1)].rule != Shape::Rule::literal_text) continue;
    const auto* text = std::get_if<model::TextConstant>(&context_[arguments[i]].node);
    if (text == nullptr) {
      context_.error(Code::bad_pattern, node.arguments[i]->span,
                     "a pattern is a text in quotes, known when the policy is checked");
      return {poison(expr.span), {}, {}};
    }
    const auto& words = context_.model.texts[text->text];
    const auto [known, added] =
        context_.pattern_ids.try_emplace(words, static_cast<std::uint32_t>(context_.model.patterns.size()));
    if (added && context_.model.patterns.size() == most_patterns) {
      context_
          .error(Code::beyond_limits, node.arguments[i]->span,
                 fmt::format("there are more than {} patterns", most_patterns))
          .help("a list of texts, and `in`, may do");
      return {poison(expr.span), {}, {}};
    }
    if (added) {
      std::string problem;
      auto compiled = Pattern::compile(words, problem);
      if (!compiled) {
        context_.pattern_ids.erase(known);
        context_.error(Code::bad_pattern, node.arguments[i]->span, fmt::format("this is not a pattern: {}", problem));
        return {poison(expr.span), {}, {}};
      }
      context_.model.patterns.push_back(std::move(compiled));
    }
    pattern = known->second;
  }
  check_call_needs(context_, place_.file, *row, arguments, expr.span);
  const Type result = result_type(*row, types);
  if (count <= row->parameters.size()) {
    return {context_.make(result, expr.span, place_.file, model::Apply{index_of(*row), std::move(arguments), pattern}),
            {},
            {}};
  }
  ExprId folded = arguments[0];
  for (std::size_t i = 1; i < count; ++i) {
    folded = context_.make(result, expr.span, place_.file, model::Apply{index_of(*row), {folded, arguments[i]}, none});
  }
  return {folded, {}, {}};
}

}  // namespace writ::checking
