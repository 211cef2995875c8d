#include "engine/value/time/calendar.hpp"

#include <algorithm>

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
    Span span{.first = start, .days_off = days_off, .covered = covered};
    if (!spans_.empty()) {
      span.days_before = days_until(start - 1);
      span.uncovered_before = spans_.back().uncovered_before + (spans_.back().covered ? 0 : 1);
    }
    spans_.push_back(span);
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

std::int64_t Calendar::days_until(Date date) const {
  const Span& span = spans_[span_of(date)];
  const Date weeks = (date - span.first + 1) / 7;
  std::int64_t days = span.days_before + weeks * span.a_week();
  for (Date each = span.first + weeks * 7; each <= date; ++each) days += span.counts(weekday(each)) ? 1 : 0;
  return days;
}

Date Calendar::business_day(std::int64_t number) const {
  const Span& span = *std::prev(std::ranges::lower_bound(spans_, number, {}, &Span::days_before));
  const std::int64_t weeks = (number - span.days_before - 1) / span.a_week();
  std::int64_t left = number - span.days_before - weeks * span.a_week();
  Date date = span.first + static_cast<Date>(weeks * 7);
  while (!span.counts(weekday(date)) || --left > 0) ++date;
  return date;
}

bool Calendar::covers_all(Date from, Date to) const {
  const Span& first = spans_[span_of(from)];
  const Span& last = spans_[span_of(to)];
  return last.covered && first.uncovered_before == last.uncovered_before;
}

Fault Calendar::add_business_days(Date date, std::int64_t count, Date& result) const {
  if (count == 0) {
    result = date;
    return Fault::none;
  }
  const bool later = count > 0;
  const Date next = later ? date + 1 : date - 1;
  if (next < first_date || next > last_date) return Fault::out_of_range;
  // The number of the day sought among all business days. Counts that leave every calendar need not be told apart.
  constexpr std::int64_t most = last_date - first_date + 2;
  const std::int64_t number = days_until(later ? date : next) + std::clamp(count, -most, most) + (later ? 0 : 1);
  const bool is_there = number >= 1 && number <= days_until(last_date);
  const Date end = is_there ? business_day(number) : later ? last_date : first_date;
  if (!covers_all(std::min(next, end), std::max(next, end))) return Fault::outside_calendar;
  if (!is_there) return Fault::out_of_range;
  result = end;
  return Fault::none;
}

}  // namespace writ::time
