#include "engine/analysis/functions_pieces.hpp"

#include <algorithm>
#include <utility>

#include "engine/analysis/term_sum.hpp"

namespace writ::analysis {
namespace {

/// The Gregorian calendar repeats itself after so many days, which are 400 years.
constexpr Integer cycle = 146'097;
constexpr Integer cycle_years = 400;

/// Looking for the ends of a piece costs a few calls a day.
constexpr int about_a_month = 40, about_a_year = 370;

/// The year may be any.
struct Civil {
  Integer year;
  int month, day;
};

Civil civil(Integer date) {
  const Integer cycles = floor_quotient(date - time::first_date, cycle);
  const time::Ymd ymd = time::to_ymd(static_cast<time::Date>(date - cycles * cycle));
  return {ymd.year + cycles * cycle_years, ymd.month, ymd.day};
}

Integer date_of(const Civil& civil) {
  const Integer cycles = floor_quotient(civil.year - 1, cycle_years);
  const auto year = static_cast<std::int32_t>(civil.year - cycles * cycle_years);
  return time::to_date({year, civil.month, civil.day}) + cycles * cycle;
}

Integer same_day_in(Integer date, Integer month) {
  const Integer start = start_of_month(month), end = start_of_month(month + 1) - 1;
  return std::min(start + civil(date).day - 1, end);
}

/// The piece around a number of a function that can be computed anywhere, found by going up and down from there, at
/// most `reach` numbers.
template <typename Compute>
FunctionPiece piece_around(Integer at, int reach, Compute compute) {
  const Integer value = compute(at);
  const auto stretch = [&](int slope) {
    FunctionPiece piece{at, at, slope, slope == 0 ? value : value - at};
    const auto is_on = [&](Integer where) { return compute(where) == (slope == 0 ? value : where + piece.offset); };
    while (piece.high < at + reach && is_on(piece.high + 1)) ++piece.high;
    while (piece.low > at - reach && is_on(piece.low - 1)) --piece.low;
    return piece;
  };
  const FunctionPiece level = stretch(0), rising = stretch(1);
  return level.high - level.low >= rising.high - rising.low ? level : rising;
}

/// What a computed function's results lie apart from its arguments, over some of these.
template <typename Compute>
Band band_over(Integer first, Integer last, Band band, Compute compute) {
  const auto apart = [&](Integer at) { return band.of_value * compute(at) - band.of_argument * at; };
  band.least = band.most = apart(first);
  for (Integer at = first; at <= last; ++at) {
    const Integer found = apart(at);
    band.least = std::min(band.least, found);
    band.most = std::max(band.most, found);
  }
  return band;
}

template <typename Compute>
Function rising_function(const std::string& name, int reach, std::optional<Band> band, Compute compute) {
  return {.name = name,
          .piece = [reach, compute](Integer at) -> std::optional<FunctionPiece> {
            return piece_around(at, reach, compute);
          },
          .rising = true,
          .least = -unbounded,
          .most = unbounded,
          .band = band};
}

/// A function of dates that goes on in the same way after a cycle.
template <typename Compute>
Function civil_function(const std::string& name, int longest_piece, Band unit, Compute compute) {
  const Band band = band_over(time::first_date, time::first_date + cycle - 1, unit, compute);
  return rising_function(name, longest_piece, band, compute);
}

}  // namespace

ZoneOffsets::ZoneOffsets(const time::Zone& zone) {
  for (time::Instant at = time::first_instant; at <= time::last_instant; at = zone.next_change(at)) {
    const Integer offset = Integer{zone.offset_seconds(at)} * time::second;
    const Integer before = stretches.empty() ? offset : stretches.back().offset;
    stretches.push_back({at, at + std::max(before, offset), offset});
  }
  const auto [least, most] = std::ranges::minmax(stretches, {}, &Stretch::offset);
  least_offset = least.offset;
  most_offset = most.offset;
}

namespace {

/// Lines of slope 1, one after another. `sign`: the offset is added or taken away.
Function zone_function(std::string name, std::shared_ptr<const ZoneOffsets> zone, Integer ZoneOffsets::Stretch::*start,
                       int sign) {
  const Integer least = sign > 0 ? zone->least_offset : -zone->most_offset;
  const Integer most = sign > 0 ? zone->most_offset : -zone->least_offset;
  return {.name = std::move(name),
          .piece = [zone = std::move(zone), start, sign](Integer at) -> std::optional<FunctionPiece> {
            const auto& stretches = zone->stretches;
            const auto next = std::ranges::upper_bound(stretches.begin() + 1, stretches.end(), at, {}, start);
            const auto here = next - 1;
            return FunctionPiece{here == stretches.begin() ? -unbounded : (*here).*start,
                                 next == stretches.end() ? unbounded : (*next).*start - 1, 1, sign * here->offset};
          },
          .rising = false,
          .least = -unbounded,
          .most = unbounded,
          .band = Band{1, 1, least, most}};
}

}  // namespace

Function clock_function(std::shared_ptr<const ZoneOffsets> zone) {
  return zone_function("clock", std::move(zone), &ZoneOffsets::Stretch::start, 1);
}
Function instant_function(std::shared_ptr<const ZoneOffsets> zone) {
  return zone_function("instant", std::move(zone), &ZoneOffsets::Stretch::local_start, -1);
}

Integer month_number(Integer date) {
  const Civil of = civil(date);
  return of.year * 12 + of.month - 1;
}
Integer start_of_month(Integer month_number) {
  return date_of({floor_quotient(month_number, 12), static_cast<int>(floor_remainder(month_number, 12)) + 1, 1});
}

Function months_later(std::int64_t months) {
  return civil_function("later_months", about_a_month, {},
                        [months](Integer date) { return same_day_in(date, month_number(date) + months); });
}
Function year_of() {
  return civil_function("year", about_a_year, {.of_value = cycle, .of_argument = cycle_years},
                        [](Integer date) { return civil(date).year; });
}
Function start_of_month() {
  return civil_function("start_of_month", about_a_month, {}, [](Integer date) { return date - civil(date).day + 1; });
}
Function start_of_year() {
  return civil_function("start_of_year", about_a_year, {}, [](Integer date) {
    return date_of({civil(date).year, 1, 1});
  });
}
Function month_number_of() {
  return civil_function("month_number", about_a_month, {.of_value = cycle, .of_argument = cycle_years * 12},
                        [](Integer date) { return month_number(date); });
}
Function start_of_month_number() {
  const auto compute = [](Integer number) { return start_of_month(number); };
  const Band band = band_over(0, cycle_years * 12 - 1, {.of_value = cycle_years * 12, .of_argument = cycle}, compute);
  return rising_function("start_of_month_number", 2, band, compute);
}

std::shared_ptr<const time::Calendar> endless(const time::Calendar& calendar) {
  time::Calendar::Rules rules = calendar.rules();
  rules.covers.clear();
  return std::make_shared<const time::Calendar>(std::move(rules));
}

namespace {

constexpr int longest_business_piece = 60;
/// What is looked through for how far a date moves: so many days, by a count of so many.
constexpr Integer longest_look = 40'000, largest_count = 2'000;

std::optional<Integer> moved(const time::Calendar& calendar, Integer date, std::int64_t count) {
  time::Date result = 0;
  if (calendar.add_business_days(static_cast<time::Date>(date), count, result) != Fault::none) return std::nullopt;
  return result;
}

/// How far dates move: beside the days that the calendar names, every week is like the next.
std::optional<Band> how_far(const time::Calendar& calendar, std::int64_t count, Range dates) {
  constexpr std::uint8_t every_day = 0x7f;
  if (count > largest_count || count < -largest_count || calendar.rules().weekend == every_day) return std::nullopt;
  Integer first = 0, last = 0;
  for (const auto* ranges : {&calendar.rules().holidays, &calendar.rules().workdays}) {
    if (ranges->empty()) continue;
    first = std::min<Integer>(first, ranges->front().first);
    last = std::max<Integer>(last, ranges->back().last);
  }
  // No days but the named ones and weekends are off, so nowhere else a date moves further than two weeks for each.
  const Integer reach = 14 * (count < 0 ? -count : count) + 14;
  first = std::max(first - reach, dates.least);
  last = std::min(last + reach, dates.most);
  if (last - first > longest_look) return std::nullopt;
  return band_over(first, last, {}, [&](Integer date) { return *moved(calendar, date, count); });
}

}  // namespace

Function business_days_later(std::shared_ptr<const time::Calendar> calendar, std::int64_t count) {
  const auto moves = [&](Integer date) { return moved(*calendar, date, count).has_value(); };
  // Where a date can be moved: up to some date, or from some date on.
  constexpr Integer middle = 0, first = time::first_date - 1, last = time::last_date + 1;
  Range dates{first, last};
  const bool anywhere = moves(middle);
  if (anywhere && count > 0) dates.most = last_that(middle, last, moves);
  if (anywhere && count < 0) dates.least = -last_that(-middle, -first, [&](Integer date) { return moves(-date); });
  const std::optional<Band> band = anywhere ? how_far(*calendar, count, dates) : Band{};
  if (!anywhere) dates = {1, 0};

  return rising_function("later_business_days", longest_business_piece, band,
                         [calendar = std::move(calendar), count, dates, band](Integer date) -> Integer {
                           if (dates.least > dates.most) return date;
                           const Integer within = std::clamp(date, dates.least, dates.most);
                           const Integer result = *moved(*calendar, within, count);
                           if (within == date) return result;
                           if (!band) return result;
                           return date + (date < within ? band->least : band->most);
                         });
}

Function business_day(std::shared_ptr<const time::Calendar> calendar) {
  return {.name = "business_day",
          .piece = [calendar = std::move(calendar)](Integer at) -> std::optional<FunctionPiece> {
            return piece_around(at, longest_business_piece, [&](Integer date) -> Integer {
              const Integer within = std::clamp<Integer>(date, time::first_date - 1, time::last_date + 1);
              bool counts = false;
              static_cast<void>(calendar->is_business_day(static_cast<time::Date>(within), counts));
              return counts ? 1 : 0;
            });
          },
          .rising = false,
          .least = 0,
          .most = 1,
          .band = {}};
}

}  // namespace writ::analysis
