// `24h` in one place and `1 day` in another, both from the same moment.

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "engine/value/time/zone.hpp"
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
    // `24h`, or `card_lifetime`, which is 24h.
    const auto length = [&](const Step& step, const std::string& value) {
      const bool named =
          std::holds_alternative<model::ParameterRef>(subject.model[bare(subject.model, step.length)].node);
      return named ? fmt::format("`{}` (`{}`)", words_of(subject, step.length), value) : fmt::format("`{}`", value);
    };
    const std::string days = days_in_words(*each.step.days), hours = hours_in_words(*other.step.hours);
    const model::File& file = subject.model.files[each.file];
    const std::string why =
        clocks_change(file) || file.zone == nullptr
            ? "they differ when a clock change lies between"
            : fmt::format("they come to the same in {}, and would not where clocks change", file.zone->name());
    findings.push_back({
        .lint = Lint::time_hours_for_day,
        .place = each.place,
        .message = fmt::format("`{}` goes by the calendar, and `{}` by as many elapsed hours",
                               words_of(subject, each.step.expr), words_of(subject, other.step.expr)),
        .label = "keeps the local time of day",
        .labels = {{other.place, "counts elapsed time"}},
        .help = {fmt::format("{}: take {} or {} in both places", why, length(other.step, hours),
                             length(each.step, days))},
    });
  }
}

}  // namespace writ::lint::time
