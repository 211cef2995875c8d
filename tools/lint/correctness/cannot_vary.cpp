// A comparison of figures that nobody can change: what it comes to is known when it is written.

#include <fmt/format.h>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

bool is_comparison(const model::Expr& expr) {
  if (const auto* call = std::get_if<model::Apply>(&expr.node)) {
    return builtins()[call->builtin].motion == Motion::compare;
  }
  return std::holds_alternative<model::Equal>(expr.node) || std::holds_alternative<model::InRange>(expr.node) ||
         std::holds_alternative<model::InList>(expr.node);
}

}  // namespace

void cannot_vary(const Subject& subject, Findings& findings) {
  Variation variation(subject.model);
  for_each_expr(subject.model, [&](model::ExprId id, const Root& root) {
    const model::Expr& expr = subject.model[id];
    // What a dated parameter compares is made of its dates; what a test expects may well be of figures only, and that
    // figures fit each other is what an invariant is for.
    if (root.purpose == Purpose::parameter || root.purpose == Purpose::in_force || root.purpose == Purpose::test ||
        root.purpose == Purpose::invariant)
      return;
    if (!is_comparison(expr) || variation.varies(id)) return;
    Finding finding{Lint::correctness_cannot_vary, expr.span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("what `{}` comes to can never differ", words_of(subject, id));
    finding.label = "reads no fact, no time, and no parameter that a caller could set";
    finding.help = {"compare with a fact, or with a parameter that is not `fixed`; or leave it out"};
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::correctness
