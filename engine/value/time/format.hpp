#pragma once
// Times as text: RFC 3339 and ISO 8601 for programs, and as people of a language write them.

#include <optional>
#include <string>
#include <string_view>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/period.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::time {

std::optional<Date> parse_date(std::string_view text);        ///< 2025-03-12
std::optional<TimeOfDay> parse_time(std::string_view text);   ///< 23:59:59, with up to six decimals
std::optional<Instant> parse_instant(std::string_view text);  ///< RFC 3339; an offset is needed
/// With or without an offset; without one it is read in `zone`.
std::optional<Instant> parse_instant(std::string_view text, const Zone& zone);
std::optional<Duration> parse_duration(std::string_view text);  ///< PT24H, P1DT2H, 24h, 1h30m

void append_date(std::string& out, Date date);
void append_time(std::string& out, TimeOfDay time);
void append_instant(std::string& out, Instant instant, const Zone& zone);  ///< Microseconds only where there are some.
void append_duration(std::string& out, Duration duration);                 ///< PT24H
void append_period(std::string& out, Period period);  ///< P3D, P1M; business days: "3 business days"

/// As people read it, by a language tag: "" and "en" give `2025-03-12 13:00`, `24 hours`; "zh" gives `24小时`.
void append_instant_for_people(std::string& out, Instant instant, const Zone& zone, std::string_view language);
void append_duration_for_people(std::string& out, Duration duration, std::string_view language);
void append_period_for_people(std::string& out, Period period, std::string_view language);

}  // namespace writ::time
