#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "engine/value/time/format.hpp"
#include "engine/value/time/zone.hpp"

using namespace writ;
using namespace writ::time;

namespace {

std::shared_ptr<const Zone> zone_of(std::string_view name) {
  auto zone = Zone::find(name);
  REQUIRE(zone != nullptr);
  return zone;
}

Instant utc(std::string_view text) {
  const auto instant = parse_instant(text);
  REQUIRE(instant.has_value());
  return *instant;
}

/// What a local time in a zone is as RFC 3339 in that zone.
std::string resolved(const Zone& zone, std::string_view local) {
  const auto instant = parse_instant(local, zone);
  if (!instant) return "none";
  std::string text;
  append_instant(text, *instant, zone);
  return text;
}

std::string shown(const Zone& zone, std::string_view instant) {
  std::string text;
  append_instant(text, utc(instant), zone);
  return text;
}

}  // namespace

TEST_CASE("a zone is found by its IANA name and by nothing else") {
  CHECK(Zone::find("Asia/Shanghai") != nullptr);
  CHECK(Zone::find("PRC") != nullptr);
  CHECK(Zone::find("UTC") != nullptr);
  for (const char* name : {"", "asia/shanghai", "Asia/Shangha", "Asia", "Fixed/UTC+08:00:00", "UTC+8", "localtime",
                           "posixrules", "Factory", "posix/UTC", "right/UTC", "/usr/share/zoneinfo/UTC",
                           "../../etc/passwd", "../zoneinfo/UTC", "tzdata.zi", "./UTC", ":UTC"}) {
    CHECK(Zone::find(name) == nullptr);
  }
  CHECK(Zone::find(std::string_view("UTC\0x", 5)) == nullptr);
}

TEST_CASE("zone names are sorted, each of them loads, and the database has a version") {
  const auto& names = zone_names();
  CHECK(names.size() > 400);
  CHECK(std::ranges::is_sorted(names));
  CHECK(tz_database_version().size() >= 5);
}

TEST_CASE("skipped local times move forward by the gap, repeated ones are the first") {
  const auto new_york = zone_of("America/New_York");
  CHECK(resolved(*new_york, "2025-03-09T01:59:59") == "2025-03-09T01:59:59-05:00");
  CHECK(resolved(*new_york, "2025-03-09T02:00:00") == "2025-03-09T03:00:00-04:00");
  CHECK(resolved(*new_york, "2025-03-09T02:30:00") == "2025-03-09T03:30:00-04:00");
  CHECK(resolved(*new_york, "2025-03-09T03:00:00") == "2025-03-09T03:00:00-04:00");
  CHECK(resolved(*new_york, "2025-11-02T00:59:59") == "2025-11-02T00:59:59-04:00");
  CHECK(resolved(*new_york, "2025-11-02T01:30:00") == "2025-11-02T01:30:00-04:00");
  CHECK(resolved(*new_york, "2025-11-02T02:00:00") == "2025-11-02T02:00:00-05:00");
  CHECK(resolved(*new_york, "2025-11-02T01:30:00-05:00") == "2025-11-02T01:30:00-05:00");
}

TEST_CASE("China kept summer time from 1986 to 1991") {
  const auto shanghai = zone_of("Asia/Shanghai");
  CHECK(shown(*shanghai, "1988-07-01T00:00:00Z") == "1988-07-01T09:00:00+09:00");
  CHECK(shown(*shanghai, "1992-07-01T00:00:00Z") == "1992-07-01T08:00:00+08:00");
  CHECK(resolved(*shanghai, "1986-05-04T02:30:00") == "1986-05-04T03:30:00+09:00");
  CHECK(resolved(*shanghai, "1991-09-15T01:30:00") == "1991-09-15T01:30:00+09:00");
  CHECK(shanghai->next_change(utc("2025-01-01T00:00:00Z")) == last_instant + 1);
  CHECK(shanghai->offset_seconds(utc("1900-12-31T00:00:00Z")) == 8 * 3600 + 5 * 60 + 43);
}

TEST_CASE("Samoa had no 30 December 2011") {
  const auto apia = zone_of("Pacific/Apia");
  CHECK(resolved(*apia, "2011-12-29T23:59:59") == "2011-12-29T23:59:59-10:00");
  CHECK(resolved(*apia, "2011-12-30T00:00:00") == "2011-12-31T00:00:00+14:00");
  CHECK(resolved(*apia, "2011-12-30T15:00:00") == "2011-12-31T15:00:00+14:00");
  CHECK(resolved(*apia, "2011-12-31T00:00:00") == "2011-12-31T00:00:00+14:00");
}

TEST_CASE("Morocco turns its clock back for Ramadan, listed year by year") {
  const auto casablanca = zone_of("Africa/Casablanca");
  CHECK(shown(*casablanca, "2024-02-01T00:00:00Z") == "2024-02-01T01:00:00+01:00");
  CHECK(shown(*casablanca, "2024-04-01T00:00:00Z") == "2024-04-01T00:00:00Z");
  CHECK(resolved(*casablanca, "2024-03-10T02:30:00") == "2024-03-10T02:30:00+01:00");
  CHECK(resolved(*casablanca, "2024-04-14T02:30:00") == "2024-04-14T03:30:00+01:00");
}

TEST_CASE("the first and the last moment of the language, in any zone") {
  const auto shanghai = zone_of("Asia/Shanghai");
  const auto new_york = zone_of("America/New_York");
  CHECK(resolved(*new_york, "9999-12-31T23:59:59.999999") == "none");
  CHECK(resolved(*shanghai, "0001-01-01T00:00:00") == "none");
  CHECK(resolved(*Zone::utc(), "0001-01-01T00:00:00") == "0001-01-01T00:00:00Z");
  CHECK(resolved(*Zone::utc(), "9999-12-31T23:59:59.999999") == "9999-12-31T23:59:59.999999Z");
  // In the zone these would fall in years that no text has: they are written in UTC.
  CHECK(shown(*shanghai, "9999-12-31T23:00:00Z") == "9999-12-31T23:00:00Z");
  CHECK(shown(*new_york, "0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
  // Local mean time has seconds, which RFC 3339 cannot say.
  CHECK(shown(*shanghai, "1900-01-01T00:00:00Z") == "1900-01-01T00:00:00Z");
  CHECK(new_york->next_change(last_instant) == last_instant + 1);
}

TEST_CASE("summer time goes on to the year 9999") {
  const auto new_york = zone_of("America/New_York");
  CHECK(shown(*new_york, "9998-07-01T00:00:00Z") == "9998-06-30T20:00:00-04:00");
  CHECK(shown(*new_york, "9998-12-01T00:00:00Z") == "9998-11-30T19:00:00-05:00");
  std::string text;
  append_instant(text, new_york->next_change(utc("9998-01-01T00:00:00Z")), *new_york);
  CHECK(text == "9998-03-08T03:00:00-04:00");
}

TEST_CASE("every zone agrees with the library it was read by, before, at and after its changes") {
  std::mt19937_64 random(20250312);
  const auto each = [](const Zone& zone, const cctz::time_zone& reference, Instant instant) {
    if (instant < first_instant || instant > last_instant) return true;
    using Seconds = cctz::time_point<cctz::seconds>;
    const std::int64_t seconds = (instant - first_instant) / second + first_instant / second;
    const Seconds at{cctz::seconds(seconds)};
    const auto lookup = reference.lookup(at);
    const Local local = zone.local(instant);
    const cctz::civil_second midnight = cctz::civil_second(1970, 1, 1) + local.date * std::int64_t{86'400};
    if (zone.offset_seconds(instant) != lookup.offset) return false;
    if (midnight + local.time / second != lookup.cs) return false;

    // The other way: the offset that held before a change decides, in gaps as in overlaps.
    Instant back = 0;
    const Instant expected = reference.lookup(lookup.cs).pre.time_since_epoch().count() * second;
    const Fault fault = zone.instant({local.date, local.time / second * second}, back);
    if (expected < first_instant || expected > last_instant) return fault == Fault::out_of_range;
    return fault == Fault::none && back == expected;
  };
  for (const std::string& name : zone_names()) {
    INFO(name);
    const auto zone = zone_of(name);
    cctz::time_zone reference;
    REQUIRE(cctz::load_time_zone(name, &reference));
    bool agrees = true;
    std::uniform_int_distribution<Instant> anywhere(first_instant, last_instant);
    std::uniform_int_distribution<Instant> this_age(utc("1880-01-01T00:00:00Z"), utc("2500-01-01T00:00:00Z"));
    for (int i = 0; i < 100; ++i) {
      agrees = agrees && each(*zone, reference, anywhere(random)) && each(*zone, reference, this_age(random));
    }
    const auto around_change_after = [&](Instant from) {
      const Instant change = zone->next_change(from);
      for (const Instant shift :
           {-25 * hour, -hour, -minute * 30, -second, Duration{0}, minute * 30, hour, 25 * hour}) {
        agrees = agrees && each(*zone, reference, change + shift);
      }
      return change;
    };
    for (Instant at = first_instant; at < utc("2045-01-01T00:00:00Z");) at = around_change_after(at);
    for (int i = 0; i < 20; ++i) around_change_after(anywhere(random));
    CHECK(agrees);
  }
}

TEST_CASE("local times inside gaps agree with the library for every zone") {
  for (const std::string& name : zone_names()) {
    INFO(name);
    const auto zone = zone_of(name);
    cctz::time_zone reference;
    REQUIRE(cctz::load_time_zone(name, &reference));
    bool agrees = true;
    for (Instant at = first_instant; at < utc("2450-01-01T00:00:00Z");) {
      at = zone->next_change(at);
      if (at > last_instant) break;
      const Instant before = at + zone->offset_seconds(at - 1) * second;
      for (Duration shift = -3 * hour; shift <= 3 * hour; shift += 15 * minute) {
        const std::int64_t shown_seconds = (before + shift) / second;
        const auto civil = cctz::civil_second(1970, 1, 1) + shown_seconds;
        const Date date = static_cast<Date>(cctz::civil_day(civil) - cctz::civil_day(1970, 1, 1));
        Instant found = 0;
        if (zone->instant({date, (shown_seconds - date * std::int64_t{86'400}) * second}, found) != Fault::none) {
          agrees = false;
        }
        agrees = agrees && found == reference.lookup(civil).pre.time_since_epoch().count() * second;
      }
    }
    CHECK(agrees);
  }
}
