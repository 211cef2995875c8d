// `24h < now - sent_at` is read backwards: what is asked about stands first, `now - sent_at > 24h`. Between two
// bounds, as in `0 < x and x < 10`, the constant on the left shows a range, and stays.

#include <unordered_set>

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;
using syntax::Operator;

std::optional<Operator> turned(Operator op) {
  switch (op) {
    case Operator::less: return Operator::greater;
    case Operator::less_equal: return Operator::greater_equal;
    case Operator::greater: return Operator::less;
    case Operator::greater_equal: return Operator::less_equal;
    case Operator::equal:
    case Operator::not_equal: return op;
    default: return std::nullopt;
  }
}

/// Comparisons in which a constant on the left shows a range, `0 < x and x < 10`: the same is compared again beside
/// them.
std::unordered_set<const Expr*> ranges_in(const Subject& subject, const Expr& chain) {
  std::unordered_set<std::string_view> compared;
  const auto links = chain_of(chain, Operator::logical_and);
  for (const Expr* link : links) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&inside(*link).node);
    if (node != nullptr && turned(node->op)) compared.insert(subject.sources.text(node->left->span));
  }
  std::unordered_set<const Expr*> ranges;
  for (const Expr* link : links) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&inside(*link).node);
    if (node != nullptr && compared.contains(subject.sources.text(node->right->span))) ranges.insert(&inside(*link));
  }
  return ranges;
}

}  // namespace

void reversed_comparison(const Subject& subject, Findings& findings) {
  std::unordered_set<const Expr*> ranges;
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&expr.node);
    if (node == nullptr || place.owner == Owner::step) return;
    if (heads_chain(expr, place, Operator::logical_and)) ranges.merge(ranges_in(subject, expr));
    const auto op = turned(node->op);
    if (!op || !is_literal(inside(*node->left)) || is_literal(inside(*node->right)) || is_form(*node->right)) return;
    // The other side of `true is x` is all that is left of it.
    if (std::holds_alternative<syntax::BoolLiteral>(inside(*node->left).node)) return;
    if (ranges.contains(&expr)) return;
    // What ends in a form would take the comparison into it.
    std::string asked = source_text(subject, node->right->span);
    if (ends_in_form(*node->right)) asked = "(" + asked + ")";
    const std::string text =
        asked + " " + std::string(syntax::token(*op)) + " " + source_text(subject, node->left->span);
    Finding finding{Lint::style_reversed_comparison, node->left->span,
                    "the constant stands first, and what it is compared with after it"};
    finding.labels.push_back({node->right->span, "what the condition is about"});
    finding.help.push_back("write " + quoted(text));
    if (!has_comment(file_of(subject, expr.span), expr.span)) finding.fixes = {{expr.span, text}};
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
