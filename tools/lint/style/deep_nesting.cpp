// Forms over lists and `if`s within each other, level upon level.

#include <algorithm>

#include "tools/lint/settings.hpp"
#include "tools/lint/style/syntax.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;

struct Deepest {
  std::int64_t levels = 0;
  const Expr* form = nullptr;
};

/// `else if` goes on where it is: it is no level of its own.
bool continues(const Expr& expr, const Expr* parent) {
  if (parent == nullptr) return false;
  const auto* choice = std::get_if<syntax::IfExpr>(&parent->node);
  return choice != nullptr && choice->otherwise.get() == &expr && std::holds_alternative<syntax::IfExpr>(expr.node);
}

void measure(const Expr& expr, const Expr* parent, std::int64_t levels, Deepest& deepest) {
  const Expr* rest = &expr;
  while (const auto* node = std::get_if<syntax::BinaryExpr>(&rest->node)) {
    measure(*node->right, rest, levels, deepest);
    parent = rest;
    rest = node->left.get();
  }
  if (is_form(*rest) && !continues(*rest, parent)) {
    ++levels;
    if (levels > deepest.levels) deepest = {levels, rest};
  }
  for (const Expr* part : children(*rest)) measure(*part, rest, levels, deepest);
}

}  // namespace

void deep_nesting(const Subject& subject, Findings& findings) {
  const std::int64_t most = subject.settings.number(Lint::style_deep_nesting, "most");
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    if (!place.whole() || place.in_tests()) return;
    Deepest deepest;
    measure(expr, nullptr, 0, deepest);
    if (deepest.levels <= most) return;
    // Its first word shows where it is.
    const std::string_view text = subject.sources.text(deepest.form->span);
    const auto word = static_cast<std::uint32_t>(std::min(text.find(' '), text.size()));
    const std::uint32_t begin = deepest.form->span.begin;
    Finding finding{Lint::style_deep_nesting,
                    {expr.span.file, begin, begin + word},
                    "this is " + std::to_string(deepest.levels) + " levels deep, and more than " +
                        std::to_string(most) + " are hard to follow"};
    finding.help.emplace_back("give what is inside a name: `define NAME(…) : TYPE = …`");
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
