// Several `if`s in one another choose among cases: that is a decision, whose rules have names, messages, citations and
// an explanation. A definition with parameters is left in peace, since a decision takes none.

#include "tools/lint/settings.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;

/// The `if`s of a choice: itself, and those that are its branches.
std::int64_t choices(const Expr& expr) {
  const auto* node = std::get_if<syntax::IfExpr>(&inside(expr).node);
  return node == nullptr ? 0 : 1 + choices(*node->then) + choices(*node->otherwise);
}

/// Whether a decision could stand for the whole expression.
bool may_be_decision(const Place& place) {
  if (!place.whole()) return false;
  if (place.owner == Owner::rule_value) return true;
  if (place.owner != Owner::define) return false;
  const auto* define = std::get_if<syntax::DefineDecl>(&place.declaration->node);
  return define != nullptr && !define->has_parameters;
}

}  // namespace

void nested_decision(const Subject& subject, Findings& findings) {
  const std::int64_t most = subject.settings.number(Lint::style_nested_decision, "most");
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    if (!may_be_decision(place)) return;
    const std::int64_t count = choices(expr);
    if (count <= most) return;
    const std::uint32_t begin = inside(expr).span.begin;
    Finding finding{Lint::style_nested_decision,
                    {expr.span.file, begin, begin + 2},
                    std::to_string(count) + " `if`s choose one value: this is a decision without names for its cases"};
    finding.help.push_back(place.owner == Owner::define
                               ? "make it a decision with a rule for each case: `decision NAME : TYPE, first rule`"
                               : "make a rule for each case");
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
