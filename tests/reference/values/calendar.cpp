#include "tests/reference/values/calendar.hpp"

#include <algorithm>
#include <chrono>

namespace writ::reference {
namespace {

namespace chrono = std::chrono;
constexpr std::int64_t day = 86'400'000'000;

chrono::year_month_day civil(std::int64_t date) { return chrono::sys_days(chrono::days(date)); }
std::int64_t days_of(chrono::year_month_day civil) { return chrono::sys_days(civil).time_since_epoch().count(); }

/// Clamped to the last day of the month; months do not stick to the end.
std::int64_t add_months(std::int64_t date, std::int64_t count) {
  if (count < -12 * 10'000 || count > 12 * 10'000) throw Fault::out_of_range;  // More than there are.
  const auto from = civil(date);
  const auto month = chrono::year_month(from.year(), from.month()) + chrono::months(count);
  const auto last = chrono::year_month_day_last(month.year(), chrono::month_day_last(month.month())).day();
  return date_in_range(days_of({month.year(), month.month(), std::min(from.day(), last)}));
}

/// Day by day, over those that do not count. The first step leaves the date, whether or not that counts.
std::int64_t add_business_days(const Place& place, std::int64_t date, std::int64_t count) {
  if (place.calendar == nullptr) throw Fault::outside_calendar;
  const std::int64_t step = count < 0 ? -1 : 1;
  while (count != 0) {
    date = date_in_range(date + step);
    if (is_business_day(place, date)) count -= step;
  }
  return date;
}

std::int64_t add_to_date(const Place& place, std::int64_t date, time::Period period, std::int64_t sign) {
  const std::int64_t count = sign * period.count;
  if (count == 0) return date;
  switch (period.unit) {
    case Unit::days: return date_in_range(date + count);
    case Unit::months: return add_months(date, count);
    case Unit::business_days: return add_business_days(place, date, count);
  }
  throw Fault::bad_argument;
}

}  // namespace

std::int64_t instant_in_range(Wide microseconds) {
  if (microseconds < time::first_instant || microseconds > time::last_instant) throw Fault::out_of_range;
  return static_cast<std::int64_t>(microseconds);
}

std::int64_t date_in_range(std::int64_t date) {
  if (date < time::first_date || date > time::last_date) throw Fault::out_of_range;
  return date;
}

LocalTime local(const Place& place, std::int64_t instant) {
  const std::int64_t shown = instant + place.zone->offset_seconds(instant) * time::second;
  const std::int64_t time = (shown % day + day) % day;
  return {(shown - time) / day, time};
}

/// The first instant that has this local time. Where a clock change skips it, it is read by the clock before, which
/// moves it forward by the gap.
std::int64_t instant(const Place& place, LocalTime wanted) {
  const std::int64_t shown = wanted.date * day + wanted.time;
  const std::int64_t by_clock_before = shown - place.zone->offset_seconds(shown - day) * time::second;
  const std::int64_t by_clock_after = shown - place.zone->offset_seconds(shown + day) * time::second;
  const bool before_has_it = local(place, by_clock_before) == wanted;
  const bool after_has_it = local(place, by_clock_after) == wanted;
  if (before_has_it && after_has_it) return instant_in_range(std::min(by_clock_before, by_clock_after));
  return instant_in_range(after_has_it ? by_clock_after : by_clock_before);
}

std::int64_t weekday(std::int64_t date) { return chrono::weekday(chrono::sys_days(chrono::days(date))).iso_encoding(); }
std::int64_t year_of(std::int64_t date) { return int(civil(date).year()); }
std::int64_t start_of_month(std::int64_t date) {
  return days_of({civil(date).year(), civil(date).month(), chrono::day(1)});
}
std::int64_t start_of_year(std::int64_t date) { return days_of({civil(date).year(), chrono::January, chrono::day(1)}); }

bool is_business_day(const Place& place, std::int64_t date) {
  const auto& rules = place.calendar->rules();
  const auto is_in = [&](const std::vector<time::Calendar::Range>& ranges) {
    return std::ranges::any_of(ranges, [&](const auto& range) { return range.first <= date && date <= range.last; });
  };
  if (!rules.covers.empty() && !is_in(rules.covers)) throw Fault::outside_calendar;
  if (is_in(rules.workdays)) return true;
  return !is_in(rules.holidays) && (rules.weekend >> (weekday(date) - 1) & 1) == 0;
}

/// An Instant keeps its local time of day.
std::int64_t shifted(const Place& place, Kind kind, std::int64_t from, std::int64_t packed, std::int64_t sign) {
  const auto period = time::Period::unpack(packed);
  if (kind == Kind::date) return add_to_date(place, from, period, sign);
  if (period.count == 0) return from;  // Not even to the first of a repeated hour.
  const LocalTime then = local(place, from);
  return instant(place, {add_to_date(place, then.date, period, sign), then.time});
}

}  // namespace writ::reference
