// Two that follow each other in time, and are both in force for a while.

#include <fmt/format.h>

#include "tools/lint/correctness/ranges.hpp"

namespace writ::lint::correctness {

void effective_overlap(const Subject& subject, Findings& findings) {
  for (const Succession& each : successions(subject)) {
    if (each.hole >= 0) continue;
    Finding finding{Lint::correctness_effective_overlap, each.later.from_place, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("{} and {} are both in force for {}", each.earlier.name, each.later.name,
                                  length_words(-each.hole, each.earlier.by_date));
    finding.label = "begins here";
    finding.labels = {{each.earlier.end_place, "ends here"}};
    finding.help = {"`through D` has the day in it, `before D` has not: end the one where the other begins"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
