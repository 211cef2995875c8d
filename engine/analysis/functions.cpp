#include "engine/analysis/functions.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "engine/analysis/functions_pieces.hpp"
#include "engine/value/time/period.hpp"

namespace writ::analysis {
namespace {

using time::Period;
using time::Unit;

constexpr Integer last_month = 9999 * 12 + 11, first_month = 12;
/// Periods may be chosen among so many choices.
constexpr int deepest_choice = 32;
/// Zones whose last change is before this have changed for the last time, as far as the tz database knows.
constexpr Integer no_rule_before = Integer{120'000} * time::day;

}  // namespace

struct TimeFunctions::State {
  explicit State(Terms& in) : terms(in) {}

  struct ZoneFunctions {
    std::shared_ptr<const ZoneOffsets> offsets;
    FunctionId clock, instant;
  };

  /// Two models may each have their own of what is the same.
  Environment shared(const Environment& environment);

  Terms& terms;
  std::vector<const time::Zone*> known_zones;
  std::vector<const time::Calendar*> known_calendars;
  std::map<const time::Zone*, ZoneFunctions> zones;
  std::map<const time::Calendar*, std::shared_ptr<const time::Calendar>> calendars;
  std::map<std::pair<const time::Calendar*, std::int64_t>, FunctionId> business_days;
  std::map<const time::Calendar*, FunctionId> business_day_functions;
  std::map<std::int64_t, FunctionId> months;
  std::map<std::string_view, FunctionId> of_dates;

  Term number(Integer value) { return terms.number(value); }
  Term outside(Term term, Integer least, Integer most) {
    return terms.either(terms.below(term, number(least)), terms.below(number(most), term));
  }
  Term within(Term term, Integer least, Integer most) { return terms.negation(outside(term, least, most)); }
  Term outside_dates(Term date) { return outside(date, time::first_date, time::last_date); }
  Term outside_instants(Term instant) { return outside(instant, time::first_instant, time::last_instant); }
  Term times_day(Term days) { return terms.times(days, number(time::day)); }
  Term date_of(Term clock) { return terms.quotient(clock, number(time::day)); }
  Computed whole(Term value) { return {value, terms.truth(false), terms.truth(false)}; }

  const ZoneFunctions& zone_functions(const time::Zone& zone);
  Term clock(const time::Zone& zone, Term instant);
  Computed instant(const time::Zone& zone, Term clock);
  Term of_date(std::string_view name, Function (*make)(), Term date);
  const std::shared_ptr<const time::Calendar>& calendar_without_end(const time::Calendar& calendar);

  std::optional<Computed> shifted(const Environment& environment, bool instant, Term from, Term period, int sign,
                                  int depth);
  std::optional<Computed> shifted_date(const Environment& environment, Term date, Unit unit, Term count);
  std::optional<Computed> shifted_instant(const Environment& environment, Term from, Unit unit, Term count);
  Computed months_after(Term date, Term count);
  Computed business_days_after(const time::Calendar* calendar, Term date, std::int64_t count);
  Computed is_business_day(const time::Calendar& calendar, Term date);
  Computed product(Term count, Integer unit, Integer add, Integer least, Integer most);
};

Environment TimeFunctions::State::shared(const Environment& environment) {
  const auto first_like = [](auto& known, const auto* wanted, auto alike) {
    if (wanted == nullptr) return wanted;
    const auto found = std::ranges::find_if(known, [&](const auto* each) { return alike(*each, *wanted); });
    return found != known.end() ? *found : known.emplace_back(wanted);
  };
  const auto ranges_alike = [](const time::Calendar::Range& a, const time::Calendar::Range& b) {
    return a.first == b.first && a.last == b.last;
  };
  const auto calendars_alike = [&](const time::Calendar& a, const time::Calendar& b) {
    const time::Calendar::Rules& x = a.rules();
    const time::Calendar::Rules& y = b.rules();
    return x.weekend == y.weekend && std::ranges::equal(x.holidays, y.holidays, ranges_alike) &&
           std::ranges::equal(x.workdays, y.workdays, ranges_alike) &&
           std::ranges::equal(x.covers, y.covers, ranges_alike);
  };
  const auto zones_alike = [](const time::Zone& a, const time::Zone& b) { return a.name() == b.name(); };
  return {first_like(known_zones, environment.zone, zones_alike),
          first_like(known_calendars, environment.calendar, calendars_alike)};
}

const TimeFunctions::State::ZoneFunctions& TimeFunctions::State::zone_functions(const time::Zone& zone) {
  const auto found = zones.find(&zone);
  if (found != zones.end()) return found->second;
  const auto offsets = std::make_shared<const ZoneOffsets>(zone);
  return zones
      .emplace(&zone, ZoneFunctions{offsets, terms.function(clock_function(offsets)),
                                    terms.function(instant_function(offsets))})
      .first->second;
}

/// After its last change a zone is as regular as UTC, and that is most often where policies are.
Term TimeFunctions::State::clock(const time::Zone& zone, Term instant) {
  const ZoneFunctions& functions = zone_functions(zone);
  const ZoneOffsets::Stretch& last = functions.offsets->stretches.back();
  const Term regular = terms.add(instant, number(last.offset));
  if (functions.offsets->stretches.size() == 1) return regular;
  const Term irregular = terms.apply(functions.clock, instant);
  if (last.start > no_rule_before) return irregular;
  return terms.choose(terms.at_most(number(last.start), instant), regular, irregular);
}

Computed TimeFunctions::State::instant(const time::Zone& zone, Term clock) {
  const ZoneFunctions& functions = zone_functions(zone);
  const ZoneOffsets::Stretch& last = functions.offsets->stretches.back();
  Term found = terms.subtract(clock, number(last.offset));
  if (functions.offsets->stretches.size() > 1) {
    const Term irregular = terms.apply(functions.instant, clock);
    found = last.start > no_rule_before
                ? irregular
                : terms.choose(terms.at_most(number(last.local_start), clock), found, irregular);
  }
  return {found, outside_instants(found), terms.truth(false)};
}

Term TimeFunctions::State::of_date(std::string_view name, Function (*make)(), Term date) {
  auto found = of_dates.find(name);
  if (found == of_dates.end()) found = of_dates.emplace(name, terms.function(make())).first;
  return terms.apply(found->second, date);
}

const std::shared_ptr<const time::Calendar>& TimeFunctions::State::calendar_without_end(
    const time::Calendar& calendar) {
  std::shared_ptr<const time::Calendar>& found = calendars[&calendar];
  if (found == nullptr) found = endless(calendar);
  return found;
}

Computed TimeFunctions::State::months_after(Term date, Term count) {
  if (terms[count].op == TermOp::number) {
    const Integer known = terms[count].value;
    if (known > last_month || known < -last_month) return {date, terms.truth(true), terms.truth(false)};
    const auto [found, is_new] = months.try_emplace(static_cast<std::int64_t>(known), 0);
    if (is_new) found->second = terms.function(months_later(found->first));
    return {terms.apply(found->second, date),
            outside(date, start_of_month(first_month - known), start_of_month(last_month - known + 1) - 1),
            terms.truth(false)};
  }
  // The day of its month, or that month's last.
  const auto start = [&](Term month) { return of_date("month start", start_of_month_number, month); };
  const Term from = of_date("month", month_number_of, date), to = terms.add(from, count);
  const Term day = terms.subtract(date, start(from));
  const Term last = terms.subtract(terms.subtract(start(terms.add(to, number(1))), start(to)), number(1));
  return {terms.add(start(to), terms.choose(terms.at_most(day, last), day, last)), outside(to, first_month, last_month),
          terms.truth(false)};
}

Computed TimeFunctions::State::business_days_after(const time::Calendar* calendar, Term date, std::int64_t count) {
  const Term never = terms.truth(false);
  if (calendar == nullptr) return {date, never, terms.truth(true)};
  if (count == 0) return whole(date);
  const auto [found, is_new] = business_days.try_emplace({calendar, count}, 0);
  if (is_new) found->second = terms.function(business_days_later(calendar_without_end(*calendar), count));

  // Every day that is stepped on has to be covered, the first is the one beside. So in each covered range there is a
  // last date from which the way does not leave it. What leaves it at an end of all dates is out of range.
  std::vector<time::Calendar::Range> covers = calendar->rules().covers;
  if (covers.empty()) covers.push_back({time::first_date, time::last_date});
  const int step = count < 0 ? -1 : 1;
  Term fits = never;
  Term out_of_range = step > 0 ? outside(date, time::first_date - 1, time::last_date - 1)
                               : outside(date, time::first_date + 1, time::last_date + 1);
  for (const auto& [first, last] : covers) {
    if (first > time::last_date || last < time::first_date) continue;
    const Integer low = std::max(first, time::first_date) - step, high = std::min(last, time::last_date) - step;
    // In the direction of the steps: `near` has the longest way to the end.
    const Integer near = step > 0 ? low : -high, far = step > 0 ? high : -low;
    const auto arrives = [&](Integer from) {
      time::Date result = 0;
      return calendar->add_business_days(static_cast<time::Date>(from * step), count, result) == Fault::none;
    };
    const Integer edge = arrives(near) ? last_that(near, far, arrives) : near - 1;
    if (edge >= near) fits = terms.either(fits, step > 0 ? within(date, low, edge) : within(date, -edge, high));
    const bool ends = step > 0 ? last >= time::last_date : first <= time::first_date;
    if (ends && edge < far) {
      out_of_range = terms.either(out_of_range, step > 0 ? within(date, edge + 1, high) : within(date, low, -edge - 1));
    }
  }
  return {terms.apply(found->second, date), out_of_range, terms.negation(terms.either(fits, out_of_range))};
}

std::optional<Computed> TimeFunctions::State::shifted_date(const Environment& environment, Term date, Unit unit,
                                                           Term count) {
  switch (unit) {
    case Unit::days: {
      const Term later = terms.add(date, count);
      return Computed{later, outside_dates(later), terms.truth(false)};
    }
    case Unit::months: return months_after(date, count);
    case Unit::business_days:
      if (terms[count].op != TermOp::number) return std::nullopt;
      return business_days_after(environment.calendar, date, static_cast<std::int64_t>(terms[count].value));
  }
  return std::nullopt;
}

/// The clock shows the same time on the other date. Nothing is moved by nothing.
std::optional<Computed> TimeFunctions::State::shifted_instant(const Environment& environment, Term from, Unit unit,
                                                              Term count) {
  const Term stays = terms.equal(count, number(0));
  if (stays == terms.truth(true)) return whole(from);
  const Term shows = clock(*environment.zone, from), date = date_of(shows);
  const auto later = shifted_date(environment, date, unit, count);
  if (!later) return std::nullopt;
  const Computed found = instant(*environment.zone, terms.add(shows, times_day(terms.subtract(later->value, date))));
  const Term moves = terms.negation(stays);
  const Term uncovered = terms.both(moves, later->uncovered);
  return Computed{
      terms.choose(stays, from, found.value),
      terms.both(terms.negation(uncovered), terms.both(moves, terms.either(later->out_of_range, found.out_of_range))),
      uncovered};
}

std::optional<Computed> TimeFunctions::State::shifted(const Environment& environment, bool instant, Term from,
                                                      Term period, int sign, int depth) {
  const TermNode node = terms[period];
  if (node.op == TermOp::choose && depth < deepest_choice) {
    const auto then = shifted(environment, instant, from, node.b, sign, depth + 1);
    const auto otherwise = then ? shifted(environment, instant, from, node.c, sign, depth + 1) : std::nullopt;
    if (!otherwise) return std::nullopt;
    const auto choose = [&](Term a, Term b) { return terms.choose(node.a, a, b); };
    return Computed{choose(then->value, otherwise->value), choose(then->out_of_range, otherwise->out_of_range),
                    choose(then->uncovered, otherwise->uncovered)};
  }
  // A period in a slot is four times its count and its unit.
  const Term unit = terms.remainder(period, number(4));
  if (terms[unit].op != TermOp::number) return std::nullopt;
  const Unit known = static_cast<Unit>(static_cast<std::uint8_t>(terms[unit].value));
  const Term count = terms.times(terms.quotient(period, number(4)), number(sign));
  return instant ? shifted_instant(environment, from, known, count) : shifted_date(environment, from, known, count);
}

Computed TimeFunctions::State::is_business_day(const time::Calendar& calendar, Term date) {
  const auto [found, is_new] = business_day_functions.try_emplace(&calendar, 0);
  if (is_new) found->second = terms.function(business_day(calendar_without_end(calendar)));
  const std::vector<time::Calendar::Range>& covers = calendar.rules().covers;
  Term covered = terms.truth(covers.empty());
  for (const auto& [first, last] : covers) covered = terms.either(covered, within(date, first, last));
  return {terms.equal(terms.apply(found->second, date), number(1)), terms.truth(false), terms.negation(covered)};
}

Computed TimeFunctions::State::product(Term count, Integer unit, Integer add, Integer least, Integer most) {
  return {terms.add(terms.times(count, number(unit)), number(add)), outside(count, least, most), terms.truth(false)};
}

TimeFunctions::TimeFunctions(Terms& terms) : state_(std::make_unique<State>(terms)) {}
TimeFunctions::~TimeFunctions() = default;
TimeFunctions::TimeFunctions(TimeFunctions&&) noexcept = default;

std::optional<Computed> TimeFunctions::apply(const Builtin& builtin, const Environment& given,
                                             std::span<const Term> operands) {
  State& state = *state_;
  const Environment environment = state.shared(given);
  Terms& terms = state.terms;
  if (operands.empty() || (builtin.needs_zone && environment.zone == nullptr)) return std::nullopt;
  const Term first = operands[0];
  const std::string_view name = builtin.name;

  if (builtin.is_operator) {
    if (operands.size() != 2 || (name != "+" && name != "-")) return std::nullopt;
    const Kind from = builtin.parameters[0].kind;
    if (builtin.parameters[1].kind != Kind::period || (from != Kind::instant && from != Kind::date))
      return std::nullopt;
    return state.shifted(environment, from == Kind::instant, first, operands[1], name == "+" ? 1 : -1, 0);
  }

  if (name == "date") {
    const Term date = state.date_of(state.clock(*environment.zone, first));
    return Computed{date, state.outside_dates(date), terms.truth(false)};
  }
  if (name == "time") {
    return state.whole(terms.remainder(state.clock(*environment.zone, first), terms.number(time::day)));
  }
  if (name == "at") return state.instant(*environment.zone, terms.add(state.times_day(first), operands[1]));
  if (name == "start_of_day") return state.instant(*environment.zone, state.times_day(first));
  if (name == "weekday") {
    // 1970-01-01 was a Thursday.
    const Term since_monday = terms.remainder(terms.add(first, terms.number(3)), terms.number(7));
    return state.whole(terms.add(since_monday, terms.number(1)));
  }
  if (name == "year") return state.whole(state.of_date(name, year_of, first));
  if (name == "start_of_month") return state.whole(state.of_date(name, start_of_month, first));
  if (name == "start_of_year") return state.whole(state.of_date(name, start_of_year, first));
  if (name == "is_business_day") {
    if (environment.calendar == nullptr) return std::nullopt;
    return state.is_business_day(*environment.calendar, first);
  }

  constexpr Integer largest_count = Integer{1} << 59, largest_slot = Integer{1} << 63;
  const auto period = [&](Unit unit) {
    return state.product(first, 4, static_cast<Integer>(unit), -largest_count, largest_count - 1);
  };
  const auto duration = [&](Integer unit) {
    return state.product(first, unit, 0, -(largest_slot / unit), (largest_slot - 1) / unit);
  };
  if (name == "days") return period(Unit::days);
  if (name == "months") return period(Unit::months);
  if (name == "business_days") return period(Unit::business_days);
  if (name == "hours") return duration(time::hour);
  if (name == "minutes") return duration(time::minute);
  return std::nullopt;
}

}  // namespace writ::analysis
