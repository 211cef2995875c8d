#include "engine/value/time/civil.hpp"

#include <boost/date_time/gregorian_calendar.hpp>

namespace writ::time {
namespace {

/// What Boost's calendar wants of a date. boost::gregorian::date itself begins in 1400.
struct BoostYmd {
  using year_type = unsigned short;
  using month_type = unsigned short;
  using day_type = unsigned short;
  year_type year;
  month_type month;
  day_type day;
  constexpr BoostYmd(year_type y, month_type m, day_type d) : year(y), month(m), day(d) {}
};
using Gregorian = boost::date_time::gregorian_calendar_base<BoostYmd, std::uint32_t>;

constexpr std::int32_t epoch_day_number = 2'440'588;  // Julian day number of 1970-01-01.

int days_in_month(std::int64_t year, int month) {
  return Gregorian::end_of_month_day(static_cast<unsigned short>(year), static_cast<unsigned short>(month));
}

}  // namespace

bool exists(Ymd ymd) {
  return ymd.year >= 1 && ymd.year <= 9999 && ymd.month >= 1 && ymd.month <= 12 && ymd.day >= 1 &&
         (ymd.day <= 28 || ymd.day <= days_in_month(ymd.year, ymd.month));
}

Date to_date(Ymd ymd) {
  const BoostYmd boost_ymd{static_cast<unsigned short>(ymd.year), static_cast<unsigned short>(ymd.month),
                           static_cast<unsigned short>(ymd.day)};
  return static_cast<Date>(Gregorian::day_number(boost_ymd)) - epoch_day_number;
}

Ymd to_ymd(Date date) {
  const BoostYmd ymd = Gregorian::from_day_number(static_cast<std::uint32_t>(date + epoch_day_number));
  return {ymd.year, ymd.month, ymd.day};
}

int weekday(Date date) {
  // 1970-01-01 was a Thursday; 7 * 200'000 days lift every date above zero.
  return (date + 3 + 7 * 200'000) % 7;
}

Fault add_months(Date date, std::int64_t months, Date& result) {
  constexpr std::int64_t all_months = 9999 * 12;
  if (months < -all_months || months > all_months) return Fault::out_of_range;
  const Ymd from = to_ymd(date);
  const std::int64_t month_number = std::int64_t{from.year} * 12 + (from.month - 1) + months;
  if (month_number < 12 || month_number > all_months + 11) return Fault::out_of_range;
  const std::int64_t year = month_number / 12;
  const int month = static_cast<int>(month_number % 12) + 1;
  const int last = days_in_month(year, month);
  result = to_date({static_cast<std::int32_t>(year), month, from.day < last ? from.day : last});
  return Fault::none;
}

Fault add_days(Date date, std::int64_t days, Date& result) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(std::int64_t{date}, days, &sum)) return Fault::out_of_range;
  if (sum < first_date || sum > last_date) return Fault::out_of_range;
  result = static_cast<Date>(sum);
  return Fault::none;
}

}  // namespace writ::time
