// A condition, or a part of one, that never holds: by itself, or beside what else is known where it stands.

#include <fmt/format.h>

#include <algorithm>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void always_false(const Subject& subject, Findings& findings) {
  for (const Settled& settled : settled_conditions(subject)) {
    if (settled.verdict != Verdict::fails) continue;
    Finding finding{Lint::correctness_always_false, subject.model[settled.expr].span, {}, {}, {}, {}, {}, {}};
    const std::string words = words_of(subject, settled.expr);
    finding.message = fmt::format("`{}` never holds", words);
    const bool only_alternatives =
        !settled.because.empty() && std::ranges::all_of(settled.because, [](const Known& known) {
          return known.from == Known::From::alternative && !known.holds;
        });
    if (only_alternatives) {
      finding.message =
          fmt::format("`{}` adds nothing to `{}`", words, words_of(subject, settled.because.front().expr));
      finding.label = "never makes a difference";
      for (const Known& known : settled.because) {
        finding.labels.push_back({subject.model[known.expr].span, "holds wherever the other does"});
      }
      finding.help = {"leave it out, or say what was meant"};
    } else if (!settled.because.empty()) {
      finding.message += " " + where_known(subject, settled.because);
      if (settled.parameters) finding.message += ", as the parameters stand";
      label_known(subject, settled.because, finding);
      const bool beside = std::ranges::any_of(
          settled.because, [](const Known& known) { return known.from == Known::From::beside && known.holds; });
      finding.help = {beside ? "no facts fit both: one of the two is not what was meant"
                             : "no facts get here for which it holds: say what was meant"};
    } else {
      finding.help = {"no facts fit it: say what was meant"};
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
