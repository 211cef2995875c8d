#include "engine/value/time/calendar.hpp"

#include <algorithm>
#include <limits>

namespace writ::time {
namespace {

constexpr std::uint8_t every_day_off = 0x7f, no_day_off = 0;

/// Sorts; joins ranges that overlap or touch.
std::vector<Calendar::Range> merged(std::vector<Calendar::Range> ranges) {
  std::erase_if(ranges, [](const Calendar::Range& range) { return range.first > range.last; });
  std::ranges::sort(ranges, {}, &Calendar::Range::first);
  std::vector<Calendar::Range> result;
  for (const Calendar::Range& range : ranges) {
    if (!result.empty() && range.first <= result.back().last + 1) {
      result.back().last = std::max(result.back().last, range.last);
    } else {
      result.push_back(range);
    }
  }
  return result;
}

bool contains(const std::vector<Calendar::Range>& ranges, Date date) {
  const auto after = std::ranges::upper_bound(ranges, date, {}, &Calendar::Range::first);
  return after != ranges.begin() && date <= std::prev(after)->last;
}

}  // namespace

Calendar::Calendar(Rules rules) : rules_(std::move(rules)) {
  rules_.weekend &= every_day_off;
  rules_.holidays = merged(std::move(rules_.holidays));
  rules_.workdays = merged(std::move(rules_.workdays));
  rules_.covers = merged(std::move(rules_.covers));

  std::vector<Date> starts{first_date};
  for (const auto* ranges : {&rules_.holidays, &rules_.workdays, &rules_.covers}) {
    for (const Range& range : *ranges) {
      if (range.first > first_date && range.first <= last_date) starts.push_back(range.first);
      if (range.last >= first_date && range.last < last_date) starts.push_back(range.last + 1);
    }
  }
  std::ranges::sort(starts);
  const auto repeated = std::ranges::unique(starts);
  starts.erase(repeated.begin(), repeated.end());

  spans_.reserve(starts.size());
  for (const Date start : starts) {
    const bool covered = rules_.covers.empty() || contains(rules_.covers, start);
    std::uint8_t days_off = rules_.weekend;
    if (contains(rules_.holidays, start)) days_off = every_day_off;
    if (contains(rules_.workdays, start)) days_off = no_day_off;
    spans_.push_back({start, days_off, covered});
  }
}

std::size_t Calendar::span_of(Date date) const {
  // The first span serves the days before it too, which a local time at the edge of year 0001 may have.
  const auto after = std::upper_bound(spans_.begin() + 1, spans_.end(), date,
                                      [](Date sought, const Span& span) { return sought < span.first; });
  return static_cast<std::size_t>(after - spans_.begin()) - 1;
}

bool Calendar::covers(Date date) const { return spans_[span_of(date)].covered; }

Fault Calendar::is_business_day(Date date, bool& result) const {
  const Span& span = spans_[span_of(date)];
  if (!span.covered) return Fault::outside_calendar;
  result = span.counts(weekday(date));
  return Fault::none;
}

Fault Calendar::add_business_days(Date date, std::int64_t count, Date& result) const {
  const Date step = count < 0 ? -1 : 1;
  // A count too large to negate leaves every calendar all the same.
  std::int64_t left = count == std::numeric_limits<std::int64_t>::min() ? std::numeric_limits<std::int64_t>::max()
                      : count < 0                                       ? -count
                                                                        : count;
  while (left > 0) {
    date += step;
    if (date < first_date || date > last_date) return Fault::out_of_range;
    const std::size_t index = span_of(date);
    const Span& span = spans_[index];
    if (!span.covered) return Fault::outside_calendar;
    const Date end = step < 0 ? span.first : index + 1 < spans_.size() ? spans_[index + 1].first - 1 : last_date;

    // Whole weeks of this span at once, as long as the last day sought does not lie in them; then day by day.
    const std::int64_t a_week = 7 - __builtin_popcount(span.days_off);
    std::int64_t weeks = ((end - date) * step + 1) / 7;
    if (a_week > 0) weeks = std::min(weeks, (left - 1) / a_week);
    date += static_cast<Date>(weeks * 7) * step;
    left -= weeks * a_week;
    int day_of_week = weekday(date);
    for (; (end - date) * step >= 0; date += step, day_of_week = (day_of_week + 7 + step) % 7) {
      if (span.counts(day_of_week) && --left == 0) break;
    }
    if (left > 0) date = end;
  }
  result = date;
  return Fault::none;
}

}  // namespace writ::time
