#pragma once
// Dates, times of day and calendars: docs/language.md 7 and 8.7.

#include <cstdint>

#include "engine/value/time/calendar.hpp"
#include "engine/value/time/period.hpp"
#include "engine/value/time/zone.hpp"
#include "engine/value/type.hpp"
#include "tests/reference/values/arithmetic.hpp"

namespace writ::reference {

using time::Unit;

/// What the header of an expression's file says; null where it says nothing.
struct Place {
  const time::Zone* zone;
  const time::Calendar* calendar;
};

/// A date, in days since 1970, and a time of day on it.
struct LocalTime {
  std::int64_t date, time;
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// All throw a Fault where there is no answer.
std::int64_t instant_in_range(Wide microseconds);
std::int64_t date_in_range(std::int64_t date);

LocalTime local(const Place& place, std::int64_t instant);
std::int64_t instant(const Place& place, LocalTime local);

std::int64_t weekday(std::int64_t date);  ///< Monday is 1.
std::int64_t year_of(std::int64_t date);
std::int64_t start_of_month(std::int64_t date);
std::int64_t start_of_year(std::int64_t date);
bool is_business_day(const Place& place, std::int64_t date);

/// An Instant or a Date, later by `sign` times a period.
std::int64_t shifted(const Place& place, Kind kind, std::int64_t from, std::int64_t period, std::int64_t sign);

}  // namespace writ::reference
