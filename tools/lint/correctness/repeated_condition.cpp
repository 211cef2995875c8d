// The same condition twice, where the second can change nothing.

#include <fmt/format.h>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void repeated_condition(const Subject& subject, Findings& findings) {
  const auto all = settled_conditions(subject);
  for (const Settled& settled : *all) {
    if (settled.verdict != Verdict::repeated) continue;
    Finding finding{Lint::correctness_repeated_condition, subject.model[settled.expr].span, {}, {}, {}, {}, {}, {}};
    const Known& first = settled.because.front();
    const std::string words = words_of(subject, settled.expr), before = words_of(subject, first.expr);
    if (first.from == Known::From::alternative) {
      finding.message = words == before ? fmt::format("`{}` is one of the alternatives already", words)
                                        : fmt::format("`{}` adds nothing to `{}`", words, before);
      finding.label = "never makes a difference";
      finding.labels = {{subject.model[first.expr].span, "holds wherever the other does"}};
      finding.help = {"leave it out, or ask what was meant instead"};
    } else {
      finding.message =
          fmt::format("`{}` is asked again where it is known to {}", words, settled.holds ? "hold" : "fail");
      finding.label = settled.holds ? "always holds here" : "never holds here";
      const bool exception = first.from == Known::From::exception;
      finding.labels = {
          {subject.model[first.expr].span, exception ? "where this holds, the rule does not apply" : "asked before"}};
      finding.help = {"leave one of the two out, or ask what was meant instead"};
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
