#include <array>
#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "engine/builtins/builtin.hpp"
#include "engine/value/time/format.hpp"
#include "engine/value/time/period.hpp"

using namespace writ;
using time::Period;
using time::Unit;

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t one = 1'000'000;

struct Outcome {
  Fault fault;
  Slot value;
};

/// Calls rows by name and operand kinds, as a checked program would.
struct Caller {
  std::shared_ptr<const time::Zone> zone = time::Zone::find("America/New_York");
  time::Calendar calendar{{.name = "plain", .weekend = 0b110'0000, .holidays = {}, .workdays = {}, .covers = {}}};
  Environment environment{zone.get(), &calendar};
  Arena arena;

  Outcome call(std::string_view name, std::vector<Kind> kinds, std::vector<Slot> arguments,
               const Pattern* pattern = nullptr) {
    const bool is_operator = std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; }) || name == "of";
    for (const Builtin* row : overloads(name, is_operator)) {
      if (!std::ranges::equal(row->parameters, kinds, {}, &Shape::kind)) continue;
      Slot result = number(0);
      const Fault fault = row->function({environment, arena, pattern}, arguments.data(), result);
      return {fault, result};
    }
    FAIL("no row of " << name);
    return {Fault::none, number(0)};
  }
  std::string call_numbers(std::string_view name, std::vector<Kind> kinds, std::vector<std::int64_t> arguments) {
    std::vector<Slot> slots;
    for (const std::int64_t argument : arguments) slots.push_back(number(argument));
    const Outcome outcome = call(name, std::move(kinds), std::move(slots));
    return outcome.fault == Fault::none ? std::to_string(outcome.value.number) : std::string(writ::name(outcome.fault));
  }
  std::string call_texts(std::string_view name, std::string_view a, std::string_view b) {
    return std::to_string(
        call(name, {Kind::text, Kind::text}, {{.text = arena.text(a)}, {.text = arena.text(b)}}).value.number);
  }
  std::string lower(std::string_view text) {
    return std::string(call("lower", {Kind::text}, {{.text = arena.text(text)}}).value.text->view());
  }
  /// An instant, as local text, and a period.
  std::string shifted(std::string_view token, std::string_view local, Period period) {
    const auto instant = time::parse_instant(local, *zone);
    REQUIRE(instant.has_value());
    const Outcome outcome = call(token, {Kind::instant, Kind::period}, {number(*instant), number(period.pack())});
    if (outcome.fault != Fault::none) return std::string(name(outcome.fault));
    std::string text;
    time::append_instant(text, outcome.value.number, *zone);
    return text;
  }
};

using K = Kind;

}  // namespace

TEST_CASE("sums and differences overflow instead of wrapping") {
  Caller caller;
  for (const Kind kind : {K::integer, K::decimal, K::duration, K::money}) {
    CHECK(caller.call_numbers("+", {kind, kind}, {2, 3}) == "5");
    CHECK(caller.call_numbers("+", {kind, kind}, {highest, 1}) == "overflow");
    CHECK(caller.call_numbers("-", {kind, kind}, {lowest, 1}) == "overflow");
    CHECK(caller.call_numbers("-", {kind}, {lowest}) == "overflow");
    CHECK(caller.call_numbers("-", {kind}, {highest}) == std::to_string(-highest));
    CHECK(caller.call_numbers("abs", {kind}, {lowest}) == "overflow");
    CHECK(caller.call_numbers("abs", {kind}, {-7}) == "7");
  }
}

TEST_CASE("products and quotients of each kind") {
  Caller caller;
  CHECK(caller.call_numbers("*", {K::integer, K::integer}, {highest, 2}) == "overflow");
  CHECK(caller.call_numbers("*", {K::integer, K::integer}, {lowest, -1}) == "overflow");
  CHECK(caller.call_numbers("*", {K::decimal, K::decimal}, {1'500'000, 2'500'000}) == "3750000");
  CHECK(caller.call_numbers("*", {K::decimal, K::decimal}, {1, 500'000}) == "0");
  CHECK(caller.call_numbers("*", {K::decimal, K::decimal}, {3, 500'000}) == "2");
  CHECK(caller.call_numbers("*", {K::money, K::integer}, {12'340'000, 3}) == "37020000");
  CHECK(caller.call_numbers("*", {K::integer, K::money}, {3, 12'340'000}) == "37020000");
  CHECK(caller.call_numbers("*", {K::money, K::decimal}, {200 * one, 50'000}) == "10000000");
  CHECK(caller.call_numbers("*", {K::decimal, K::money}, {50'000, 200 * one}) == "10000000");
  CHECK(caller.call_numbers("of", {K::decimal, K::money}, {50'000, 200 * one}) == "10000000");
  CHECK(caller.call_numbers("of", {K::decimal, K::decimal}, {50'000, 200 * one}) == "10000000");
  CHECK(caller.call_numbers("of", {K::decimal, K::duration}, {500'000, time::hour}) == "1800000000");
  CHECK(caller.call_numbers("*", {K::duration, K::integer}, {time::hour, 24}) == "86400000000");
  CHECK(caller.call_numbers("*", {K::integer, K::duration}, {24, time::hour}) == "86400000000");
  CHECK(caller.call_numbers("*", {K::duration, K::decimal}, {1, 500'000}) == "0");
  CHECK(caller.call_numbers("*", {K::duration, K::decimal}, {3, 500'000}) == "2");
  CHECK(caller.call_numbers("*", {K::decimal, K::duration}, {2'500'000, time::hour}) == "9000000000");
  CHECK(caller.call_numbers("/", {K::integer, K::integer}, {1, 3}) == "333333");
  CHECK(caller.call_numbers("/", {K::integer, K::integer}, {2, 3}) == "666667");
  CHECK(caller.call_numbers("/", {K::integer, K::integer}, {1, 2'000'000}) == "0");
  CHECK(caller.call_numbers("/", {K::integer, K::integer}, {3, 2'000'000}) == "2");
  CHECK(caller.call_numbers("/", {K::integer, K::integer}, {highest, 1}) == "overflow");
  CHECK(caller.call_numbers("/", {K::decimal, K::decimal}, {one, 3 * one}) == "333333");
  CHECK(caller.call_numbers("/", {K::money, K::integer}, {5, 2}) == "2");
  CHECK(caller.call_numbers("/", {K::money, K::integer}, {lowest, -1}) == "overflow");
  CHECK(caller.call_numbers("/", {K::money, K::decimal}, {one, 500'000}) == "2000000");
  CHECK(caller.call_numbers("/", {K::money, K::money}, {one, 4 * one}) == "250000");
  CHECK(caller.call_numbers("/", {K::duration, K::duration}, {time::hour, 24 * time::hour}) == "41667");
  CHECK(caller.call_numbers("/", {K::duration, K::integer}, {7, 2}) == "4");
  CHECK(caller.call_numbers("/", {K::duration, K::decimal}, {time::hour, 500'000}) == "7200000000");
  for (const Kind kind : {K::integer, K::decimal, K::money, K::duration}) {
    CHECK(caller.call_numbers("/", {kind, kind}, {1, 0}) == "division_by_zero");
  }
}

TEST_CASE("instants and dates stay within their years") {
  Caller caller;
  CHECK(caller.call_numbers("+", {K::instant, K::duration}, {time::last_instant, 0}) ==
        std::to_string(time::last_instant));
  CHECK(caller.call_numbers("+", {K::instant, K::duration}, {time::last_instant, 1}) == "out_of_range");
  CHECK(caller.call_numbers("+", {K::instant, K::duration}, {1, highest}) == "out_of_range");
  CHECK(caller.call_numbers("-", {K::instant, K::duration}, {time::first_instant, 1}) == "out_of_range");
  CHECK(caller.call_numbers("-", {K::instant, K::duration}, {0, lowest}) == "out_of_range");
  CHECK(caller.call_numbers("-", {K::instant, K::instant}, {time::last_instant, time::first_instant}) ==
        std::to_string(time::last_instant - time::first_instant));
  CHECK(caller.call_numbers("-", {K::date, K::date}, {time::last_date, time::first_date}) == "3652058");
  CHECK(caller.call_numbers("+", {K::date, K::period}, {time::last_date, Period{1, Unit::days}.pack()}) ==
        "out_of_range");
  // Midnight UTC of 0001-01-01 is the day before in New York.
  CHECK(caller.call_numbers("date", {K::instant}, {time::first_instant}) == "out_of_range");
  CHECK(caller.call_numbers("start_of_day", {K::date}, {time::last_date}) ==
        std::to_string(std::int64_t{time::last_date} * time::day + 5 * time::hour));
  CHECK(caller.call_numbers("at", {K::date, K::time_of_day}, {time::last_date, time::day - 1}) == "out_of_range");
}

TEST_CASE("an instant and a period keep the local time of day") {
  Caller caller;
  const Period a_day{1, Unit::days}, a_month{1, Unit::months}, two_business_days{2, Unit::business_days};
  CHECK(caller.shifted("+", "2025-03-08T12:00:00", a_day) == "2025-03-09T12:00:00-04:00");
  CHECK(caller.shifted("+", "2025-03-08T02:30:00", a_day) == "2025-03-09T03:30:00-04:00");
  CHECK(caller.shifted("-", "2025-03-10T02:30:00", a_day) == "2025-03-09T03:30:00-04:00");
  CHECK(caller.shifted("+", "2025-11-01T01:30:00", a_day) == "2025-11-02T01:30:00-04:00");
  CHECK(caller.shifted("-", "2025-11-03T01:30:00", a_day) == "2025-11-02T01:30:00-04:00");
  CHECK(caller.shifted("+", "2025-11-02T01:30:00-05:00", {0, Unit::days}) == "2025-11-02T01:30:00-05:00");
  CHECK(caller.shifted("+", "2025-01-31T23:59:59.5", a_month) == "2025-02-28T23:59:59.500000-05:00");
  CHECK(caller.shifted("-", "2025-03-31T08:00:00", a_month) == "2025-02-28T08:00:00-05:00");
  CHECK(caller.shifted("+", "2025-03-07T18:00:00", two_business_days) == "2025-03-11T18:00:00-04:00");
  CHECK(caller.shifted("-", "2025-03-09T18:00:00", two_business_days) == "2025-03-06T18:00:00-05:00");
  CHECK(caller.shifted("+", "2025-03-07T18:00:00", {highest / 8, Unit::months}) == "out_of_range");
  CHECK(caller.shifted("+", "9999-12-30T12:00:00", a_day) == "9999-12-31T12:00:00-05:00");
  CHECK(caller.shifted("+", "9999-12-30T19:00:00", a_day) == "out_of_range");
  caller.environment.calendar = nullptr;
  CHECK(caller.shifted("+", "2025-03-07T18:00:00", two_business_days) == "outside_calendar");
}

TEST_CASE("dates, times and weekdays") {
  Caller caller;
  const std::int64_t instant = *time::parse_instant("2025-03-12T02:30:00Z");
  CHECK(caller.call_numbers("date", {K::instant}, {instant}) == std::to_string(*time::parse_date("2025-03-11")));
  CHECK(caller.call_numbers("time", {K::instant}, {instant}) == std::to_string(22 * time::hour + 30 * time::minute));
  CHECK(caller.call_numbers("time", {K::instant}, {-1}) == std::to_string(19 * time::hour - 1));
  for (const auto& [day, year, month_begins, year_begins] :
       {std::array{"2024-01-01", "2024", "2024-01-01", "2024-01-01"},
        std::array{"2024-12-31", "2024", "2024-12-01", "2024-01-01"},
        std::array{"2028-02-29", "2028", "2028-02-01", "2028-01-01"},
        std::array{"1969-12-31", "1969", "1969-12-01", "1969-01-01"},
        std::array{"0001-01-01", "1", "0001-01-01", "0001-01-01"},
        std::array{"9999-12-31", "9999", "9999-12-01", "9999-01-01"}}) {
    const auto date = time::parse_date(day);
    CHECK(caller.call_numbers("year", {K::date}, {*date}) == year);
    CHECK(caller.call_numbers("start_of_month", {K::date}, {*date}) == std::to_string(*time::parse_date(month_begins)));
    CHECK(caller.call_numbers("start_of_year", {K::date}, {*date}) == std::to_string(*time::parse_date(year_begins)));
  }
  CHECK(caller.call_numbers("weekday", {K::date}, {*time::parse_date("2025-03-10")}) == "1");
  CHECK(caller.call_numbers("weekday", {K::date}, {*time::parse_date("2025-03-16")}) == "7");
  CHECK(caller.call_numbers("weekday", {K::date}, {time::first_date}) == "1");
  CHECK(caller.call_numbers("is_business_day", {K::date}, {*time::parse_date("2025-03-14")}) == "1");
  CHECK(caller.call_numbers("is_business_day", {K::date}, {*time::parse_date("2025-03-15")}) == "0");
  CHECK(caller.call_numbers("days", {K::integer}, {-3}) == std::to_string(Period{-3, Unit::days}.pack()));
  CHECK(caller.call_numbers("months", {K::integer}, {3}) == std::to_string(Period{3, Unit::months}.pack()));
  CHECK(caller.call_numbers("business_days", {K::integer}, {highest}) == "overflow");
  CHECK(caller.call_numbers("days", {K::integer}, {lowest}) == "overflow");
  CHECK(caller.call_numbers("hours", {K::integer}, {24}) == std::to_string(time::day));
  CHECK(caller.call_numbers("hours", {K::integer}, {highest}) == "overflow");
  CHECK(caller.call_numbers("minutes", {K::integer}, {-90}) == std::to_string(-90 * time::minute));
}

TEST_CASE("comparison, choice and rounding") {
  Caller caller;
  for (const Kind kind : {K::integer, K::decimal, K::money, K::duration, K::instant, K::date, K::time_of_day}) {
    CHECK(caller.call_numbers("<", {kind, kind}, {1, 2}) == "1");
    CHECK(caller.call_numbers("<", {kind, kind}, {2, 2}) == "0");
    CHECK(caller.call_numbers("<=", {kind, kind}, {2, 2}) == "1");
    CHECK(caller.call_numbers(">", {kind, kind}, {2, 2}) == "0");
    CHECK(caller.call_numbers(">=", {kind, kind}, {lowest, highest}) == "0");
    CHECK(caller.call_numbers("min", {kind, kind}, {1, 2}) == "1");
    CHECK(caller.call_numbers("max", {kind, kind}, {1, 2}) == "2");
    CHECK(caller.call_numbers("clamp", {kind, kind, kind}, {5, 1, 3}) == "3");
    CHECK(caller.call_numbers("clamp", {kind, kind, kind}, {0, 1, 3}) == "1");
    CHECK(caller.call_numbers("clamp", {kind, kind, kind}, {2, 2, 2}) == "2");
    CHECK(caller.call_numbers("clamp", {kind, kind, kind}, {2, 3, 1}) == "bad_argument");
  }
  CHECK(caller.call_numbers("earliest", {K::instant, K::instant}, {5, 3}) == "3");
  CHECK(caller.call_numbers("latest", {K::date, K::date}, {5, 3}) == "5");
  CHECK(caller.call_numbers("round", {K::decimal}, {2'500'000}) == "3");
  CHECK(caller.call_numbers("round_down", {K::decimal}, {-2'900'000}) == "-2");
  CHECK(caller.call_numbers("round_up", {K::decimal}, {2'000'001}) == "3");
  CHECK(caller.call_numbers("round", {K::decimal, K::integer}, {2'345'000, 2}) == "2350000");
  CHECK(caller.call_numbers("round", {K::money, K::integer}, {6'165'000, 2}) == "6170000");
  CHECK(caller.call_numbers("round_down", {K::money, K::integer}, {6'169'999, 2}) == "6160000");
  CHECK(caller.call_numbers("round_up", {K::money, K::integer}, {highest, 0}) == "overflow");
  CHECK(caller.call_numbers("round", {K::decimal, K::integer}, {1, 7}) == "bad_argument");
}

TEST_CASE("texts and lists") {
  Caller caller;
  CHECK(caller.call_texts("starts_with", "SF123", "SF") == "1");
  CHECK(caller.call_texts("starts_with", "SF", "SF123") == "0");
  CHECK(caller.call_texts("ends_with", "协商发货", "发货") == "1");
  CHECK(caller.call_texts("contains", "协商发货", "商发") == "1");
  CHECK(caller.call_texts("contains", "abc", "") == "1");
  CHECK(caller.call_texts("contains", "abc", "d") == "0");
  const Outcome size = caller.call("size", {K::unknown}, {{.list = caller.arena.list(nullptr, 3)}});
  CHECK(size.value.number == 3);
}

TEST_CASE("lower case by Unicode's simple mappings") {
  Caller caller;
  CHECK(caller.lower("ABC xyz 123") == "abc xyz 123");
  CHECK(caller.lower("ÄÖÜ ÀÉ ĀŁŽŸ") == "äöü àé āłžÿ");
  CHECK(caller.lower("ΑΒΓΔΣ ΆΈ") == "αβγδσ άέ");
  CHECK(caller.lower("ЁЖЩЯ Ґ") == "ёжщя ґ");
  CHECK(caller.lower("ＡＢＣ") == "ａｂｃ");
  CHECK(caller.lower("İ") == "i");
  CHECK(caller.lower("ẞ") == "ß");
  CHECK(caller.lower("𐐀") == "𐐨");
  CHECK(caller.lower("协商发货 × ÷") == "协商发货 × ÷");
  CHECK(caller.lower("") == "");
  CHECK(caller.lower("A\xff\xc3") == "a\xff\xc3");

  const Text* already = caller.arena.text("already lower: äöü");
  CHECK(caller.call("lower", {K::text}, {{.text = already}}).value.text == already);
}

TEST_CASE("patterns match the whole text, in linear time") {
  Caller caller;
  std::string error;
  const auto waybill = Pattern::compile("SF[0-9]{13}", error);
  REQUIRE(waybill != nullptr);
  CHECK(waybill->text() == "SF[0-9]{13}");
  CHECK(waybill->matches_whole("SF1234567890123"));
  CHECK_FALSE(waybill->matches_whole("SF12345678901234"));
  CHECK_FALSE(waybill->matches_whole(" SF1234567890123"));
  const Slot text{.text = caller.arena.text("SF1234567890123")};
  CHECK(caller.call("matches", {K::text, K::text}, {text, text}, waybill.get()).value.number == 1);

  const auto ideographs = Pattern::compile("\\p{Han}+", error);
  REQUIRE(ideographs != nullptr);
  CHECK(ideographs->matches_whole("协商发货"));
  const auto explosive = Pattern::compile("(a*)*b", error);
  REQUIRE(explosive != nullptr);
  CHECK_FALSE(explosive->matches_whole(std::string(100'000, 'a')));

  CHECK(Pattern::compile("(", error) == nullptr);
  CHECK_FALSE(error.empty());
  CHECK(Pattern::compile("(a)\\1", error) == nullptr);
  CHECK(Pattern::compile("a(?=b)", error) == nullptr);
}
