#pragma once
// Which days count as business days.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/value/time/civil.hpp"

namespace writ::time {

class Calendar {
 public:
  struct Range {
    Date first, last;  ///< Both in.
  };
  struct Rules {
    std::string name;
    std::uint8_t weekend = 0;               ///< Bit n: weekday n (0 is Monday) is not a business day.
    std::vector<Range> holidays, workdays;  ///< A date in both is a work day.
    std::vector<Range> covers;              ///< Empty: every date.
  };
  explicit Calendar(Rules rules);

  const Rules& rules() const { return rules_; }
  bool covers(Date date) const;
  /// Faults: outside_calendar.
  Fault is_business_day(Date date, bool& result) const;
  /// Steps over days that do not count; from a non-business day the first step lands on the next business day; 0 stays;
  /// a negative count mirrors it. Every date stepped on must be covered. Faults: outside_calendar, out_of_range.
  Fault add_business_days(Date date, std::int64_t count, Date& result) const;

 private:
  /// Up to the next span, the weekdays of one mask do not count.
  struct Span {
    Date first;
    std::uint8_t days_off;
    bool covered;
    std::int64_t days_before = 0;      ///< Business days in the spans before it,
    std::size_t uncovered_before = 0;  ///< and how many of those are not covered.
    std::int64_t a_week() const { return 7 - __builtin_popcount(days_off); }
    bool counts(int day_of_week) const { return (days_off >> day_of_week & 1) == 0; }
  };
  std::size_t span_of(Date date) const;
  /// Business days from the first of all dates to this one, both in.
  std::int64_t days_until(Date date) const;
  /// The business day with this number of those.
  Date business_day(std::int64_t number) const;
  bool covers_all(Date from, Date to) const;

  Rules rules_;              // Ranges sorted and merged.
  std::vector<Span> spans_;  // All dates, in order; the first begins on `first_date`.
};

}  // namespace writ::time
