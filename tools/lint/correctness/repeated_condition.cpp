// The same condition twice, where the second can change nothing.

#include <fmt/format.h>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void repeated_condition(const Subject& subject, Findings& findings) {
  for (const Settled& settled : settled_conditions(subject)) {
    if (settled.verdict != Verdict::repeated) continue;
    Finding finding{Lint::correctness_repeated_condition, subject.model[settled.expr].span, {}, {}, {}, {}, {}, {}};
    const Known& first = settled.because.front();
    finding.message = fmt::format("`{}` is asked again where it is known to {}", words_of(subject, settled.expr),
                                  settled.holds ? "hold" : "fail");
    finding.label = settled.holds ? "holds here whatever the facts" : "never holds here";
    const bool exception = first.from == Known::From::exception;
    finding.labels = {
        {subject.model[first.expr].span, exception ? "where this holds, the rule does not apply" : "asked before"}};
    finding.help = {settled.holds ? "leave it out, or ask what was meant instead"
                                  : "only the first of the two counts: leave this out, or ask what was meant instead"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
