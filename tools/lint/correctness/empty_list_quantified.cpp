// A form over a list of which another condition says that it has no elements.

#include <fmt/format.h>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

struct Over {
  model::ExprId list;
  std::string_view comes_to;
};

Over over(const model::Expr& expr, bool holds) {
  if (const auto* form = std::get_if<model::Quantifier>(&expr.node)) {
    return {form->list, holds ? "always holds there" : "never holds there"};
  }
  if (const auto* pick = std::get_if<model::Pick>(&expr.node)) return {pick->list, "always absent there"};
  const auto& aggregate = std::get<model::Aggregate>(expr.node);
  const bool adds = aggregate.kind == syntax::AggregateKind::count || aggregate.kind == syntax::AggregateKind::sum;
  return {aggregate.list, adds ? "always zero there" : "always absent there"};
}

}  // namespace

void empty_list_quantified(const Subject& subject, Findings& findings) {
  const auto all = settled_conditions(subject);
  for (const Settled& settled : *all) {
    if (settled.verdict != Verdict::empty) continue;
    const auto [list, comes_to] = over(subject.model[settled.expr], settled.holds);
    Finding finding{Lint::correctness_empty_list_quantified, subject.model[settled.expr].span, {}, {}, {}, {}, {}, {}};
    finding.message =
        fmt::format("`{}` has no elements {}", words_of(subject, list), where_known(subject, settled.because));
    finding.label = comes_to;
    label_known(subject, settled.because, finding);
    finding.help = {"say what was meant of a list with elements, or leave one of the two out"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
