#include <catch2/catch.hpp>

#include <limits>
#include <random>

#include "engine/value/time/format.hpp"

using namespace writ;
using namespace writ::time;

namespace {

template <typename Append, typename... Values>
std::string text_of(Append append, const Values&... values) {
  std::string text;
  append(text, values...);
  return text;
}

std::string in_words(Duration duration, std::string_view language) {
  return text_of(append_duration_for_people, duration, language);
}
std::string in_words(Period period, std::string_view language) {
  return text_of(append_period_for_people, period, language);
}

}  // namespace

TEST_CASE("instants are read by RFC 3339") {
  CHECK(parse_instant("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_instant("1970-01-01t00:00:00z") == 0);
  CHECK(parse_instant("1970-01-01T08:00:00+08:00") == 0);
  CHECK(parse_instant("1969-12-31T20:30:00-03:30") == 0);
  CHECK(parse_instant("1970-01-01T00:00:00-00:00") == 0);
  CHECK(parse_instant("1970-01-01T00:00:00.5Z") == 500'000);
  CHECK(parse_instant("1970-01-01T00:00:00.000001Z") == 1);
  CHECK(parse_instant("1970-01-01T00:00:00.000001000Z") == 1);
  CHECK(parse_instant("1969-12-31T23:59:59.999999Z") == -1);
  CHECK(parse_instant("0001-01-01T00:00:00Z") == first_instant);
  CHECK(parse_instant("9999-12-31T23:59:59.999999Z") == last_instant);
  CHECK(parse_instant("2000-02-29T12:34:56+23:59").has_value());
}

TEST_CASE("what is not exactly an instant is refused") {
  for (const char* text : {"",
                           "2025",
                           "2025-03-12",
                           "2025-03-12T10:00:00",
                           "2025-03-12 10:00:00Z",
                           "2025-03-12T10:00Z",
                           "2025-3-12T10:00:00Z",
                           "2025-03-12T10:00:60Z",
                           "2025-03-12T24:00:00Z",
                           "2025-03-12T10:60:00Z",
                           "2025-02-29T10:00:00Z",
                           "2025-00-12T10:00:00Z",
                           "2025-13-12T10:00:00Z",
                           "2025-03-32T10:00:00Z",
                           "0000-12-31T23:59:59Z",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "2025-03-12T10:00:00.Z",
                           "2025-03-12T10:00:00.0000001Z",
                           "2025-03-12T10:00:00+24:00",
                           "2025-03-12T10:00:00+08:60",
                           "2025-03-12T10:00:00+0800",
                           "2025-03-12T10:00:00+08",
                           "2025-03-12T10:00:00Zz",
                           "2025-03-12T10:00:00Z ",
                           " 2025-03-12T10:00:00Z",
                           "2025-03-12T1a:00:00Z",
                           "2025-03-12T10-00-00Z",
                           "+025-03-12T10:00:00Z",
                           "2025-03-12T10:00:00,5Z",
                           "2025/03/12T10:00:00Z",
                           "20250312T100000Z",
                           "2025-03-12T10:00:00UTC"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text).has_value());
  }
}

TEST_CASE("instants are written so that they read back exactly") {
  std::mt19937_64 random(1);
  std::uniform_int_distribution<Instant> anywhere(first_instant, last_instant);
  for (const char* name : {"UTC", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Africa/Monrovia"}) {
    const auto zone = Zone::find(name);
    REQUIRE(zone != nullptr);
    for (int i = 0; i < 2'000; ++i) {
      const Instant instant = i % 2 == 0 ? anywhere(random) : anywhere(random) / second * second;
      const std::string text = text_of(append_instant, instant, *zone);
      INFO(text);
      REQUIRE(parse_instant(text) == instant);
    }
  }
  const auto shanghai = Zone::find("Asia/Shanghai");
  const Instant noon = *parse_instant("2025-03-12T12:00:00+08:00");
  CHECK(text_of(append_instant, noon, *shanghai) == "2025-03-12T12:00:00+08:00");
  CHECK(text_of(append_instant, noon + 1, *shanghai) == "2025-03-12T12:00:00.000001+08:00");
  CHECK(text_of(append_instant, noon + 250'000, *Zone::utc()) == "2025-03-12T04:00:00.250000Z");
  CHECK(text_of(append_instant, noon, *Zone::find("Asia/Kathmandu")) == "2025-03-12T09:45:00+05:45");
  CHECK(text_of(append_instant, noon, *Zone::find("America/St_Johns")) == "2025-03-12T01:30:00-02:30");
}

TEST_CASE("dates and times of day") {
  CHECK(parse_date("1970-01-02") == 1);
  CHECK(parse_date("0001-01-01") == first_date);
  CHECK(parse_date("9999-12-31") == last_date);
  for (const char* text : {"", "1970-1-2", "1970-01-02 ", "1970-01-32", "0000-01-01", "1970/01/02", "19700102"}) {
    CHECK_FALSE(parse_date(text).has_value());
  }
  CHECK(parse_time("23:59:59") == day - second);
  CHECK(parse_time("00:00:00.5") == 500'000);
  CHECK(parse_time("23:59:59.999999") == day - 1);
  for (const char* text :
       {"", "23:59", "24:00:00", "23:59:60", "23:59:59.", "23:59:59.1234567", "23:59:59Z", "3:59:59"}) {
    CHECK_FALSE(parse_time(text).has_value());
  }
  CHECK(text_of(append_time, day - 1) == "23:59:59.999999");
  CHECK(text_of(append_time, 9 * hour + 5 * minute) == "09:05:00");
}

TEST_CASE("durations are read as ISO 8601 and as literals") {
  CHECK(parse_duration("PT24H") == 24 * hour);
  CHECK(parse_duration("P1DT2H") == 26 * hour);
  CHECK(parse_duration("P2W") == 14 * day);
  CHECK(parse_duration("PT1H30M") == 90 * minute);
  CHECK(parse_duration("PT0.25S") == 250'000);
  CHECK(parse_duration("PT0S") == 0);
  CHECK(parse_duration("-PT1H") == -hour);
  CHECK(parse_duration("P3D") == 3 * day);
  CHECK(parse_duration("24h") == 24 * hour);
  CHECK(parse_duration("1h30m") == 90 * minute);
  CHECK(parse_duration("250ms") == 250'000);
  CHECK(parse_duration("1m5s") == 65 * second);
  CHECK(parse_duration("-45s") == -45 * second);
  for (const char* text : {"",
                           "-",
                           "P",
                           "PT",
                           "P1",
                           "P1Y",
                           "P1M",
                           "PT1D",
                           "P1H",
                           "P1DT",
                           "PT1H1H",
                           "PT1M1H",
                           "P1W1D",
                           "PT1.5H",
                           "PT1,5S",
                           "PT1.S",
                           "PT.5S",
                           "pt1h",
                           "P-1D",
                           "1",
                           "h",
                           "1.5h",
                           "30m1h",
                           "1h1h",
                           "1hm",
                           "24 h",
                           "24hours",
                           "1d",
                           "+1h",
                           "PT0.0000001S",
                           "PT2562047789H",
                           "9223372036854775808s",
                           "99999999999999999999h"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text).has_value());
  }
}

TEST_CASE("durations are written so that they read back exactly") {
  CHECK(text_of(append_duration, 24 * hour) == "PT24H");
  CHECK(text_of(append_duration, 48 * hour + minute + second) == "PT48H1M1S");
  CHECK(text_of(append_duration, Duration{0}) == "PT0S");
  CHECK(text_of(append_duration, Duration{250'000}) == "PT0.25S");
  CHECK(text_of(append_duration, -90 * minute) == "-PT1H30M");
  std::mt19937_64 random(2);
  std::uniform_int_distribution<Duration> any(std::numeric_limits<Duration>::min(),
                                              std::numeric_limits<Duration>::max());
  for (int i = 0; i < 2'000; ++i) {
    const Duration duration = i == 0   ? std::numeric_limits<Duration>::min()
                              : i == 1 ? std::numeric_limits<Duration>::max()
                                       : any(random) >> (i % 60);
    REQUIRE(parse_duration(text_of(append_duration, duration)) == duration);
  }
}

TEST_CASE("periods pack into a slot and are written") {
  for (const std::int64_t count : {std::int64_t{0}, std::int64_t{3}, std::int64_t{-3}, -(std::int64_t{1} << 59)}) {
    for (const Unit unit : {Unit::days, Unit::months, Unit::business_days}) {
      const Period period = Period::unpack(Period{count, unit}.pack());
      CHECK(period.count == count);
      CHECK(period.unit == unit);
    }
  }
  CHECK(text_of(append_period, Period{3, Unit::days}) == "P3D");
  CHECK(text_of(append_period, Period{-1, Unit::months}) == "-P1M");
  CHECK(text_of(append_period, Period{3, Unit::business_days}) == "3 business days");
}

TEST_CASE("times as people write them") {
  const auto shanghai = Zone::find("Asia/Shanghai");
  const Instant at = *parse_instant("2025-03-12T13:00:00+08:00");
  CHECK(text_of(append_instant_for_people, at, *shanghai, std::string_view("zh")) == "2025-03-12 13:00");
  CHECK(text_of(append_instant_for_people, at + 59 * second, *shanghai, std::string_view()) == "2025-03-12 13:00:59");
  CHECK(in_words(24 * hour, "") == "24 hours");
  CHECK(in_words(24 * hour, "zh") == "24小时");
  CHECK(in_words(24 * hour, "zh-Hant") == "24小時");
  CHECK(in_words(90 * minute, "en") == "1 hour 30 minutes");
  CHECK(in_words(90 * minute, "zh-Hans") == "1小时30分钟");
  CHECK(in_words(Duration{0}, "en") == "0 hours");
  CHECK(in_words(Duration{250'001}, "en") == "250 milliseconds 1 microsecond");
  CHECK(in_words(-second, "en") == "-1 second");
  CHECK(in_words(Period{1, Unit::days}, "en") == "1 day");
  CHECK(in_words(Period{24, Unit::months}, "en") == "2 years");
  CHECK(in_words(Period{2, Unit::business_days}, "en") == "2 business days");
  CHECK(in_words(Period{2, Unit::business_days}, "zh") == "2个工作日");
  CHECK(in_words(Period{3, Unit::days}, "zh") == "3天");
}
