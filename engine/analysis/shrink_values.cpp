#include "engine/analysis/shrink_values.hpp"

#include <algorithm>
#include <array>

#include "engine/analysis/term.hpp"
#include "engine/value/decimal.hpp"

namespace writ::analysis {
namespace {

using Unsigned = std::uint64_t;

Unsigned size_of(std::int64_t value) {
  return value < 0 ? Unsigned{0} - static_cast<Unsigned>(value) : static_cast<Unsigned>(value);
}

/// Digits that are written, and those among them that are not zeros at the end.
std::int64_t digits_cost(Unsigned value) {
  if (value == 0) return 0;
  std::int64_t zeros = 0, significant = 0;
  while (value % 10 == 0) value /= 10, ++zeros;
  for (; value > 0; value /= 10) ++significant;
  return 1 + 4 * significant + zeros;
}

constexpr std::array<std::int64_t, 6> time_units = {time::day, time::hour, time::minute, time::second, 1000, 1};

/// The coarsest unit of which it is a whole number.
std::size_t unit_level(std::int64_t value) {
  std::size_t level = 0;
  while (value % time_units[level] != 0) ++level;
  return level;
}

constexpr std::array<std::int64_t, 2> int_steps = {10, 1};
constexpr std::array<std::int64_t, 4> decimal_steps = {100 * decimal::one, decimal::one, decimal::one / 100, 1};

/// Towards smaller and towards larger values.
std::int64_t floor_to(std::int64_t value, std::int64_t unit) {
  const std::int64_t rest = value % unit;
  return value - (rest < 0 ? rest + unit : rest);
}

std::int64_t tie(std::int64_t cost, std::int64_t value) {
  return cost * 1000 + static_cast<std::int64_t>(std::min<Unsigned>(size_of(value), 499)) * 2 + (value < 0 ? 1 : 0);
}

std::int64_t clamp_instant(Integer value) {
  if (value < time::first_instant) return time::first_instant;
  if (value > time::last_instant) return time::last_instant;
  return static_cast<std::int64_t>(value);
}

}  // namespace

PlainValues::PlainValues(const model::Model& model, const time::Zone& zone, int year)
    : zone_(zone), home_(time::to_date({year, 1, 1})) {
  for (const model::Expr& expr : model.exprs) {
    const auto* constant = std::get_if<model::Constant>(&expr.node);
    if (constant != nullptr && !expr.type.is_list()) known_[expr.type.base].insert(constant->value);
  }
}

int PlainValues::level(time::Instant instant) const { return static_cast<int>(unit_level(zone_.local(instant).time)); }

std::int64_t PlainValues::cost_of_now(time::Instant now) const {
  const time::Date date = zone_.local(now).date;
  const int years = std::abs(time::to_ymd(date).year - time::to_ymd(home_).year);
  return level(now) * 100 + (years == 0 ? 0 : 20 + std::min(years, 60)) +
         std::min<std::int64_t>(std::abs(date - home_), 19);
}

std::int64_t PlainValues::cost(Kind kind, std::int64_t value, time::Instant now) const {
  switch (kind) {
    case Kind::integer: return tie(digits_cost(size_of(value)), value);
    case Kind::decimal:
    case Kind::money: {
      const Unsigned size = size_of(value);
      Unsigned part = size % static_cast<Unsigned>(decimal::one);
      std::int64_t behind = 0;
      for (; part != 0; part = part * 10 % static_cast<Unsigned>(decimal::one)) ++behind;
      return tie(digits_cost(size / static_cast<Unsigned>(decimal::one)) + 6 * behind, value / decimal::one);
    }
    case Kind::duration:
    case Kind::time_of_day: {
      if (value == 0) return 0;
      const std::size_t unit = unit_level(value);
      return tie(static_cast<std::int64_t>(unit) * 10 + digits_cost(size_of(value / time_units[unit])),
                 value / time_units[unit]);
    }
    case Kind::date: {
      const std::int64_t distance = value - zone_.local(now).date;
      return tie(digits_cost(size_of(distance)), distance);
    }
    case Kind::instant: {
      const std::int64_t days = zone_.local(value).date - zone_.local(now).date;
      return tie(level(value) * 10 + (value == now ? 0 : 1 + digits_cost(size_of(days))), days);
    }
    default: return tie(digits_cost(size_of(value)), value);
  }
}

std::span<const std::int64_t> PlainValues::steps(Kind kind) {
  switch (kind) {
    case Kind::decimal:
    case Kind::money: return decimal_steps;
    case Kind::duration:
    case Kind::time_of_day: return time_units;
    default: return int_steps;
  }
}

std::vector<std::int64_t> PlainValues::around(time::Instant instant, time::Instant now,
                                              std::span<const std::int64_t> others) const {
  std::vector<std::int64_t> values;
  const auto add = [&](Integer value) { values.push_back(clamp_instant(value)); };
  const auto add_rounded = [&](time::Instant near) {
    const std::int64_t offset = std::int64_t{zone_.offset_seconds(near)} * time::second;
    for (const std::int64_t unit : time_units) {
      const std::int64_t down = floor_to(near + offset, unit) - offset;
      add(down);
      add(static_cast<Integer>(down) + unit);
    }
  };
  add_rounded(instant);
  std::vector<std::int64_t> anchors(others.begin(), others.end());
  anchors.push_back(now);
  for (const std::int64_t anchor : anchors) {
    add_rounded(anchor);
    for (const std::int64_t step : {std::int64_t{0}, time::day, time::hour, time::second, std::int64_t{1}}) {
      add(static_cast<Integer>(anchor) + step);
      add(static_cast<Integer>(anchor) - step);
    }
    if (const auto durations = known_.find(Kind::duration); durations != known_.end()) {
      for (const std::int64_t duration : durations->second) {
        add(static_cast<Integer>(anchor) + duration);
        add(static_cast<Integer>(anchor) - duration);
      }
    }
  }
  if (const auto known = known_.find(Kind::instant); known != known_.end()) {
    for (const std::int64_t value : known->second) add(value);
  }
  return values;
}

std::vector<std::int64_t> PlainValues::plainer(Kind kind, std::int64_t value, time::Instant now,
                                               std::span<const std::int64_t> others) const {
  std::vector<std::int64_t> values;
  if (kind == Kind::instant) {
    values = around(value, now, others);
  } else if (kind == Kind::date) {
    const time::Date today = zone_.local(now).date;
    for (const std::int32_t away : {0, 1, -1, 2, -2, 7, -7, 30, -30, 365, -365}) values.push_back(today + away);
    for (const std::int64_t other : others) values.push_back(zone_.local(other).date);
  } else {
    const std::int64_t one = steps(kind)[kind == Kind::decimal || kind == Kind::money || kind == Kind::duration];
    for (const std::int64_t small : {std::int64_t{0}, one, 2 * one, -one}) values.push_back(small);
    if (const auto known = known_.find(kind); known != known_.end()) {
      for (const std::int64_t constant : known->second) {
        values.push_back(constant);
        for (const std::int64_t step : steps(kind)) {
          std::int64_t near;
          if (!__builtin_add_overflow(constant, step, &near)) values.push_back(near);
          if (!__builtin_sub_overflow(constant, step, &near)) values.push_back(near);
        }
      }
    }
    for (std::int64_t unit = 1; unit < 1'000'000'000'000'000'000 && unit <= std::abs(value / 2); unit *= 10) {
      values.push_back(value / unit * unit);
    }
  }
  if (kind == Kind::date) {
    std::erase_if(values, [](std::int64_t date) { return date < time::first_date || date > time::last_date; });
  }
  if (kind == Kind::time_of_day) std::erase_if(values, [](std::int64_t each) { return each < 0 || each >= time::day; });
  const std::int64_t current = cost(kind, value, now);
  std::erase_if(values, [&](std::int64_t each) { return cost(kind, each, now) >= current; });
  std::ranges::sort(values, {}, [&](std::int64_t each) { return std::pair(cost(kind, each, now), each); });
  values.erase(std::ranges::unique(values).begin(), values.end());
  return values;
}

std::vector<std::int64_t> PlainValues::plainer_now(time::Instant now, std::span<const std::int64_t> others) const {
  std::vector<std::int64_t> values = around(now, now, others);
  time::Instant home;
  if (zone_.instant({home_, 0}, home) == Fault::none) values.push_back(home);
  const std::int64_t current = cost_of_now(now);
  std::erase_if(values, [&](std::int64_t each) { return cost_of_now(each) >= current; });
  std::ranges::sort(values, {}, [&](std::int64_t each) { return std::pair(cost_of_now(each), each); });
  values.erase(std::ranges::unique(values).begin(), values.end());
  return values;
}

std::vector<std::int64_t> PlainValues::moves(time::Instant now) const {
  std::vector<std::int64_t> result;
  const std::int64_t days = std::int64_t{home_} - zone_.local(now).date;
  result.push_back(days * time::day);
  result.push_back((days + 6 - (days + 6) % 7) * time::day);  // To the same day of the week.
  const int year = time::to_ymd(home_).year;
  const time::Ymd today = time::to_ymd(zone_.local(now).date);
  const time::Ymd same_day{year, today.month, std::min(today.day, 28)};
  result.push_back((std::int64_t{time::to_date(same_day)} - zone_.local(now).date) * time::day);
  for (const std::int64_t unit : time_units) {
    const std::int64_t time_of_day = zone_.local(now).time;
    result.push_back(-(time_of_day % unit));
    result.push_back(unit - time_of_day % unit);
  }
  return result;
}

}  // namespace writ::analysis
