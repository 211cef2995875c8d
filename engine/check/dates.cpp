#include "engine/check/dates.hpp"

#include <fmt/format.h>

namespace writ::checking {

std::optional<time::Date> to_days(const syntax::DateLiteral& date) {
  const time::Ymd ymd{date.year, date.month, date.day};
  if (!time::exists(ymd)) return std::nullopt;  // The parser has said so.
  return time::to_date(ymd);
}

const time::Zone* need_zone(Context& context, FileIndex file, Span place, std::string_view what) {
  const auto* zone = context.model.files[file].zone.get();
  if (zone == nullptr && !context.zone_failed[file]) context.zone_missing[file].note(place, what);
  return zone;
}

const time::Calendar* need_calendar(Context& context, FileIndex file, Span place, std::string_view what) {
  const auto* calendar = context.model.files[file].calendar.get();
  if (calendar == nullptr && !context.calendar_failed[file]) context.calendar_missing[file].note(place, what);
  return calendar;
}

void report_missing_clauses(Context& context) {
  for (FileIndex file = 0; file < context.files.size(); ++file) {
    // A header that failed to parse may have had them.
    if (context.symbols.lost_names(file) || context.files[file].header.name.parts.empty()) continue;
    if (const auto& zone = context.zone_missing[file]; !zone.what.empty()) {
      context
          .error(Code::needs_zone, zone.place,
                 fmt::format("{} needs a time zone, and this file's header names none", zone.what))
          .help("add `timezone \"Asia/Shanghai\"`, or another IANA zone, to the header");
    }
    if (const auto& calendar = context.calendar_missing[file]; !calendar.what.empty()) {
      context
          .error(Code::needs_calendar, calendar.place,
                 fmt::format("{} needs a calendar, and this file's header names none", calendar.what))
          .help("add `calendar NAME` to the header, and `use` the file that declares it");
    }
  }
}

std::optional<time::Instant> to_instant(Context& context, FileIndex file, const syntax::InstantLiteral& literal,
                                        Span place) {
  const auto days = to_days(literal.date);
  if (!days) return std::nullopt;
  time::Instant result = 0;
  if (literal.offset_seconds) {
    result = static_cast<std::int64_t>(*days) * time::day + literal.time.microseconds -
             static_cast<std::int64_t>(*literal.offset_seconds) * time::second;
  } else {
    const auto* zone = need_zone(context, file, place, "an instant without an offset");
    if (zone == nullptr) return std::nullopt;
    if (zone->instant({*days, literal.time.microseconds}, result) != Fault::none) result = time::first_instant - 1;
  }
  if (result < time::first_instant || result > time::last_instant) {
    context.error(Code::out_of_years, place, "this instant is outside the years 0001 to 9999 in UTC");
    return std::nullopt;
  }
  return result;
}

std::optional<time::Instant> to_instant(Context& context, FileIndex file, const syntax::DateBound& bound,
                                        bool following) {
  if (const auto* instant = std::get_if<syntax::InstantLiteral>(&bound.value)) {
    const auto result = to_instant(context, file, *instant, bound.span);
    return result && following ? std::optional(*result + 1) : result;
  }
  const auto days = to_days(std::get<syntax::DateLiteral>(bound.value));
  if (!days) return std::nullopt;
  const auto* zone = need_zone(context, file, bound.span, "a date as a bound");
  if (zone == nullptr) return std::nullopt;
  const time::Date day = following ? *days + 1 : *days;
  if (day > time::last_date) return time::last_instant + 1;
  time::Instant result = 0;
  if (zone->instant({day, 0}, result) != Fault::none) {
    context.error(Code::out_of_years, bound.span, "this date is outside the years 0001 to 9999 in UTC");
    return std::nullopt;
  }
  return result;
}

std::optional<std::int64_t> bound_value(Context& context, FileIndex file, const syntax::DateBound& bound, bool as_date,
                                        bool following) {
  if (!as_date) return to_instant(context, file, bound, following);
  if (const auto* date = std::get_if<syntax::DateLiteral>(&bound.value)) {
    const auto days = to_days(*date);
    if (!days) return std::nullopt;
    return std::int64_t{*days} + (following ? 1 : 0);
  }
  context.error(Code::type_mismatch, bound.span, "this is an instant, and what it is compared with is a date");
  return std::nullopt;
}

std::optional<InForce> to_range(Context& context, FileIndex file, const syntax::Effective& effective, bool as_date) {
  InForce range;
  if (effective.from) {
    range.from = bound_value(context, file, *effective.from, as_date, false);
    if (!range.from) return std::nullopt;
  }
  const auto& end = effective.before ? effective.before : effective.through;
  if (end) {
    range.before = bound_value(context, file, *end, as_date, !effective.before);
    if (!range.before) return std::nullopt;
  }
  if (range.from && range.before && *range.from >= *range.before) {
    context.error(Code::effective_empty, end->span, "this range holds no instant: it ends before it begins")
        .under(effective.before ? "ends before this" : "ends with this")
        .label(effective.from->span, "begins here");
    return std::nullopt;
  }
  return range;
}

}  // namespace writ::checking
