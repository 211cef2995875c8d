// `x is true` is `x`, `x is false` is `not x`. In what a test expects of a decision, the value is named, and stays.

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Operator;

void of_comparison(const Subject& subject, const syntax::Expr& expr, const syntax::BinaryExpr& node,
                   Findings& findings) {
  if (node.op != Operator::equal && node.op != Operator::not_equal) return;
  const auto* left = std::get_if<syntax::BoolLiteral>(&inside(*node.left).node);
  const auto* right = std::get_if<syntax::BoolLiteral>(&inside(*node.right).node);
  if ((left == nullptr) == (right == nullptr)) return;
  const syntax::Expr& compared = left == nullptr ? *node.left : *node.right;
  const syntax::Expr& literal = left == nullptr ? *node.right : *node.left;
  const bool positive = (left == nullptr ? right : left)->value == (node.op == Operator::equal);

  const std::string text = positive ? source_text(subject, compared.span) : negated(subject, compared);
  Finding finding{Lint::style_compare_with_true, cover(node.op_span, literal.span),
                  positive ? "what is true or false is compared with true or false, which changes nothing"
                           : "what is true or false is compared with true or false, where `not` would do"};
  finding.help.push_back("write " + quoted(text));
  if (!has_comment(file_of(subject, expr.span), expr.span)) finding.fixes = {{expr.span, text}};
  findings.push_back(std::move(finding));
}

}  // namespace

void compare_with_true(const Subject& subject, Findings& findings) {
  for_each_expression(subject, [&](const syntax::Expr& expr, const Place& place) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&expr.node);
    if (node == nullptr || (place.owner == Owner::step && place.whole())) return;
    of_comparison(subject, expr, *node, findings);
  });
}

}  // namespace writ::lint::style
