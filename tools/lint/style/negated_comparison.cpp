// `not (a < b)` is `a >= b`, `not (x is y)` is `x is not y`, `not (some …)` is `no …`. Everything that can be compared
// is either less, equal or greater, so that the two always mean the same.

#include "tools/lint/style/opposite.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {

void negated_comparison(const Subject& subject, Findings& findings) {
  const syntax::Expr* told = nullptr;  // A `not` that is one of two: double_negation tells of them.
  for_each_expression(subject, [&](const syntax::Expr& expr, const Place& place) {
    if (place.whole() && place.owner == Owner::unless) told = &inside(expr);
    const auto* node = std::get_if<syntax::UnaryExpr>(&expr.node);
    if (node == nullptr || node->op != syntax::Operator::logical_not) return;
    const syntax::Expr& operand = inside(*node->operand);
    const bool skip = &expr == told;
    told = &operand;
    if (skip) return;
    const auto opposite = opposite_of(subject, operand);
    if (!opposite || opposite->was_negative) return;
    Finding finding{Lint::style_negated_comparison, node->op_span,
                    "`not` around `" + opposite->was + "` says no more than `" + opposite->now + "`"};
    finding.labels.push_back({opposite->place, "`" + opposite->now + "`"});
    if (opposite->text.find('\n') == std::string::npos) finding.help.push_back("write `" + opposite->text + "`");
    if (!has_comment(file_of(subject, expr.span), expr.span)) {
      finding.fixes = {{expr.span, in_place_of_not(*node->operand, opposite->text)}};
    }
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
