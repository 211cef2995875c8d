// A step in calendar days where the steps beside it are in elapsed hours.

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "tools/lint/time/steps.hpp"

namespace writ::lint::time {

using namespace model;

namespace {

struct Group {
  std::vector<const WrittenStep*> in_hours, in_days;
};

bool same_length(const WrittenStep& days, const WrittenStep& hours) {
  return *days.step.days * 24 == *hours.step.hours;
}

}  // namespace

void mixed_calendar(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  const std::vector<WrittenStep> steps = written_steps(subject);
  // One decision, or one definition.
  std::map<std::tuple<const Decision*, ExprId, std::string>, Group> groups;
  for (const WrittenStep& each : steps) {
    Group& group = groups[{each.decision, each.decision == nullptr ? each.root : none, each.origin}];
    if (each.step.days) {
      group.in_days.push_back(&each);
    } else if (*each.step.hours % 24 == 0) {
      group.in_hours.push_back(&each);
    }
  }
  for (const auto& [key, group] : groups) {
    if (group.in_days.size() != 1 || group.in_hours.empty()) continue;
    const WrittenStep& odd = *group.in_days.front();
    const WrittenStep& neighbour = *group.in_hours.front();
    // Where days are all of 24 hours, one neighbour is no habit yet.
    const File& file = model.files[odd.file];
    if (group.in_hours.size() < 2 && !clocks_change(file)) continue;
    // time/hours_for_day tells of these.
    bool told = false;
    for (const WrittenStep* other : group.in_hours) told = told || same_length(odd, *other);
    if (told) continue;
    findings.push_back({
        .lint = Lint::time_mixed_calendar,
        .place = odd.place,
        .message = fmt::format("`{}` goes by the calendar, and the windows beside it by elapsed hours",
                               words_of(subject, odd.step.expr)),
        .label = "keeps the local time of day",
        .labels = {{neighbour.place, "counts elapsed time"}},
        .help = {fmt::format("if elapsed time is meant here, too: `{}`", hours_in_words(*odd.step.days * 24))},
    });
  }
}

}  // namespace writ::lint::time
