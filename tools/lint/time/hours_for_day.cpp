// `24h` in one place and `1 day` in another, both from the same moment.

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "tools/lint/time/steps.hpp"

namespace writ::lint::time {

void hours_for_day(const Subject& subject, Findings& findings) {
  const std::vector<WrittenStep> steps = written_steps(subject);
  const auto key = [](const WrittenStep& each, std::int64_t days) { return std::tuple(each.file, each.origin, days); };
  std::map<std::tuple<model::FileIndex, std::string, std::int64_t>, const WrittenStep*> in_hours;
  for (const WrittenStep& each : steps) {
    if (each.step.hours && *each.step.hours % 24 == 0) in_hours.try_emplace(key(each, *each.step.hours / 24), &each);
  }
  for (const WrittenStep& each : steps) {
    if (!each.step.days) continue;
    const auto found = in_hours.find(key(each, *each.step.days));
    if (found == in_hours.end()) continue;
    const WrittenStep& other = *found->second;
    const std::string days = days_in_words(*each.step.days), hours = hours_in_words(*other.step.hours);
    findings.push_back({
        .lint = Lint::time_hours_for_day,
        .place = each.place,
        .message = fmt::format("`{}` goes by the calendar, and `{}` by as many elapsed hours",
                               words_of(subject, each.step.expr), words_of(subject, other.step.expr)),
        .label = "keeps the local time of day",
        .labels = {{other.place, "counts elapsed time"}},
        .help = {fmt::format("they differ when a clock change lies between: write `{}` or `{}` in both places", hours,
                             days)},
    });
  }
}

}  // namespace writ::lint::time
