// A condition, or a part of one, that always holds: by itself, or beside what else is known where it stands.

#include <fmt/format.h>

#include "tools/lint/conditions.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void always_true(const Subject& subject, Findings& findings) {
  const auto all = settled_conditions(subject);
  for (const Settled& settled : *all) {
    if (settled.verdict != Verdict::holds) continue;
    Finding finding{Lint::correctness_always_true, subject.model[settled.expr].span, {}, {}, {}, {}, {}, {}};
    const std::string words = words_of(subject, settled.expr);
    if (settled.because.empty()) {
      finding.message = fmt::format("`{}` always holds", words);
      finding.help = {"leave it out, or say what was meant"};
    } else if (settled.all_alternatives) {
      const Known& first = settled.because.front();
      finding.message = fmt::format("`{}` or `{}` always holds", words_of(subject, first.expr), words);
      finding.labels = {{subject.model[first.expr].span, "where this does not hold, the other does"}};
      finding.help = {"whatever the facts, one of them is so: was `and` meant?"};
    } else {
      finding.message = fmt::format("`{}` always holds {}", words, where_known(subject, settled.because));
      finding.label = "adds nothing";
      label_known(subject, settled.because, finding);
      finding.help = {"leave it out, or say what was meant"};
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
