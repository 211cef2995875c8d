// A condition with many parts is not read, but skipped: its parts get names as definitions.

#include <algorithm>

#include "tools/lint/settings.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;
using syntax::Operator;

/// How many questions `and`, `or`, `not` and `implies` join. What a form over a list asks is counted by itself.
std::int64_t questions(const Expr& expr) {
  const Expr* rest = &inside(expr);
  std::int64_t count = 1;
  while (true) {
    if (const auto* node = std::get_if<syntax::BinaryExpr>(&rest->node)) {
      if (node->op != Operator::logical_and && node->op != Operator::logical_or && node->op != Operator::implies) break;
      count += questions(*node->right);
      rest = &inside(*node->left);
    } else if (const auto* unary = std::get_if<syntax::UnaryExpr>(&rest->node)) {
      if (unary->op != Operator::logical_not) break;
      rest = &inside(*unary->operand);
    } else {
      break;
    }
  }
  return count;
}

/// Whether it is a part of a condition that is counted as a whole.
bool is_part(const Place& place) {
  if (place.whole()) return false;
  if (const auto* node = std::get_if<syntax::BinaryExpr>(&place.parent->node)) {
    return node->op == Operator::logical_and || node->op == Operator::logical_or || node->op == Operator::implies;
  }
  if (const auto* node = std::get_if<syntax::UnaryExpr>(&place.parent->node)) return node->op == Operator::logical_not;
  return std::holds_alternative<syntax::ParenExpr>(place.parent->node);
}

}  // namespace

void long_condition(const Subject& subject, Findings& findings) {
  const std::int64_t most = subject.settings.number(Lint::style_long_condition, "most");
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    if (place.in_tests() || is_part(place)) return;
    const std::int64_t count = questions(expr);
    if (count <= most) return;
    // The first line is enough to show which one is meant.
    const std::string_view text = subject.sources.text(expr.span);
    const auto line = static_cast<std::uint32_t>(std::min(text.find('\n'), text.size()));
    Finding finding{Lint::style_long_condition,
                    {expr.span.file, expr.span.begin, expr.span.begin + line},
                    "the condition asks " + std::to_string(count) + " questions, and more than " +
                        std::to_string(most) + " are hard to follow"};
    finding.help.emplace_back("give those that belong together a name: `define NAME : Bool = …`");
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
