// `if c then true else false` is `c`, and `if c then false else true` is `not c`.

#include "tools/lint/style/opposite.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

const syntax::BoolLiteral* truth(const syntax::ExprPtr& expr) {
  return std::get_if<syntax::BoolLiteral>(&inside(*expr).node);
}

/// `n <= 3` of `n > 3`; `not paid` of `paid`.
std::string opposite_text(const Subject& subject, const syntax::Expr& condition) {
  const auto opposite = opposite_of(subject, condition);
  return opposite ? opposite->text : negated(subject, condition);
}

/// Whether nothing can bind to a part of what stands there instead.
bool stands_apart(const Place& place) {
  return place.whole() || std::holds_alternative<syntax::ParenExpr>(place.parent->node);
}

}  // namespace

void needless_if(const Subject& subject, Findings& findings) {
  for_each_expression(subject, [&](const syntax::Expr& expr, const Place& place) {
    const auto* node = std::get_if<syntax::IfExpr>(&expr.node);
    if (node == nullptr) return;
    const auto* then = truth(node->then);
    const auto* otherwise = truth(node->otherwise);
    if (then == nullptr || otherwise == nullptr || then->value == otherwise->value) return;
    const syntax::Expr& condition = *node->condition;
    std::string text = then->value ? source_text(subject, condition.span) : opposite_text(subject, condition);
    Finding finding{Lint::style_needless_if,
                    {expr.span.file, expr.span.begin, expr.span.begin + 2},
                    then->value ? "the `if` gives true where its condition is true, and false where it is false"
                                : "the `if` gives the opposite of its condition"};
    finding.labels.push_back({condition.span, then->value ? "this is the value" : "the opposite of this is the value"});
    finding.help.push_back(then->value ? "write the condition alone" : "write " + quoted(text));
    if (!has_comment(file_of(subject, expr.span), expr.span)) {
      if (!stands_apart(place)) text = "(" + text + ")";
      finding.fixes = {{expr.span, std::move(text)}};
    }
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
