#include "tools/testing/mutants_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/value/decimal.hpp"
#include "engine/value/overloaded.hpp"
#include "engine/value/time/civil.hpp"
#include "engine/value/time/format.hpp"
#include "tools/testing/expectation.hpp"
#include "tools/testing/literal.hpp"

namespace writ::testing {

using namespace syntax;

namespace {

constexpr std::int64_t millisecond = 1'000, second = 1'000'000, cent = 10'000, percent = 10'000;

/// Another operator of the same type that a slip of the pen may put there; nothing where there is none.
std::optional<Operator> other(Operator op) {
  switch (op) {
    case Operator::less: return Operator::less_equal;
    case Operator::less_equal: return Operator::less;
    case Operator::greater: return Operator::greater_equal;
    case Operator::greater_equal: return Operator::greater;
    case Operator::equal: return Operator::not_equal;
    case Operator::not_equal: return Operator::equal;
    case Operator::in: return Operator::not_in;
    case Operator::not_in: return Operator::in;
    case Operator::add: return Operator::subtract;
    case Operator::subtract: return Operator::add;
    case Operator::multiply: return Operator::divide;
    case Operator::divide: return Operator::multiply;
    default: return std::nullopt;
  }
}

std::string_view other_function(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> pairs[] = {{"earliest", "latest"},
                                                                     {"min", "max"},
                                                                     {"round", "round_down"},
                                                                     {"round_up", "round_down"},
                                                                     {"starts_with", "ends_with"}};
  for (const auto& [a, b] : pairs) {
    if (name == a) return b;
    if (name == b) return a;
  }
  return {};
}

std::string becomes(std::string_view before, std::string_view after) {
  return fmt::format("`{}` becomes `{}`", one_line(before), one_line(after));
}

}  // namespace

ExpressionMutants::ExpressionMutants(const SourceSet& sources, const model::Model& model, FileId file,
                                     std::vector<Mutant>& found)
    : sources_(sources), model_(model), found_(found) {
  for (model::ExprId id = 0; id < model.exprs.size(); ++id) {
    const model::Expr& expr = model.exprs[id];
    if (expr.span.file != file || !expr.type.is(Kind::enumeration)) continue;
    if (std::holds_alternative<model::Constant>(expr.node)) members_[{expr.span.begin, expr.span.end}] = id;
  }
}

void ExpressionMutants::add(Span span, std::string replacement, std::string change) {
  add(span, std::move(replacement), std::move(change), span);
}

void ExpressionMutants::add(Span span, std::string replacement, std::string change, Span place) {
  found_.push_back({span, std::move(replacement), std::move(change), place});
}

void ExpressionMutants::leave_out(Span span, const std::string& what, Span place) {
  add(span, "", what + " is left out", place);
}

Span ExpressionMutants::from_keyword(std::string_view keyword, Span before) const {
  const std::string_view source = sources_[before.file].text().substr(0, before.begin);
  const std::size_t at = source.rfind(keyword);
  if (at == std::string_view::npos) return {before.file, before.end, before.end};
  return {before.file, static_cast<std::uint32_t>(at), before.end};
}

std::string ExpressionMutants::in_parentheses(Span span) const { return "(" + std::string(text(span)) + ")"; }

void ExpressionMutants::of(const ExprPtr& expr) {
  if (expr) std::visit([&](const auto& node) { on(*expr, node); }, expr->node);
}

// ---- operators --------------------------------------------------------------------------------------------------

void ExpressionMutants::on(const Expr& expr, const BinaryExpr& node) {
  const bool joins = node.op == Operator::logical_and || node.op == Operator::logical_or;
  if (joins) {
    const std::string_view now = token(node.op);
    const std::string_view then =
        token(node.op == Operator::logical_and ? Operator::logical_or : Operator::logical_and);
    const std::string left = in_parentheses(node.left->span), right = in_parentheses(node.right->span);
    add(expr.span, fmt::format("({} {} {})", left, then, right), becomes(now, then), node.op_span);
    add(expr.span, right, fmt::format("`{} {}` is left out", one_line(text(node.left->span)), now), node.left->span);
    add(expr.span, left, fmt::format("`{} {}` is left out", now, one_line(text(node.right->span))), node.right->span);
  } else if (node.op == Operator::implies) {
    add(expr.span, in_parentheses(node.right->span),
        fmt::format("`{} implies` is left out", one_line(text(node.left->span))), node.left->span);
  } else if (const auto changed = other(node.op)) {
    add(node.op_span, std::string(token(*changed)), becomes(token(node.op), token(*changed)));
  }
  of(node.left);
  of(node.right);
}

void ExpressionMutants::on(const Expr& expr, const UnaryExpr& node) {
  const std::string inner = in_parentheses(node.operand->span);
  if (node.op == Operator::logical_not) {
    add(expr.span, inner, "`not` is left out", node.op_span);
  } else if (node.op == Operator::negate) {
    add(expr.span, inner, "`-` is left out", node.op_span);
  }
  of(node.operand);
}

void ExpressionMutants::on(const Expr& expr, const PresenceExpr& node) {
  const std::string_view now = node.present ? "present" : "absent";
  const std::string_view then = node.present ? "absent" : "present";
  const auto length = static_cast<std::uint32_t>(now.size());
  const Span word{expr.span.file, expr.span.end - length, expr.span.end};
  if (text(word) == now) add(word, std::string(then), becomes(now, then));
  of(node.operand);
}

void ExpressionMutants::on(const Expr&, const WithinExpr& node) {
  const std::string_view now = node.after ? "after" : "before";
  const Span all = from_keyword(now, node.start->span);
  const Span word{all.file, all.begin, all.begin + static_cast<std::uint32_t>(now.size())};
  if (text(word) == now) add(word, node.after ? "before" : "after", becomes(now, node.after ? "before" : "after"));
  of(node.instant);
  of(node.duration);
  of(node.start);
}

void ExpressionMutants::on(const Expr& expr, const RangeExpr& node) {
  const std::string_view negated = node.negated ? "not in" : "in";
  const std::string_view plain = node.negated ? "in" : "not in";
  add(expr.span, fmt::format("(not {})", in_parentheses(expr.span)), becomes(negated, plain));
  const Span last{expr.span.file, expr.span.end - 1, expr.span.end};
  add(last, node.high_closed ? ")" : "]", becomes(text(last), node.high_closed ? ")" : "]"));
  const Span before =
      from_keyword(node.low_closed ? "[" : "(", {expr.span.file, node.low->span.begin, node.low->span.begin});
  const Span first{before.file, before.begin, before.begin + 1};
  add(first, node.low_closed ? "(" : "[", becomes(text(first), node.low_closed ? "(" : "["));
  of(node.operand);
  of(node.low);
  of(node.high);
}

void ExpressionMutants::on(const Expr&, const IfExpr& node) {
  const Span condition = node.condition->span;
  add(condition, fmt::format("not {}", in_parentheses(condition)), "the condition of `if` is turned round");
  of(node.condition);
  of(node.then);
  of(node.otherwise);
}

// ---- lists ------------------------------------------------------------------------------------------------------

void ExpressionMutants::other_keyword(const Expr& expr, std::string_view other_word) {
  const std::string_view source = text(expr.span);
  std::size_t length = 0;
  while (length < source.size() && std::isalpha(static_cast<unsigned char>(source[length])) != 0) ++length;
  const Span word{expr.span.file, expr.span.begin, expr.span.begin + static_cast<std::uint32_t>(length)};
  add(word, std::string(other_word), becomes(text(word), other_word));
}

void ExpressionMutants::without_where(const ExprPtr& list, const ExprPtr& where) {
  if (!where) return;
  const Span span{list->span.file, list->span.end, where->span.end};
  leave_out(span, fmt::format("`where {}`", one_line(text(where->span))), where->span);
  of(where);
}

void ExpressionMutants::on(const Expr& expr, const QuantifierExpr& node) {
  other_keyword(expr, node.kind == QuantifierKind::some ? "every" : "some");
  of(node.list);
  without_where(node.list, node.where);
  of(node.satisfies);
}

void ExpressionMutants::on(const Expr& expr, const PickExpr& node) {
  other_keyword(expr, node.first ? "last" : "first");
  of(node.list);
  without_where(node.list, node.where);
  of(node.key);
}

void ExpressionMutants::on(const Expr& expr, const AggregateExpr& node) {
  switch (node.kind) {
    case AggregateKind::count: break;
    case AggregateKind::sum:
    case AggregateKind::min: other_keyword(expr, "max"); break;
    case AggregateKind::max: other_keyword(expr, "min"); break;
    case AggregateKind::earliest: other_keyword(expr, "latest"); break;
    case AggregateKind::latest: other_keyword(expr, "earliest"); break;
  }
  of(node.of);
  of(node.list);
  without_where(node.list, node.where);
}

void ExpressionMutants::on(const Expr&, const ListExpr& node) {
  for (const ExprPtr& element : node.elements) of(element);
}

// ---- what is named ----------------------------------------------------------------------------------------------

void ExpressionMutants::on(const Expr&, const CallExpr& node) {
  if (const auto* name = std::get_if<NameExpr>(&node.callee->node)) {
    const std::string_view changed = other_function(name->name.text);
    if (!changed.empty()) add(name->name.span, std::string(changed), becomes(name->name.text, changed));
  }
  for (const ExprPtr& argument : node.arguments) of(argument);
}

/// Each of two neighbours of a member stands for all others: one would be missed where it is in the same list.
void ExpressionMutants::other_member(Span span) {
  const auto found = members_.find({span.begin, span.end});
  if (found == members_.end()) return;
  const model::Expr& expr = model_[found->second];
  const auto& members = model_.schema.enums[expr.type.id].members;
  const auto value = static_cast<std::size_t>(std::get<model::Constant>(expr.node).value);
  if (members.size() < 2) return;
  const std::string_view source = text(span);
  const std::string_view prefix = source.substr(0, source.rfind('.') + 1);  // `OrderStatus.`, or nothing.
  const std::string& next = members[(value + 1) % members.size()].name;
  add(span, std::string(prefix) + next, becomes(source, next));
}

void ExpressionMutants::on(const Expr& expr, const NameExpr&) { other_member(expr.span); }

void ExpressionMutants::on(const Expr& expr, const FieldExpr& node) {
  other_member(expr.span);
  of(node.base);
}

void ExpressionMutants::on(const Expr&, const ParenExpr& node) { of(node.inner); }

void ExpressionMutants::on(const Expr&, const RecordExpr& node) {
  for (const FieldValue& field : node.fields) of(field.value);
}

void ExpressionMutants::on(const Expr&, const WithExpr& node) {
  of(node.base);
  for (const FieldValue& field : node.fields) of(field.value);
}

/// Stands in tests alone, which are not changed.
void ExpressionMutants::on(const Expr&, const AbsentLiteral&) {}

void ExpressionMutants::on(const Expr&, const BrokenExpr&) {}

// ---- bounds -----------------------------------------------------------------------------------------------------

void ExpressionMutants::on(const Expr& expr, const BoolLiteral& node) {
  const std::string_view changed = node.value ? "false" : "true";
  add(expr.span, std::string(changed), becomes(text(expr.span), changed));
}

void ExpressionMutants::on(const Expr& expr, const IntLiteral& node) {
  for (const std::int64_t step : {-1, 1}) {
    const std::string changed = fmt::format("{}", node.value + step);
    add(expr.span, node.value + step < 0 ? "(" + changed + ")" : changed, becomes(text(expr.span), changed));
  }
}

/// The last digit that is written counts: 0.05 becomes 0.04 and 0.06, 5% becomes 4% and 6%.
void ExpressionMutants::on(const Expr& expr, const DecimalLiteral& node) {
  const std::string_view written = text(expr.span);
  const std::size_t point = written.find('.');
  std::int64_t step = node.percent ? percent : decimal::one;
  for (std::size_t i = point; i != std::string_view::npos && i + 1 < written.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(written[i + 1])) != 0) step /= 10;
  }
  for (const std::int64_t value : {node.millionths - step, node.millionths + step}) {
    if (value < 0) continue;
    std::string changed;
    decimal::append(changed, node.percent ? value * 100 : value, node.percent ? 0 : 1);
    if (node.percent) changed += "%";
    add(expr.span, changed, becomes(written, changed));
  }
}

void ExpressionMutants::on(const Expr& expr, const TextLiteral& node) {
  for (const TextPiece& piece : node.pieces) {
    if (const auto* inner = std::get_if<ExprPtr>(&piece)) of(*inner);
  }
  add(expr.span, "\"another text\"", becomes(text(expr.span), "\"another text\""));
}

void ExpressionMutants::on(const Expr& expr, const DurationLiteral& node) {
  for (const std::int64_t value : {node.microseconds - millisecond, node.microseconds + millisecond}) {
    if (value < 0) continue;
    std::string changed;
    append_duration_literal(changed, value);
    add(expr.span, changed, becomes(text(expr.span), changed));
  }
}

void ExpressionMutants::on(const Expr& expr, const PeriodLiteral& node) {
  const std::string_view written = text(expr.span);
  const std::size_t unit = written.find_first_not_of("0123456789_");
  for (const std::int64_t value : {node.count - 1, node.count + 1}) {
    if (value < 0) continue;
    std::string words(written.substr(unit));
    if (value == 1 && words.ends_with('s')) words.pop_back();
    if (value != 1 && !words.ends_with('s')) words += 's';
    const std::string changed = std::to_string(value) + words;
    add(expr.span, changed, becomes(written, changed));
  }
}

void ExpressionMutants::shifted_date(Span span, const syntax::DateLiteral& date, std::string_view rest) {
  const auto day = time::to_date({date.year, date.month, date.day});
  for (const int step : {-1, 1}) {
    std::string changed;
    time::append_date(changed, static_cast<time::Date>(day + step));
    changed += rest;
    add(span, changed, becomes(text(span), changed));
  }
}

void ExpressionMutants::on(const Expr& expr, const DateLiteral& node) { shifted_date(expr.span, node, ""); }

void ExpressionMutants::on(const Expr& expr, const TimeLiteral& node) {
  constexpr std::int64_t day = 24 * 3600 * second;
  for (const std::int64_t value : {node.microseconds - second, node.microseconds + second}) {
    if (value < 0 || value >= day) continue;
    std::string changed;
    time::append_time(changed, value);
    add(expr.span, changed, becomes(text(expr.span), changed));
  }
}

void ExpressionMutants::on(const Expr& expr, const InstantLiteral& node) {
  const std::string_view written = text(expr.span);
  shifted_date(expr.span, node.date, written.substr(written.find('T')));
}

void ExpressionMutants::on(const Expr& expr, const MoneyLiteral& node) {
  for (const std::int64_t value : {node.millionths - cent, node.millionths + cent}) {
    if (value < 0) continue;
    std::string changed(node.currency);
    changed += ' ';
    decimal::append(changed, value, 2);
    add(expr.span, changed, becomes(text(expr.span), changed));
  }
}

void ExpressionMutants::of(const DateBound& bound) {
  std::visit(Overloaded{[&](const DateLiteral& node) { shifted_date(bound.span, node, ""); },
                        [&](const InstantLiteral& node) {
                          const std::string_view written = text(bound.span);
                          shifted_date(bound.span, node.date, written.substr(written.find('T')));
                        }},
             bound.value);
}

}  // namespace writ::testing
