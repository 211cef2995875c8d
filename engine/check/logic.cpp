// Conditions: `and`, `or`, `not`, `implies`, presence, `if` and `or else`. What is known to be present flows through
// them.

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/typer.hpp"
#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

using syntax::Operator;

/// Above this a chain of `and` or `or` becomes a balanced tree, so that its depth stays small. Both are associative,
/// errors included.
constexpr std::size_t balanced_from = 32;

bool is_logic(Operator op) { return op == Operator::logical_and || op == Operator::logical_or; }

void append(PathSet& to, const PathSet& from) { to.insert(to.end(), from.begin(), from.end()); }

constexpr Type truth{Kind::boolean, 0, false, 0};

}  // namespace

Typed Typer::infer(const syntax::ParenExpr& node, const syntax::Expr&, Type hint) { return type(*node.inner, hint); }

Typed Typer::infer(const syntax::BinaryExpr& node, const syntax::Expr& expr, Type hint) {
  switch (node.op) {
    case Operator::logical_and:
    case Operator::logical_or: return logic_chain(expr);
    case Operator::implies: return implication(node, expr);
    case Operator::or_else: return or_else(node, expr, hint);
    case Operator::equal:
    case Operator::not_equal: return equality(*node.left, *node.right, node.op, node.op_span, expr.span);
    case Operator::in:
    case Operator::not_in: return membership(node, expr);
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal: return comparison(node, expr);
    default: return arithmetic_chain(expr);
  }
}

Typed Typer::logic_chain(const syntax::Expr& expr) {
  const Operator op = std::get<syntax::BinaryExpr>(expr.node).op;
  const bool conjunction = op == Operator::logical_and;
  std::vector<const syntax::Expr*> written;
  const syntax::Expr* rest = &expr;
  for (;;) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&rest->node);
    if (node == nullptr || node->op != op || !is_logic(node->op)) break;
    written.push_back(node->right.get());
    rest = node->left.get();
  }
  written.push_back(rest);
  std::reverse(written.begin(), written.end());

  Typed result;
  std::vector<ExprId> operands;
  std::uint32_t unsure = 0;
  const auto mark = context_.presence.mark();
  PathSet in_all;  // Known where the chain came out the other way: only what every operand tells then.
  for (std::size_t i = 0; i < written.size(); ++i) {
    Typed operand = condition(*written[i]);
    const PathSet& onwards = conjunction ? operand.when_true : operand.when_false;
    const PathSet& otherwise = conjunction ? operand.when_false : operand.when_true;
    context_.presence.learn(onwards);
    if (operand.unsure) {
      ++unsure_;
      ++unsure;
    }
    append(conjunction ? result.when_true : result.when_false, onwards);
    in_all = i == 0 ? otherwise : in_both(in_all, otherwise);
    operands.push_back(operand.id);
  }
  context_.presence.forget(mark);
  unsure_ -= unsure;
  (conjunction ? result.when_false : result.when_true) = std::move(in_all);

  const auto logic = conjunction ? model::LogicOp::logical_and : model::LogicOp::logical_or;
  if (operands.size() >= balanced_from) {
    result.id = balanced(logic, operands, 0, operands.size());
  } else {
    result.id = operands[0];
    for (std::size_t i = 1; i < operands.size(); ++i) {
      const Span span = cover(context_[result.id].span, context_[operands[i]].span);
      result.id = context_.make(truth, span, place_.file, model::Logic{logic, result.id, operands[i]});
    }
  }
  return result;
}

ExprId Typer::balanced(model::LogicOp op, const std::vector<ExprId>& operands, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return operands[begin];
  const std::size_t middle = begin + (end - begin) / 2;
  const ExprId left = balanced(op, operands, begin, middle);
  const ExprId right = balanced(op, operands, middle, end);
  const Span span = cover(context_[left].span, context_[right].span);
  return context_.make(truth, span, place_.file, model::Logic{op, left, right});
}

Typed Typer::implication(const syntax::BinaryExpr& node, const syntax::Expr& expr) {
  const Typed left = condition(*node.left);
  const Typed right = knowing(left.when_true, left.unsure, [&] { return condition(*node.right); });
  Typed result;
  result.when_true = in_both(left.when_false, right.when_true);
  result.when_false = left.when_true;
  append(result.when_false, right.when_false);
  result.id = context_.make(truth, expr.span, place_.file, model::Logic{model::LogicOp::implies, left.id, right.id});
  return result;
}

Typed Typer::infer(const syntax::UnaryExpr& node, const syntax::Expr& expr, Type hint) {
  if (node.op == Operator::logical_not) {
    Typed operand = condition(*node.operand);
    return {context_.make(truth, expr.span, place_.file, model::Not{operand.id}), std::move(operand.when_false),
            std::move(operand.when_true)};
  }
  const ExprId operand = present(*node.operand, hint).id;
  const Type type = type_of(operand);
  if (type.is_unknown()) return {operand, {}, {}};
  const Type types[] = {type};
  const auto* row = choose(overloads(syntax::token(node.op), true), types);
  if (row == nullptr) {
    auto report = context_.error(Code::no_such_arithmetic, node.op_span,
                                 fmt::format("{} has no sign", with_article(context_.model.schema, type)));
    report.label(node.operand->span, bare(context_.model.schema, type));
    return {poison(expr.span), {}, {}};
  }
  // The sign of a literal is part of it.
  if (const auto* constant = std::get_if<model::Constant>(&context_[operand].node);
      constant && constant->value != INT64_MIN) {
    return {context_.make(type, expr.span, place_.file, model::Constant{-constant->value}), {}, {}};
  }
  return {context_.make(type, expr.span, place_.file, model::Apply{index_of(*row), {operand}, none}), {}, {}};
}

Typed Typer::infer(const syntax::PresenceExpr& node, const syntax::Expr& expr, Type) {
  ExprId operand = type(*node.operand).id;
  // Asking again for what is known already is idle, not wrong.
  if (const auto* known = std::get_if<model::Narrowed>(&context_[operand].node)) operand = known->operand;
  const Type found = type_of(operand);
  if (found.is_unknown()) return {poison(expr.span), {}, {}};
  if (!found.optional) {
    context_
        .error(Code::never_absent, node.operand->span,
               fmt::format("{} is never absent", context_.quoted(node.operand->span, "this")))
        .under(fmt::format("`{}`", context_.model.schema.type_name(found)))
        .help(fmt::format("only what has a type with `?` can be: `{}`",
                          context_.model.schema.type_name(found.or_absent())));
    return {poison(expr.span), {}, {}};
  }
  Typed result{context_.make(truth, expr.span, place_.file, model::IsPresent{operand, node.present}), {}, {}};
  if (const PathId path = context_.expr_paths[operand]; path != no_path) {
    (node.present ? result.when_true : result.when_false).push_back(path);
  }
  return result;
}

Typed Typer::or_else(const syntax::BinaryExpr& node, const syntax::Expr& expr, Type hint) {
  const Type wish = hint.base == Kind::unknown ? hint : hint.or_absent();
  ExprId left = type(*node.left, wish).id;
  if (const auto* known = std::get_if<model::Narrowed>(&context_[left].node)) left = known->operand;
  const Type found = type_of(left);
  if (found.is_unknown()) {
    type(*node.right, spoilt);
    return {poison(expr.span), {}, {}};
  }
  if (!found.optional) {
    context_
        .error(Code::never_absent, node.op_span,
               fmt::format("{} is never absent, so what follows `or else` is never used",
                           context_.quoted(node.left->span, "the left side")))
        .label(node.left->span, fmt::format("`{}`", context_.model.schema.type_name(found)));
    type(*node.right, found);
    return {left, {}, {}};
  }
  const ExprId raw = type(*node.right, found.present()).id;
  const Type wanted = type_of(raw).optional ? found : found.present();
  const ExprId right = coerce(raw, wanted, node.right->span,
                              fmt::format("what stands for {}", context_.quoted(node.left->span, "the left side")));
  if (type_of(right).is_unknown()) return {poison(expr.span), {}, {}};
  return {context_.make(wanted, expr.span, place_.file, model::OrElse{left, right}), {}, {}};
}

Typed Typer::infer(const syntax::IfExpr& node, const syntax::Expr& expr, Type hint) {
  const Typed test = condition(*node.condition);
  ExprId then = none, otherwise = none;
  const auto type_then = [&](Type wish) {
    then = knowing(test.when_true, test.unsure, [&] { return type(*node.then, wish).id; });
  };
  const auto type_otherwise = [&](Type wish) {
    otherwise = knowing(test.when_false, test.unsure, [&] { return type(*node.otherwise, wish).id; });
  };
  if (hint == Type{} && needs_hint(*node.then)) {
    type_otherwise({});
    type_then(hint_of(type_of(otherwise)));
  } else {
    type_then(hint);
    type_otherwise(hint == Type{} ? hint_of(type_of(then)) : hint);
  }
  const Type a = type_of(then), b = type_of(otherwise);
  if (a.base == Kind::unknown || b.base == Kind::unknown) return {poison(expr.span), {}, {}};
  Type wanted = a.optional || !b.optional ? a : b;
  if (a.present() != b.present() && a.is(Kind::integer) && b.is(Kind::decimal)) wanted = b;
  const bool widens = (a.is(Kind::integer) && b.is(Kind::decimal)) || (a.is(Kind::decimal) && b.is(Kind::integer));
  if (a.present() != b.present() && !(widens && !a.optional && !b.optional)) {
    const auto& schema = context_.model.schema;
    context_.error(Code::branches_differ, node.otherwise->span, "the two sides of this `if` are of different types")
        .under(bare(schema, b))
        .label(node.then->span, bare(schema, a));
    return {poison(expr.span), {}, {}};
  }
  then = coerce(then, wanted, node.then->span);
  otherwise = coerce(otherwise, wanted, node.otherwise->span);
  return {context_.make(wanted, expr.span, place_.file, model::If{test.id, then, otherwise}), {}, {}};
}

}  // namespace writ::checking
