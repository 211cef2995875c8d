// Two that follow each other in time, with a hole between them.

#include <fmt/format.h>

#include "tools/lint/correctness/ranges.hpp"

namespace writ::lint::correctness {

void effective_gap(const Subject& subject, Findings& findings) {
  for (const Succession& each : successions(subject)) {
    if (each.hole <= 0) continue;
    Finding finding{Lint::correctness_effective_gap, each.later.from_place, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("between {} and {} neither is in force for {}", each.earlier.name, each.later.name,
                                  length_words(each.hole, each.earlier.by_date));
    finding.label = "begins here";
    finding.labels = {{each.earlier.end_place, "ends here"}};
    finding.help = {
        "begin where the other ends: `before D` and `from D` meet, and so do `through D` and the day after"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
