#pragma once
// Dates, instants and bounds that are written out, as numbers; and the header's zones, calendars and sources.

#include "engine/check/context.hpp"

namespace writ::checking {

/// Days since 1970; nothing where there is no such date.
std::optional<time::Date> to_days(const syntax::DateLiteral& date);
/// Without an offset it is read in the file's zone, which is reported where the header names none.
std::optional<time::Instant> to_instant(Context& context, FileIndex file, const syntax::InstantLiteral& literal,
                                        Span place);
/// A date is the start of that day, or with `following` of the next; an instant with `following` is the microsecond
/// after.
std::optional<time::Instant> to_instant(Context& context, FileIndex file, const syntax::DateBound& bound,
                                        bool following = false);
/// The file's zone. Where the header names none that is noted, in the words of `what` ("a date as a bound").
const time::Zone* need_zone(Context& context, FileIndex file, Span place, std::string_view what);
const time::Calendar* need_calendar(Context& context, FileIndex file, Span place, std::string_view what);

/// Says of each file which clause its header lacks, once, where it is first needed.
void report_missing_clauses(Context& context);

/// The bound as an instant, or with `as_date` as days: for what is dated by a Date. With `following`, the first after
/// it.
std::optional<std::int64_t> bound_value(Context& context, FileIndex file, const syntax::DateBound& bound, bool as_date,
                                        bool following);

/// From inclusive, before exclusive.
struct InForce {
  std::optional<std::int64_t> from, before;
};
/// Nothing where a bound was wrong.
std::optional<InForce> to_range(Context& context, FileIndex file, const syntax::Effective& effective,
                                bool as_date = false);

void declare_calendars(Context& context);
/// Zones, calendars, sources and what is used, of every file.
void declare_headers(Context& context);

}  // namespace writ::checking
