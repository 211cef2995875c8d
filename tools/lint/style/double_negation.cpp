// `not not x`, `unless not x`, `not (x is not y)`, `not (x is absent)`, `no … satisfies not …`: two negations cancel
// each other, and every reader has to work that out again.

#include "engine/value/overloaded.hpp"
#include "tools/lint/style/opposite.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;
using syntax::Operator;

const syntax::UnaryExpr* negation(const Expr& expr) {
  const auto* node = std::get_if<syntax::UnaryExpr>(&expr.node);
  return node != nullptr && node->op == Operator::logical_not ? node : nullptr;
}

bool is_joined(const Expr& expr) {
  const auto* node = std::get_if<syntax::BinaryExpr>(&expr.node);
  return node != nullptr && (node->op == Operator::logical_or || node->op == Operator::implies);
}

/// `unless not x` says `when x`; beside a `when y` it says `when x and y`, in the order in which they are evaluated, so
/// that what is shown to be present is still shown first.
void of_unless(const Subject& subject, const Expr& unless, const Expr* when, Findings& findings) {
  const auto* node = negation(inside(unless));
  if (node == nullptr || negation(inside(*node->operand)) != nullptr) return;
  const Expr& positive = inside(*node->operand);
  const auto opposite = opposite_of(subject, positive);
  if (opposite && opposite->was_negative) return;  // Told of as `not` before `is not`.
  const syntax::File& file = file_of(subject, unless.span);
  const auto keyword = keyword_before(subject, file, unless.span.begin, "unless");
  if (!keyword) return;
  const Span clause = cover(*keyword, unless.span);
  const std::string text = source_text(subject, positive.span);
  Finding finding{Lint::style_double_negation, cover(*keyword, node->op_span),
                  "`unless not` negates twice: the rule applies only where the rest holds"};
  const bool movable = !has_comment(file, clause);
  if (when == nullptr) {
    finding.help.emplace_back("write `when` instead of both");
    if (movable) finding.fixes = {{clause, "when " + text}};
  } else {
    finding.labels.push_back({when->span, "it belongs to this condition"});
    finding.help.emplace_back("put it into `when`, joined by `and`");
    if (movable) {
      std::string before = is_joined(positive) || ends_in_form(positive) ? "(" + text + ") and " : text + " and ";
      if (is_joined(*when)) {
        before += "(";
        finding.fixes.push_back({{when->span.file, when->span.end, when->span.end}, ")"});
      }
      finding.fixes.push_back({{when->span.file, when->span.begin, when->span.begin}, std::move(before)});
      finding.fixes.push_back(remove(subject, clause));
    }
  }
  findings.push_back(std::move(finding));
}

/// `not` before `not`, `is not`, `not in`, `is absent`, `no`.
void of_not(const Subject& subject, const Expr& expr, const syntax::UnaryExpr& node, Findings& findings) {
  const Expr& operand = inside(*node.operand);
  if (const auto* second = negation(operand)) {
    Finding finding{Lint::style_double_negation, node.op_span, "`not` stands twice: the two cancel each other"};
    finding.labels.push_back({second->op_span, "the second one"});
    finding.help.emplace_back("leave both out");
    if (!has_comment(file_of(subject, expr.span), expr.span)) {
      finding.fixes = {{expr.span, in_place_of_not(*node.operand, source_text(subject, second->operand->span))}};
    }
    findings.push_back(std::move(finding));
    return;
  }
  const auto opposite = opposite_of(subject, operand);
  if (!opposite || !opposite->was_negative) return;
  Finding finding{Lint::style_double_negation, node.op_span, "`not` before `" + opposite->was + "` negates twice"};
  finding.labels.push_back({opposite->place, "the second negation"});
  finding.help.push_back(opposite->text.find('\n') == std::string::npos
                             ? "write `" + opposite->text + "`"
                             : "leave `not` out and write `" + opposite->now + "`");
  if (!has_comment(file_of(subject, expr.span), expr.span)) {
    finding.fixes = {{expr.span, in_place_of_not(*node.operand, opposite->text)}};
  }
  findings.push_back(std::move(finding));
}

/// `no x in L satisfies not P` says that every one satisfies P.
void of_none(const Subject& subject, const Expr& expr, const syntax::QuantifierExpr& node, Findings& findings) {
  if (node.kind != syntax::QuantifierKind::no) return;
  const auto* second = negation(inside(*node.satisfies));
  if (second == nullptr || negation(inside(*second->operand)) != nullptr) return;
  const Span no{expr.span.file, expr.span.begin, expr.span.begin + 2};
  Finding finding{Lint::style_double_negation, no, "`no … satisfies not …` negates twice"};
  finding.labels.push_back({second->op_span, "the second negation"});
  finding.help.emplace_back("write `every … satisfies …`");
  if (!has_comment(file_of(subject, expr.span), node.satisfies->span)) {
    finding.fixes = {{no, "every"}, {node.satisfies->span, source_text(subject, second->operand->span)}};
  }
  findings.push_back(std::move(finding));
}

const Expr* when_of(const Place& place) {
  if (place.rule != nullptr) return place.rule->when.get();
  return place.also != nullptr ? place.also->when.get() : nullptr;
}

}  // namespace

void double_negation(const Subject& subject, Findings& findings) {
  const Expr* inner = nullptr;  // The second `not` of a pair: told of with the first.
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    if (const auto* node = negation(expr)) {
      if (&expr != inner) {
        of_not(subject, expr, *node, findings);
        inner = &inside(*node->operand);
      }
    } else if (const auto* quantifier = std::get_if<syntax::QuantifierExpr>(&expr.node)) {
      of_none(subject, expr, *quantifier, findings);
    }
    if (place.whole() && place.owner == Owner::unless) of_unless(subject, expr, when_of(place), findings);
  });
}

}  // namespace writ::lint::style
