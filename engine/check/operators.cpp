// Comparison, membership and arithmetic: the rows of engine/builtins/ by the types of their operands.

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/conversion.hpp"
#include "engine/check/periods.hpp"
#include "engine/check/typer.hpp"
#include "engine/check/wording.hpp"
#include "engine/model/outcome_name.hpp"

namespace writ::checking {
namespace {

using model::Outcome;
using syntax::Operator;

constexpr Type truth{Kind::boolean, 0, false, 0};

bool is_arithmetic(Operator op) {
  return op == Operator::add || op == Operator::subtract || op == Operator::multiply || op == Operator::divide ||
         op == Operator::percent_of;
}

std::string cannot(Operator op, const std::string& left, const std::string& right) {
  switch (op) {
    case Operator::add: return fmt::format("cannot add {} to {}", right, left);
    case Operator::subtract: return fmt::format("cannot subtract {} from {}", right, left);
    case Operator::multiply: return fmt::format("cannot multiply {} by {}", left, right);
    case Operator::divide: return fmt::format("cannot divide {} by {}", left, right);
    default: return fmt::format("cannot take a percentage of {}", right);
  }
}

}  // namespace

/// Both sides present; a side that needs a hint gets the other's type.
std::pair<ExprId, ExprId> Typer::operands(const syntax::Expr& left, const syntax::Expr& right) {
  if (needs_hint(left) && !needs_hint(right)) {
    const ExprId second = present(right).id;
    return {present(left, hint_of(type_of(second))).id, second};
  }
  const ExprId first = present(left).id;
  return {first, present(right, hint_of(type_of(first))).id};
}

/// An Int beside a Decimal widens, one that is there for sure beside one that may be absent, too.
bool Typer::same_type(ExprId& left, ExprId& right) {
  const Type a = type_of(left), b = type_of(right);
  if (a == b) return true;
  if (a.is(Kind::integer) && b.is(Kind::decimal) && !a.optional)
    left = coerce(left, b.present(), context_[left].span);
  else if (a.is(Kind::decimal) && b.is(Kind::integer) && !b.optional)
    right = coerce(right, a.present(), context_[right].span);
  return type_of(left).present() == type_of(right).present();
}

bool Typer::ordered(Type type) const {
  const Type types[] = {type, type};
  return !type.optional && choose(overloads("<", true), types) != nullptr;
}

void Typer::report_comparison(Span op, ExprId left, Span left_span, ExprId right, Span right_span) {
  const auto& schema = context_.model.schema;
  const Type a = type_of(left), b = type_of(right);
  const bool currencies = a.is(Kind::money) && b.is(Kind::money) && a != b;
  auto report =
      context_.error(currencies ? Code::currencies_differ : Code::no_such_comparison, op,
                     fmt::format("cannot compare {} with {}", with_article(schema, a), with_article(schema, b)));
  report.label(left_span, bare(schema, a)).label(right_span, bare(schema, b));
  // A literal is more likely to be the slip than what it is compared with.
  if (std::holds_alternative<model::Constant>(context_[left].node))
    help_convert(context_, report, left, b, left_span);
  else
    help_convert(context_, report, right, a, right_span);
  suggest_field(report, left, b, left_span);
  suggest_field(report, right, a, right_span);
}

/// Another field of the same record may be the one that was meant: the only one of the other side's type.
void Typer::suggest_field(Report& report, ExprId id, Type wanted, Span span) {
  const auto* field = std::get_if<model::FieldRef>(&context_[id].node);
  if (field == nullptr) return;
  const auto& fields = context_.model.schema.records[field->record].fields;
  const FieldInfo* meant = nullptr;
  for (const auto& each : fields) {
    if (each.type.present() != wanted) continue;
    if (meant != nullptr) return;
    meant = &each;
  }
  const auto words = context_.text(span);
  const auto dot = words.rfind('.');
  if (meant == nullptr || dot == std::string_view::npos || words.find('\n') != std::string_view::npos) return;
  report.help(fmt::format("did you mean `{}.{}`?", words.substr(0, dot), meant->name));
}

std::optional<Typed> Typer::outcome_test(const syntax::Expr& left, const syntax::Expr& right, bool negated, Span span) {
  const Symbol* symbol = decision_named(left);
  if (symbol == nullptr) return std::nullopt;
  const auto& decision = context_.model.decisions[symbol->index];
  if (context_.uncertain_decisions[symbol->index]) return Typed{poison(span), {}, {}};
  const auto* word = std::get_if<syntax::NameExpr>(&right.node);
  const auto outcome = word != nullptr ? model::outcome_named(word->name.text) : std::nullopt;
  if (!decision.permission) {
    const Type type = decision.type;
    const bool is_member = word != nullptr && type.base == Kind::enumeration &&
                           context_.model.schema.enums[type.id].member(word->name.text).has_value();
    if (!outcome || is_member) return std::nullopt;
    if (outcome != Outcome::undetermined) {
      context_
          .error(Code::not_a_permission, right.span,
                 fmt::format("`{}` decides a value and is never `{}`", symbol->name.text, word->name.text))
          .label(symbol->name.span, fmt::format("`{}`", context_.model.schema.type_name(type)));
      return Typed{poison(span), {}, {}};
    }
  } else if (!outcome) {
    auto report =
        context_.error(Code::unknown_outcome, right.span, "a permission is `permitted`, `forbidden` or `referred`");
    report.label(left.span, "a permission");
    if (word != nullptr) context_.suggest(report, word->name, {"permitted", "forbidden", "referred"});
    return Typed{poison(span), {}, {}};
  }
  if (outcome == Outcome::undetermined && !place_.in_test) {
    context_
        .error(Code::undetermined_outside_tests, right.span, "only a test can ask whether a decision is undetermined")
        .help("a decision that uses an undetermined one is undetermined itself");
    return Typed{poison(span), {}, {}};
  }
  uses_.decisions.push_back(symbol->index);
  return Typed{context_.make(truth, span, place_.file, model::OutcomeTest{symbol->index, *outcome, negated}), {}, {}};
}

/// In a test `expect D is VALUE` says that there is one, too.
Typed Typer::present_and_equal(ExprId left, ExprId right, bool negated, Span span) {
  ExprId& side = type_of(left).optional ? left : right;
  const ExprId asked = context_.make(truth, span, place_.file, model::IsPresent{side, true});
  side = context_.make(type_of(side).present(), context_[side].span, place_.file, model::Narrowed{side});
  same_type(left, right);
  const ExprId equal = context_.make(truth, span, place_.file, model::Equal{left, right, false});
  const ExprId both = context_.make(truth, span, place_.file, model::Logic{model::LogicOp::logical_and, asked, equal});
  return {negated ? context_.make(truth, span, place_.file, model::Not{both}) : both, {}, {}};
}

Typed Typer::equality(const syntax::Expr& left_side, const syntax::Expr& right_side, Operator op, Span op_span,
                      Span span) {
  const bool negated = op == Operator::not_equal;
  if (auto test = outcome_test(left_side, right_side, negated, span)) return *test;
  ExprId left = none, right = none;
  if (needs_hint(left_side) && !needs_hint(right_side)) {
    right = type(right_side).id;
    left = type(left_side, hint_of(type_of(right))).id;
  } else {
    left = type(left_side).id;
    right = type(right_side, hint_of(type_of(left))).id;
  }
  const auto& schema = context_.model.schema;
  const Type a = type_of(left), b = type_of(right);
  if (a.base == Kind::unknown || b.base == Kind::unknown) return {poison(span), {}, {}};
  if (a.present() != b.present() && !same_type(left, right)) {
    report_comparison(op_span, left, left_side.span, right, right_side.span);
    return {poison(span), {}, {}};
  }
  if (place_.in_test && a.optional != b.optional) return present_and_equal(left, right, negated, span);
  if ((a.optional || b.optional) && unsure_ > 0) return {poison(span), {}, {}};
  if (a.optional || b.optional) {
    const auto& side = a.optional ? left_side : right_side;
    auto guard = fmt::format("{} is present", context_.words(side.span));
    if (a.optional && b.optional) guard += fmt::format(" and {} is present", context_.words(right_side.span));
    auto report = context_.error(Code::optional_comparison, op_span,
                                 fmt::format("{} may be absent and cannot be compared with `{}`",
                                             context_.quoted(side.span, "one side"), syntax::token(op)));
    report.label(side.span, fmt::format("`{}`", schema.type_name(a.optional ? a : b)));
    const bool paths =
        (!a.optional || context_.expr_paths[left] != no_path) && (!b.optional || context_.expr_paths[right] != no_path);
    if (paths) {
      report.help(fmt::format("ask for it first: `{} and {}`", guard, context_.words(span)));
    } else {
      report.help("give it a name with `define`, then ask for it first: `NAME is present and …`");
    }
    report.help("or say what holds without it: `… or else …`");
    return {poison(span), {}, {}};
  }
  return {context_.make(truth, span, place_.file, model::Equal{left, right, negated}), {}, {}};
}

Typed Typer::comparison(const syntax::BinaryExpr& node, const syntax::Expr& expr) {
  auto [left, right] = operands(*node.left, *node.right);
  const Type a = type_of(left), b = type_of(right);
  if (a.base == Kind::unknown || b.base == Kind::unknown) return {poison(expr.span), {}, {}};
  if (!same_type(left, right)) {
    report_comparison(node.op_span, left, node.left->span, right, node.right->span);
    return {poison(expr.span), {}, {}};
  }
  const auto& schema = context_.model.schema;
  if (!ordered(type_of(left))) {
    auto report = context_.error(Code::no_order, node.op_span,
                                 fmt::format("{} is neither less nor more than another", with_article(schema, a)));
    report.label(node.left->span, bare(schema, a)).label(node.right->span, bare(schema, b));
    if (a.is(Kind::period))
      report.help("add both to the same date and compare the dates");
    else if (a.is(Kind::enumeration))
      report.help("name the members that count: `in [a, b]`");
    else
      report.help("only `is` and `is not` compare it");
    return {poison(expr.span), {}, {}};
  }
  return {apply(syntax::token(node.op), left, right, expr.span), {}, {}};
}

Typed Typer::membership(const syntax::BinaryExpr& node, const syntax::Expr& expr) {
  const auto& schema = context_.model.schema;
  ExprId value = none, list = none;
  if (needs_hint(*node.left)) {
    list = present(*node.right).id;
    value = present(*node.left, type_of(list).is_list() ? type_of(list).element() : spoilt).id;
  } else {
    value = present(*node.left).id;
    list = present(*node.right, type_of(value).base == Kind::unknown ? spoilt : type_of(value).list_of()).id;
  }
  const Type type = type_of(list);
  if (type.base == Kind::unknown || type_of(value).base == Kind::unknown) return {poison(expr.span), {}, {}};
  if (!type.is_list()) {
    auto report = context_.error(
        Code::not_a_list, node.right->span,
        fmt::format("`{}` asks a list or a range, and this is {}", syntax::token(node.op), with_article(schema, type)));
    report.under(bare(schema, type));
    if (type == type_of(value)) {
      const std::string_view word = node.op == Operator::in ? "is" : "is not";
      report.help(fmt::format("compare it: `{}`", word)).fix(node.op_span, std::string(word));
    }
    return {poison(expr.span), {}, {}};
  }
  if (type_of(value).is(Kind::integer) && type.element().is(Kind::decimal))
    value = coerce(value, type.element(), node.left->span);
  if (type_of(value) != type.element()) {
    context_
        .error(Code::no_such_comparison, node.op_span,
               fmt::format("{} is never in {}", with_article(schema, type_of(value)), with_article(schema, type)))
        .label(node.left->span, bare(schema, type_of(value)))
        .label(node.right->span, bare(schema, type));
    return {poison(expr.span), {}, {}};
  }
  return {
      context_.make(truth, expr.span, place_.file, model::InList{value, list, node.op == Operator::not_in}), {}, {}};
}

Typed Typer::infer(const syntax::RangeExpr& node, const syntax::Expr& expr, Type) {
  ExprId value = present(*node.operand).id;
  ExprId low = present(*node.low, hint_of(type_of(value))).id;
  ExprId high = present(*node.high, hint_of(type_of(value))).id;
  for (const ExprId id : {value, low, high})
    if (type_of(id).base == Kind::unknown) return {poison(expr.span), {}, {}};
  // One Decimal makes the other two Decimals.
  for (int round = 0; round < 2; ++round) {
    same_type(value, low);
    same_type(value, high);
  }
  const auto clash = [&](ExprId bound, const syntax::Expr& written) {
    if (type_of(bound) == type_of(value)) return false;
    report_comparison(written.span, value, node.operand->span, bound, written.span);
    return true;
  };
  if (clash(low, *node.low) || clash(high, *node.high)) return {poison(expr.span), {}, {}};
  if (!ordered(type_of(value))) {
    context_
        .error(Code::no_order, expr.span,
               fmt::format("{} is neither less nor more than another",
                           with_article(context_.model.schema, type_of(value))))
        .help("a range is of numbers, money, durations, dates or times");
    return {poison(expr.span), {}, {}};
  }
  return {context_.make(truth, expr.span, place_.file,
                        model::InRange{value, low, high, node.low_closed, node.high_closed, node.negated}),
          {},
          {}};
}

Typed Typer::infer(const syntax::WithinExpr& node, const syntax::Expr& expr, Type) {
  const Type moment{Kind::instant, 0, false, 0};
  const ExprId instant = present(*node.instant, moment).id;
  const ExprId length = present(*node.duration).id;
  const ExprId start = present(*node.start, type_of(instant)).id;
  const Span tail = cover(node.duration->span, node.start->span);
  for (const ExprId id : {instant, length, start})
    if (type_of(id).base == Kind::unknown) return {poison(expr.span), {}, {}};
  const auto& schema = context_.model.schema;
  if (type_of(instant) != type_of(start) || !ordered(type_of(instant))) {
    report_comparison(tail, instant, node.instant->span, start, node.start->span);
    return {poison(expr.span), {}, {}};
  }
  const Operator op = node.after ? Operator::add : Operator::subtract;
  const Type types[] = {type_of(start), type_of(length)};
  const auto* row = choose(overloads(syntax::token(op), true), types);
  if (row == nullptr || result_type(*row, types) != type_of(instant)) {
    auto report = context_.error(
        Code::no_such_arithmetic, node.duration->span,
        fmt::format("`within` takes a duration or a period, and this is {}", with_article(schema, type_of(length))));
    report.under(bare(schema, type_of(length)));
    help_convert(context_, report, length, {Kind::duration, 0, false, 0}, node.duration->span);
    return {poison(expr.span), {}, {}};
  }
  check_period_step(context_, place_.file, *row, start, length, tail);
  const ExprId other = apply(syntax::token(op), start, length, tail);
  const ExprId low = node.after ? start : other;
  const ExprId high = node.after ? other : start;
  return {context_.make(truth, expr.span, place_.file, model::InRange{instant, low, high, true, true, false}), {}, {}};
}

Typed Typer::arithmetic_chain(const syntax::Expr& expr) {
  std::vector<const syntax::Expr*> chain;
  const syntax::Expr* rest = &expr;
  for (;;) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&rest->node);
    if (node == nullptr || !is_arithmetic(node->op)) break;
    chain.push_back(rest);
    rest = node->left.get();
  }
  ExprId left = present(*rest).id;
  Span left_span = rest->span;
  for (auto each = chain.rbegin(); each != chain.rend(); ++each) {
    const auto& node = std::get<syntax::BinaryExpr>((*each)->node);
    const ExprId right = present(*node.right).id;
    left = binary(node, left, left_span, right, node.right->span, (*each)->span);
    left_span = (*each)->span;
  }
  return {left, {}, {}};
}

ExprId Typer::binary(const syntax::BinaryExpr& node, ExprId left, Span left_span, ExprId right, Span right_span,
                     Span span) {
  const auto& schema = context_.model.schema;
  const Type types[] = {type_of(left), type_of(right)};
  if (types[0].base == Kind::unknown || types[1].base == Kind::unknown) return poison(span);
  const auto* row = choose(overloads(syntax::token(node.op), true), types);
  if (row == nullptr) {
    const bool currencies = types[0].is(Kind::money) && types[1].is(Kind::money) && types[0] != types[1];
    auto report = context_.error(currencies ? Code::currencies_differ : Code::no_such_arithmetic, node.op_span,
                                 cannot(node.op, with_article(schema, types[0]), with_article(schema, types[1])));
    report.label(left_span, bare(schema, types[0])).label(right_span, bare(schema, types[1]));
    if (currencies)
      report.help("money of two currencies is never mixed: convert by a rate that is a fact or a parameter");
    else if (node.op == Operator::add && types[0].is(Kind::text))
      report.help("texts are joined by writing one into the other: `\"{a}{b}\"`");
    else if (types[0].is(Kind::date) && types[1].is(Kind::duration))
      report.help("a date moves by days: `days(n)`, `3 days`; hours need an instant: `start_of_day(…)`");
    else if (types[1].is(Kind::integer) && (types[0].is(Kind::date) || types[0].is(Kind::instant)))
      report.help(fmt::format("say of what: `days({})`", context_.words(right_span)));
    else if (types[0].is(Kind::duration) && types[1].is(Kind::instant))
      report.help("the instant comes first: `instant + duration`");
    else
      help_convert(context_, report, right, types[0], right_span);
    return poison(span);
  }
  left = coerce(left, wanted_type(*row, 0, types), left_span);
  right = coerce(right, wanted_type(*row, 1, types), right_span);
  check_period_step(context_, place_.file, *row, left, right, span);
  return context_.make(result_type(*row, types), span, place_.file, model::Apply{index_of(*row), {left, right}, none});
}

}  // namespace writ::checking
