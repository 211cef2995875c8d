#pragma once
// The irregular functions behind dates and times, as pieces. They are total: beyond the dates of the language the civil
// calendar goes on, and where a builtin would fail they come to something or other. This room's own.

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/analysis/term.hpp"
#include "engine/value/time/calendar.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::analysis {

/// When a zone changes its offset from UTC, and by how much.
struct ZoneOffsets {
  explicit ZoneOffsets(const time::Zone& zone);

  struct Stretch {
    Integer start, local_start;  ///< As instants, and as clocks show them: see time::Zone::instant.
    Integer offset;
  };
  std::vector<Stretch> stretches;  ///< The first has always begun.
  Integer least_offset = 0, most_offset = 0;
};

/// An instant to what clocks show then: microseconds since 1970-01-01T00:00 on the clock.
Function clock_function(std::shared_ptr<const ZoneOffsets> zone);
/// What clocks show to the instant.
Function instant_function(std::shared_ptr<const ZoneOffsets> zone);

/// A date to one so many months later.
Function months_later(std::int64_t months);
Function year_of();
Function start_of_month();
Function start_of_year();
/// Months since the year 0, of a date; and the first date of such a month.
Function month_number_of();
Function start_of_month_number();
Integer month_number(Integer date);
Integer start_of_month(Integer month_number);

/// A calendar as if it covered every day.
std::shared_ptr<const time::Calendar> endless(const time::Calendar& calendar);
/// A date to one `count` business days later; `count` is not 0.
Function business_days_later(std::shared_ptr<const time::Calendar> calendar, std::int64_t count);
/// 0 or 1.
Function business_day(std::shared_ptr<const time::Calendar> calendar);

/// The largest of a row of numbers for which `holds`, which holds for the first and ends somewhere.
template <typename Holds>
Integer last_that(Integer first, Integer last, Holds holds) {
  while (first < last) {
    const Integer middle = first + (last - first + 1) / 2;
    if (holds(middle)) {
      first = middle;
    } else {
      last = middle - 1;
    }
  }
  return first;
}

}  // namespace writ::analysis
