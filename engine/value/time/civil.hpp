#pragma once
// Dates without a zone: the proleptic Gregorian calendar of the years 0001 to 9999.

#include <cstdint>

#include "engine/value/fault.hpp"
#include "engine/value/slot.hpp"

namespace writ::time {

using Date = std::int32_t;       ///< Days since 1970-01-01.
using Instant = std::int64_t;    ///< Microseconds since 1970-01-01T00:00:00Z.
using Duration = std::int64_t;   ///< Microseconds.
using TimeOfDay = std::int64_t;  ///< Microseconds since midnight.

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr Date first_date = -719'162, last_date = 2'932'896;  ///< 0001-01-01, 9999-12-31
constexpr Instant first_instant = first_date * day, last_instant = (last_date + 1) * day - 1;

struct Ymd {
  std::int32_t year;
  std::int32_t month, day;
};
bool exists(Ymd ymd);
Date to_date(Ymd ymd);  ///< `exists(ymd)` holds.
Ymd to_ymd(Date date);
int weekday(Date date);  ///< 0 is Monday.
/// Clamps to the last day of the month it lands in. Faults: out_of_range.
Fault add_months(Date date, std::int64_t months, Date& result);
Fault add_days(Date date, std::int64_t days, Date& result);

}  // namespace writ::time
