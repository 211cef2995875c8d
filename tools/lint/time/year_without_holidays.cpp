// A year that a calendar covers and lists no holiday for, while it has some for other years.

#include <fmt/format.h>

#include <set>

#include "tools/lint/time/calendars.hpp"

namespace writ::lint::time {

void year_without_holidays(const Subject& subject, Findings& findings) {
  for (const auto& [calendar, file] : declared_calendars(subject)) {
    std::set<std::int32_t> listed;
    for (const syntax::DateRange& range : calendar->holidays) {
      for (std::int32_t year = range.first.year; year <= range.last.year; ++year) listed.insert(year);
    }
    // A calendar of weekends alone is one, too.
    if (listed.empty()) continue;
    for (const syntax::YearRange& years : calendar->covers) {
      std::int32_t missing = years.first;
      while (missing <= years.last && listed.contains(missing)) ++missing;
      if (missing > years.last) continue;
      findings.push_back({
          .lint = Lint::time_year_without_holidays,
          .place = years.span,
          .message = fmt::format("calendar `{}` covers {} and has no holiday in it", calendar->name.text, missing),
          .label = "covered",
          .help = {fmt::format("list the holidays of {}, or do not cover it: its dates are then errors, not guesses",
                               missing)},
      });
    }
  }
}

}  // namespace writ::lint::time
