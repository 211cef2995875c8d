#include <catch2/catch.hpp>

#include <limits>
#include <random>

#include "engine/value/time/calendar.hpp"
#include "engine/value/time/format.hpp"

using namespace writ;
using namespace writ::time;

namespace {

Date on(std::string_view text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

constexpr std::uint8_t saturday_and_sunday = 0b110'0000;

/// China's public holidays of 2025.
Calendar china() {
  return Calendar({.name = "china",
                   .weekend = saturday_and_sunday,
                   .holidays = {{on("2025-10-01"), on("2025-10-08")},
                                {on("2025-01-01"), on("2025-01-01")},
                                {on("2025-01-28"), on("2025-02-04")},
                                {on("2025-05-01"), on("2025-05-05")}},
                   .workdays = {{on("2025-01-26"), on("2025-01-26")},
                                {on("2025-09-28"), on("2025-09-28")},
                                {on("2025-10-11"), on("2025-10-11")}},
                   .covers = {{on("2025-01-01"), on("2025-12-31")}}});
}

std::string plus(const Calendar& calendar, std::string_view from, std::int64_t count) {
  Date result = 0;
  const Fault fault = calendar.add_business_days(on(from), count, result);
  if (fault != Fault::none) return std::string(name(fault));
  std::string text;
  append_date(text, result);
  return text;
}

/// A day at a time.
Fault naive(const Calendar& calendar, Date date, std::int64_t count, Date& result) {
  const int step = count < 0 ? -1 : 1;
  while (count != 0) {
    date += step;
    if (date < first_date || date > last_date) return Fault::out_of_range;
    bool counts = false;
    if (const Fault fault = calendar.is_business_day(date, counts); fault != Fault::none) return fault;
    if (counts) count -= step;
  }
  result = date;
  return Fault::none;
}

}  // namespace

TEST_CASE("business days step over weekends and holidays and count make-up work days") {
  const Calendar calendar = china();
  CHECK(plus(calendar, "2025-03-14", 1) == "2025-03-17");
  CHECK(plus(calendar, "2025-03-14", 2) == "2025-03-18");
  CHECK(plus(calendar, "2025-09-26", 1) == "2025-09-28");
  CHECK(plus(calendar, "2025-09-30", 1) == "2025-10-09");
  CHECK(plus(calendar, "2025-09-30", 3) == "2025-10-11");
  CHECK(plus(calendar, "2025-10-09", -1) == "2025-09-30");
  CHECK(plus(calendar, "2025-10-13", -1) == "2025-10-11");
}

TEST_CASE("from a day that does not count the first step lands on the next business day, and none stays") {
  const Calendar calendar = china();
  CHECK(plus(calendar, "2025-03-15", 0) == "2025-03-15");
  CHECK(plus(calendar, "2025-03-15", 1) == "2025-03-17");
  CHECK(plus(calendar, "2025-03-16", 1) == "2025-03-17");
  CHECK(plus(calendar, "2025-03-16", -1) == "2025-03-14");
  CHECK(plus(calendar, "2025-10-05", 2) == "2025-10-10");
}

TEST_CASE("every date stepped on must be covered") {
  const Calendar calendar = china();
  CHECK(plus(calendar, "2025-12-30", 1) == "2025-12-31");
  CHECK(plus(calendar, "2025-12-31", 1) == "outside_calendar");
  CHECK(plus(calendar, "2025-12-31", 0) == "2025-12-31");
  CHECK(plus(calendar, "2030-01-01", 0) == "2030-01-01");
  CHECK(plus(calendar, "2030-01-01", 1) == "outside_calendar");
  CHECK(plus(calendar, "2025-01-02", -1) == "outside_calendar");
  CHECK(plus(calendar, "2024-12-31", 1) == "2025-01-02");
  CHECK(plus(calendar, "2025-06-01", std::numeric_limits<std::int64_t>::max()) == "outside_calendar");
  CHECK(plus(calendar, "2025-06-01", std::numeric_limits<std::int64_t>::min()) == "outside_calendar");
  CHECK(calendar.covers(on("2025-12-31")));
  CHECK_FALSE(calendar.covers(on("2026-01-01")));
  bool counts = false;
  CHECK(calendar.is_business_day(on("2026-01-02"), counts) == Fault::outside_calendar);
}

TEST_CASE("a calendar without covers reaches all years and ends with them") {
  const Calendar calendar(
      {.name = "plain", .weekend = saturday_and_sunday, .holidays = {}, .workdays = {}, .covers = {}});
  CHECK(plus(calendar, "9999-12-30", 1) == "9999-12-31");
  CHECK(plus(calendar, "9999-12-31", 1) == "out_of_range");
  CHECK(plus(calendar, "0001-01-02", -1) == "0001-01-01");
  CHECK(plus(calendar, "0001-01-01", -1) == "out_of_range");
  CHECK(plus(calendar, "0001-01-01", (last_date - first_date + 1) / 7 * 5) == "9999-12-27");
}

TEST_CASE("a calendar without business days ends too") {
  const Calendar calendar({.name = "never", .weekend = 0x7f, .holidays = {}, .workdays = {}, .covers = {}});
  CHECK(plus(calendar, "2025-01-01", 1) == "out_of_range");
  CHECK(plus(calendar, "2025-01-01", -1) == "out_of_range");
}

TEST_CASE("a date declared both holiday and work day is a work day, and ranges merge") {
  const Calendar calendar({.name = "both",
                           .weekend = 0,
                           .holidays = {{10, 20}, {15, 30}, {31, 31}, {40, 39}},
                           .workdays = {{12, 12}},
                           .covers = {}});
  REQUIRE(calendar.rules().holidays.size() == 1);
  CHECK(calendar.rules().holidays[0].first == 10);
  CHECK(calendar.rules().holidays[0].last == 31);
  bool counts = false;
  CHECK(calendar.is_business_day(12, counts) == Fault::none);
  CHECK(counts);
  CHECK(calendar.is_business_day(31, counts) == Fault::none);
  CHECK_FALSE(counts);
}

TEST_CASE("counting by spans and weeks agrees with counting day by day") {
  std::mt19937 random(4);
  std::uniform_int_distribution<Date> near(-200, 200);
  std::uniform_int_distribution<int> length(0, 30), weekend(0, 127), count(-150, 150);
  for (int round = 0; round < 300; ++round) {
    Calendar::Rules rules{.name = "random",
                          .weekend = static_cast<std::uint8_t>(weekend(random)),
                          .holidays = {},
                          .workdays = {},
                          .covers = {}};
    for (int i = 0; i < 5; ++i) {
      const Date holiday = near(random), workday = near(random);
      rules.holidays.push_back({holiday, holiday + length(random)});
      rules.workdays.push_back({workday, workday + length(random) / 10});
    }
    if (round % 3 == 0) rules.covers = {{-300, near(random)}, {0, 300}};
    if (rules.weekend == 0x7f) rules.weekend = saturday_and_sunday;
    const Calendar calendar(rules);
    for (int i = 0; i < 50; ++i) {
      const Date from = near(random);
      const int steps = count(random);
      Date expected = 0, found = 0;
      const Fault fault = naive(calendar, from, steps, expected);
      REQUIRE(calendar.add_business_days(from, steps, found) == fault);
      REQUIRE(found == expected);
    }
  }
}
