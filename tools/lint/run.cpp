#include "tools/lint/run.hpp"

#include <algorithm>
#include <tuple>

#include "tools/lint/walk.hpp"

namespace writ::lint {

Findings run(const Subject& subject) {
  Findings findings;
  for (const Row& row : table()) {
    if (row.check != nullptr && subject.settings.level(row.lint) != Level::off) row.check(subject, findings);
  }
  std::erase_if(findings, [&](const Finding& finding) {
    const std::string& file = subject.sources[finding.place.file].name();
    return subject.settings.excludes(file) || subject.settings.level(finding.lint, file) == Level::off;
  });
  for (Finding& finding : findings) {
    if (finding.subject.empty()) finding.subject = subject_at(subject, finding.place);
  }
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::tie(a.place.file, a.place.begin, a.place.end, a.lint) <
           std::tie(b.place.file, b.place.begin, b.place.end, b.lint);
  });
  return findings;
}

}  // namespace writ::lint
