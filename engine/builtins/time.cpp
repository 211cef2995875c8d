// Dates, times of day and the calendar: what needs a zone or a calendar, and the periods between.

#include "engine/builtins/family.hpp"
#include "engine/value/time/period.hpp"

namespace writ::family {
namespace {

using time::Period;
using time::Unit;

Fault add_period(const Environment& environment, time::Date from, Period period, time::Date& result) {
  switch (period.unit) {
    case Unit::days: return time::add_days(from, period.count, result);
    case Unit::months: return time::add_months(from, period.count, result);
    case Unit::business_days:
      // A parameter's value may bring business days into a file that names no calendar.
      if (environment.calendar == nullptr) return Fault::outside_calendar;
      return environment.calendar->add_business_days(from, period.count, result);
  }
  return Fault::bad_argument;
}

template <int sign>
Period signed_period(Slot packed) {
  const Period period = Period::unpack(packed.number);
  return {sign * period.count, period.unit};
}

template <int sign>
Fault shift_date(const CallContext& context, const Slot* a, Slot& result) {
  time::Date shifted = 0;
  const auto from = static_cast<time::Date>(a[0].number);
  const Fault fault = add_period(context.environment, from, signed_period<sign>(a[1]), shifted);
  result.number = shifted;
  return fault;
}

/// Keeps the local time of day. A period of nothing moves nothing, not even to the first of a repeated hour.
template <int sign>
Fault shift_instant(const CallContext& context, const Slot* a, Slot& result) {
  const Period period = signed_period<sign>(a[1]);
  if (period.count == 0) {
    result.number = a[0].number;
    return Fault::none;
  }
  const time::Zone& zone = *context.environment.zone;
  time::Local local = zone.local(a[0].number);
  if (const Fault fault = add_period(context.environment, local.date, period, local.date); fault != Fault::none) {
    return fault;
  }
  return zone.instant(local, result.number);
}

Fault date_of(const CallContext& context, const Slot* a, Slot& result) {
  result.number = context.environment.zone->local(a[0].number).date;
  return check_date(result.number);
}
Fault time_of(const CallContext& context, const Slot* a, Slot& result) {
  result.number = context.environment.zone->local(a[0].number).time;
  return Fault::none;
}
Fault at(const CallContext& context, const Slot* a, Slot& result) {
  const time::Local local{static_cast<time::Date>(a[0].number), a[1].number};
  return context.environment.zone->instant(local, result.number);
}
Fault start_of_day(const CallContext& context, const Slot* a, Slot& result) {
  return context.environment.zone->instant({static_cast<time::Date>(a[0].number), 0}, result.number);
}
Fault weekday(const CallContext&, const Slot* a, Slot& result) {
  result.number = time::weekday(static_cast<time::Date>(a[0].number)) + 1;
  return Fault::none;
}
Fault is_business_day(const CallContext& context, const Slot* a, Slot& result) {
  bool counts = false;
  const Fault fault = context.environment.calendar->is_business_day(static_cast<time::Date>(a[0].number), counts);
  result.number = counts;
  return fault;
}

Fault year(const CallContext&, const Slot* a, Slot& result) {
  result.number = time::to_ymd(static_cast<time::Date>(a[0].number)).year;
  return Fault::none;
}
Fault start_of_month(const CallContext&, const Slot* a, Slot& result) {
  const auto date = static_cast<time::Date>(a[0].number);
  result.number = date - time::to_ymd(date).day + 1;
  return Fault::none;
}
Fault start_of_year(const CallContext&, const Slot* a, Slot& result) {
  result.number = time::to_date({time::to_ymd(static_cast<time::Date>(a[0].number)).year, 1, 1});
  return Fault::none;
}

template <Unit unit>
Fault periods(const CallContext&, const Slot* a, Slot& result) {
  constexpr std::int64_t limit = std::int64_t{1} << 59;
  if (a[0].number < -limit || a[0].number > limit - 1) return Fault::overflow;
  result.number = Period{a[0].number, unit}.pack();
  return Fault::none;
}
template <time::Duration unit>
Fault durations(const CallContext&, const Slot* a, Slot& result) {
  return __builtin_mul_overflow(a[0].number, unit, &result.number) ? Fault::overflow : Fault::none;
}

constexpr std::string_view instant_name[] = {"instant"};
constexpr std::string_view date_name[] = {"date"};
constexpr std::string_view date_and_time_names[] = {"date", "time"};
constexpr std::string_view count_name[] = {"n"};

constexpr Builtin rows[] = {
    in_zone(operation("+", takes<instant, period>, instant, shift_instant<1>, Motion::shift,
                      "The same local time of day on the later date.")),
    in_zone(operation("-", takes<instant, period>, instant, shift_instant<-1>, Motion::shift,
                      "The same local time of day on the earlier date.")),
    operation("+", takes<date, period>, date, shift_date<1>, Motion::rising,
              "The date so much later; a day that the month lacks is the month's last."),
    operation("-", takes<date, period>, date, shift_date<-1>, Motion::rising,
              "The date so much earlier; a day that the month lacks is the month's last."),

    in_zone(function("date", takes<instant>, instant_name, date, date_of, Motion::local_date,
                     "The local date of an instant.")),
    never_failing(in_zone(function("time", takes<instant>, instant_name, time_of_day, time_of, Motion::local_time,
                                   "The local time of day of an instant."))),
    in_zone(function("at", takes<date, time_of_day>, date_and_time_names, instant, at, Motion::local_instant,
                     "The instant of a local time on a date; a time that a clock change skips moves forward by the "
                     "gap, one that occurs twice is the first.")),
    in_zone(function("start_of_day", takes<date>, date_name, instant, start_of_day, Motion::local_instant,
                     "The instant at which a local date begins.")),
    never_failing(function("year", takes<date>, date_name, integer, year, Motion::rising, "The year of a date.")),
    never_failing(function("start_of_month", takes<date>, date_name, date, start_of_month, Motion::rising,
                           "The first day of the date's month.")),
    never_failing(function("start_of_year", takes<date>, date_name, date, start_of_year, Motion::rising,
                           "1 January of the date's year.")),
    never_failing(function("weekday", takes<date>, date_name, integer, weekday, Motion::still,
                           "The day of the week by ISO 8601: Monday is 1, Sunday is 7.")),
    by_calendar(function("is_business_day", takes<date>, date_name, boolean, is_business_day, Motion::still,
                         "Whether the calendar counts the date as a business day.")),

    function("days", takes<integer>, count_name, period, periods<Unit::days>, Motion::still, "So many days."),
    function("months", takes<integer>, count_name, period, periods<Unit::months>, Motion::still, "So many months."),
    by_calendar(function("business_days", takes<integer>, count_name, period, periods<Unit::business_days>,
                         Motion::still, "So many business days.")),
    function("hours", takes<integer>, count_name, duration, durations<time::hour>, Motion::rising, "So many hours."),
    function("minutes", takes<integer>, count_name, duration, durations<time::minute>, Motion::rising,
             "So many minutes."),
};

}  // namespace

std::span<const Builtin> time() { return rows; }

}  // namespace writ::family
