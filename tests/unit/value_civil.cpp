#include <catch2/catch.hpp>

#include <limits>
#include <string_view>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/format.hpp"

using namespace writ;
using namespace writ::time;

namespace {

Date day_of(std::string_view text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

std::string written(Date date) {
  std::string text;
  append_date(text, date);
  return text;
}

std::string plus_months(std::string_view from, std::int64_t months) {
  Date result = 0;
  if (add_months(day_of(from), months, result) != Fault::none) return "none";
  return written(result);
}

}  // namespace

TEST_CASE("every date from 0001 to 9999 follows the one before, by a naive calendar") {
  Ymd ymd{1, 1, 1};
  const auto days_in = [](const Ymd& of) {
    if (of.month == 2) return of.year % 4 == 0 && (of.year % 100 != 0 || of.year % 400 == 0) ? 29 : 28;
    return of.month == 4 || of.month == 6 || of.month == 9 || of.month == 11 ? 30 : 31;
  };
  int day_of_week = 0;  // 0001-01-01 is a Monday.
  bool agrees = true;
  for (Date date = first_date; date <= last_date; ++date) {
    const Ymd found = to_ymd(date);
    agrees = agrees && found.year == ymd.year && found.month == ymd.month && found.day == ymd.day;
    agrees = agrees && to_date(ymd) == date && exists(ymd) && weekday(date) == day_of_week;
    day_of_week = (day_of_week + 1) % 7;
    if (ymd.day < days_in(ymd)) {
      ++ymd.day;
    } else {
      agrees = agrees && !exists({ymd.year, ymd.month, ymd.day + 1});
      ymd = ymd.month < 12 ? Ymd{ymd.year, ymd.month + 1, 1} : Ymd{ymd.year + 1, 1, 1};
    }
  }
  CHECK(agrees);
  CHECK(ymd.year == 10'000);
}

TEST_CASE("dates that do not exist") {
  CHECK_FALSE(exists({0, 1, 1}));
  CHECK_FALSE(exists({10'000, 1, 1}));
  CHECK_FALSE(exists({2025, 0, 1}));
  CHECK_FALSE(exists({2025, 13, 1}));
  CHECK_FALSE(exists({2025, 2, 29}));
  CHECK_FALSE(exists({1900, 2, 29}));
  CHECK(exists({2000, 2, 29}));
  CHECK_FALSE(exists({2025, 1, 0}));
  CHECK_FALSE(exists({2025, -1, 1}));
}

TEST_CASE("adding months clamps and does not stick to month ends") {
  CHECK(plus_months("2025-01-31", 1) == "2025-02-28");
  CHECK(plus_months("2024-01-31", 1) == "2024-02-29");
  CHECK(plus_months("2025-02-28", 1) == "2025-03-28");
  CHECK(plus_months("2024-02-29", 12) == "2025-02-28");
  CHECK(plus_months("2024-02-29", 48) == "2028-02-29");
  CHECK(plus_months("2025-03-31", -1) == "2025-02-28");
  CHECK(plus_months("2025-01-15", -1) == "2024-12-15");
  CHECK(plus_months("2025-12-31", 1) == "2026-01-31");
  CHECK(plus_months("2025-05-31", 0) == "2025-05-31");
  CHECK(plus_months("0001-01-31", 0) == "0001-01-31");
  CHECK(plus_months("0001-01-31", -1) == "none");
  CHECK(plus_months("9999-11-30", 1) == "9999-12-30");
  CHECK(plus_months("9999-12-01", 1) == "none");
  CHECK(plus_months("0001-01-01", 9998 * 12 + 11) == "9999-12-01");
  CHECK(plus_months("2025-01-01", std::numeric_limits<std::int64_t>::max()) == "none");
  CHECK(plus_months("2025-01-01", std::numeric_limits<std::int64_t>::min()) == "none");
}

TEST_CASE("adding days stays within the years 0001 to 9999") {
  Date result = 0;
  CHECK(add_days(last_date, 0, result) == Fault::none);
  CHECK(add_days(last_date, 1, result) == Fault::out_of_range);
  CHECK(add_days(first_date, -1, result) == Fault::out_of_range);
  CHECK(add_days(first_date, last_date - first_date, result) == Fault::none);
  CHECK(result == last_date);
  CHECK(add_days(1, std::numeric_limits<std::int64_t>::max(), result) == Fault::out_of_range);
  CHECK(add_days(-1, std::numeric_limits<std::int64_t>::min(), result) == Fault::out_of_range);
}
