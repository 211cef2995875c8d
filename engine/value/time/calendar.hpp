#pragma once
// Which days count as business days.

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
    std::uint8_t weekend = 0;          ///< Bit n: weekday n (0 is Monday) is not a business day.
    std::vector<Range> holidays, workdays;
    std::vector<Range> covers;         ///< Empty: every date.
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
  Rules rules_;  // Ranges sorted and merged.
};

}  // namespace writ::time
