#include "engine/check/typer.hpp"

#include <fmt/format.h>

#include "engine/check/conversion.hpp"
#include "engine/check/wording.hpp"
#include "engine/value/decimal.hpp"

namespace writ::checking {

Typed Typer::type(const syntax::Expr& expr, Type hint) {
  return std::visit([&](const auto& node) { return infer(node, expr, hint); }, expr.node);
}

ExprId Typer::poison(Span span) {
  uses_.unknown = true;
  ++poisons_;
  return context_.make({}, span, place_.file, model::Poison{});
}

Typed Typer::present(const syntax::Expr& expr, Type hint) {
  Typed typed = type(expr, hint);
  if (type_of(typed.id).optional) {
    report_absent(typed.id, expr.span);
    typed.id = poison(expr.span);
  }
  return typed;
}

Typed Typer::condition(const syntax::Expr& expr) {
  const auto poisons = poisons_;
  Typed typed = present(expr, {Kind::boolean, 0, false, 0});
  const Type found = type_of(typed.id);
  typed.unsure = poisons_ != poisons;
  if (found.is(Kind::boolean) || found.is_unknown()) return typed;
  auto report = context_.error(
      Code::not_a_condition, expr.span,
      fmt::format("a condition is true or false, and this is {}", with_article(context_.model.schema, found)));
  report.under(bare(context_.model.schema, found));
  if (found.is(Kind::enumeration)) {
    report.help(fmt::format("compare it: `{} is {}`", context_.words(expr.span),
                            context_.model.schema.enums[found.id].members.front().name));
  } else if (found.is_list()) {
    report.help(fmt::format("ask for its size: `size({}) > 0`", context_.words(expr.span)));
  }
  return {poison(expr.span), {}, {}, true};
}

ExprId Typer::expect(const syntax::Expr& expr, Type wanted, std::string_view role) {
  return coerce(type(expr, hint_of(wanted)).id, wanted, expr.span, role);
}

ExprId Typer::coerce(ExprId id, Type wanted, Span span, std::string_view role) {
  const Type found = type_of(id);
  if (found == wanted || found.is_unknown() || wanted.is_unknown() || found.base == Kind::unknown ||
      wanted.base == Kind::unknown) {
    return id;
  }
  if (wanted.optional && !found.optional) {
    // What was narrowed on the way was of the wanted type before.
    if (const auto* node = std::get_if<model::Narrowed>(&context_[id].node); node && type_of(node->operand) == wanted) {
      return node->operand;
    }
    const ExprId inner = coerce(id, wanted.present(), span, role);
    return context_.make(wanted, span, place_.file, model::MakePresent{inner});
  }
  if (found.optional && !wanted.optional && found.present() == wanted) {
    report_absent(id, span, role);
    return poison(span);
  }
  if (found.is(Kind::integer) && !found.optional && wanted.is(Kind::decimal)) {
    if (const auto* constant = std::get_if<model::Constant>(&context_[id].node)) {
      std::int64_t value = 0;
      if (__builtin_mul_overflow(constant->value, decimal::one, &value)) {
        context_.error(Code::number_out_of_range, span, "this number is too large for a Decimal");
        return poison(span);
      }
      return context_.make(wanted, span, place_.file, model::Constant{value});
    }
    return context_.make(wanted, span, place_.file, model::Widen{id});
  }
  report_mismatch(context_, id, wanted, span, role);
  return poison(span);
}

ExprId Typer::apply(std::string_view operation, ExprId left, ExprId right, Span span) {
  const Type types[] = {type_of(left), type_of(right)};
  const auto* row = choose(overloads(operation, true), types);
  if (row == nullptr) return poison(span);
  const Type result = result_type(*row, types);
  return context_.make(result, span, place_.file, model::Apply{index_of(*row), {left, right}, none});
}

model::LocalId Typer::bind(const syntax::Name& name, Type type) {
  const auto id = static_cast<model::LocalId>(context_.model.locals.size());
  context_.model.locals.push_back({std::string(name.text), type, name.span});
  locals_.emplace_back(name.text, id);
  return id;
}

const model::LocalId* Typer::local(std::string_view name) const {
  for (auto each = locals_.rbegin(); each != locals_.rend(); ++each)
    if (each->first == name) return &each->second;
  return nullptr;
}

bool Typer::needs_hint(const syntax::Expr& expr) const {
  if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node)) {
    if (name->name.text == "now" || local(name->name.text) != nullptr) return false;
    return context_.symbols.find(place_.file, name->name.text, Space::values).symbol == nullptr;
  }
  if (const auto* list = std::get_if<syntax::ListExpr>(&expr.node)) {
    return list->elements.empty() || needs_hint(*list->elements.front());
  }
  if (const auto* paren = std::get_if<syntax::ParenExpr>(&expr.node)) return needs_hint(*paren->inner);
  if (const auto* choice = std::get_if<syntax::IfExpr>(&expr.node)) {
    return needs_hint(*choice->then) && needs_hint(*choice->otherwise);
  }
  return std::holds_alternative<syntax::RecordExpr>(expr.node) ||
         std::holds_alternative<syntax::AbsentLiteral>(expr.node);
}

void Typer::report_absent(ExprId id, Span span, std::string_view role) {
  if (unsure_ > 0) return;
  if (std::holds_alternative<model::AbsentValue>(context_[id].node)) {
    const auto type = context_.model.schema.type_name(type_of(id).present());
    context_.error(Code::may_be_absent, span, fmt::format("{} cannot be absent", role.empty() ? "this" : role))
        .under(fmt::format("a value of `{}` is needed", type));
    return;
  }
  const auto name = context_.quoted(span, "this");
  const bool short_enough = name.front() == '`';
  const std::string_view words = short_enough ? context_.text(span) : std::string_view("x");
  auto report = role.empty() ? context_.error(Code::may_be_absent, span, fmt::format("{} may be absent here", name))
                             : context_.error(Code::may_be_absent, span,
                                              fmt::format("{} must be present, and {} may be absent", role, name));
  report.under(fmt::format("`{}`", context_.model.schema.type_name(type_of(id))));
  if (context_.expr_paths[id] != no_path) {
    report.help(fmt::format("ask for it first: `{} is present and …`", words));
  } else {
    report.help("give it a name with `define`, then ask for it first: `NAME is present and …`");
  }
  report.help(fmt::format("or say what holds without it: `{} or else …`", short_enough ? words : "…"));
}

const Builtin* choose(std::span<const Builtin* const> rows, std::span<const Type> types) {
  const Builtin* best = nullptr;
  std::size_t fewest = types.size() + 1;
  for (const auto* row : rows) {
    const bool folded = row->folds && types.size() > row->parameters.size();
    if (types.size() != row->parameters.size() && !folded) continue;
    std::size_t widened = 0;
    bool fits = true;
    std::uint32_t currency = 0;
    for (std::size_t i = 0; i < types.size() && fits; ++i) {
      const Shape& shape = row->parameters[std::min(i, row->parameters.size() - 1)];
      const Type type = types[i];
      if (type.optional) return nullptr;
      if (shape.rule == Shape::Rule::any_list) {
        fits = type.is_list();
      } else if (type.is(Kind::integer) && shape.kind == Kind::decimal) {
        ++widened;
      } else {
        fits = type.is(shape.kind);
        if (shape.rule == Shape::Rule::same_money && fits) {
          fits = currency == 0 || currency == type.id;
          currency = type.id;
        }
      }
    }
    if (!fits || widened >= fewest) continue;
    best = row;
    fewest = widened;
  }
  return best;
}

Type wanted_type(const Builtin& row, std::size_t argument, std::span<const Type> types) {
  const Shape& shape = row.parameters[std::min(argument, row.parameters.size() - 1)];
  if (shape.rule == Shape::Rule::any_list || shape.rule == Shape::Rule::same_money) return types[argument];
  return {shape.kind, 0, false, 0};
}

Type result_type(const Builtin& row, std::span<const Type> types) {
  if (row.result.rule != Shape::Rule::same_money) return {row.result.kind, 0, false, 0};
  for (const Type type : types)
    if (type.is(Kind::money)) return type;
  return {};
}

}  // namespace writ::checking
