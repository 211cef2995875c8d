#include "engine/analysis/functions.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <vector>

#include "engine/analysis/solver.hpp"
#include "engine/value/time/period.hpp"

using namespace writ;
using namespace writ::analysis;

namespace {

constexpr std::array zone_names{"UTC", "Asia/Shanghai", "America/Sao_Paulo", "Europe/London", "Pacific/Apia"};

time::Date date(int year, int month, int day) { return time::to_date({year, month, day}); }

/// The public holidays of China in 2025, with make-up days, and a calendar whose cover has a hole.
time::Calendar china() {
  return time::Calendar({.name = "china",
                         .weekend = 0b1100000,
                         .holidays = {{date(2025, 1, 1), date(2025, 1, 1)},
                                      {date(2025, 1, 28), date(2025, 2, 4)},
                                      {date(2025, 4, 4), date(2025, 4, 6)},
                                      {date(2025, 5, 1), date(2025, 5, 5)},
                                      {date(2025, 10, 1), date(2025, 10, 8)}},
                         .workdays = {{date(2025, 1, 26), date(2025, 1, 26)},
                                      {date(2025, 2, 8), date(2025, 2, 8)},
                                      {date(2025, 10, 11), date(2025, 10, 11)}},
                         .covers = {{date(2024, 1, 1), date(2025, 12, 31)}, {date(2027, 1, 1), date(2027, 3, 31)}}});
}
time::Calendar calendar(std::string name, std::uint8_t weekend, std::vector<time::Calendar::Range> covers = {}) {
  return time::Calendar(
      {.name = std::move(name), .weekend = weekend, .holidays = {}, .workdays = {}, .covers = std::move(covers)});
}
time::Calendar weekends_only() { return calendar("weekends", 0b1100000); }
time::Calendar to_the_end() { return calendar("late", 0b1, {{date(9999, 1, 1), time::last_date}}); }

/// Of the row with these parameters.
const Builtin& builtin(std::string_view name, std::vector<Kind> kinds) {
  for (const Builtin& row : builtins()) {
    if (row.name != name || row.parameters.size() != kinds.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < kinds.size(); ++i) same = same && row.parameters[i].kind == kinds[i];
    if (same) return row;
  }
  FAIL("no such builtin: " << name);
  std::abort();
}

/// Asks the builtin and its term for the same operands.
class Comparison {
 public:
  Comparison(const Builtin& row, const Environment& environment, std::vector<std::optional<std::int64_t>> given)
      : row_(row), environment_(environment), given_(std::move(given)), functions_(terms_) {
    std::vector<Term> operands;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (given_[i]) {
        operands.push_back(terms_.number(*given_[i]));
        continue;
      }
      const Kind kind = row.parameters[i].kind;
      Variable variable{"x", Sort::number, -(Integer{1} << 63), (Integer{1} << 63) - 1};
      if (kind == Kind::instant) variable = {"t", Sort::number, time::first_instant, time::last_instant};
      if (kind == Kind::date) variable = {"d", Sort::number, time::first_date, time::last_date};
      if (kind == Kind::time_of_day) variable = {"o", Sort::number, 0, time::day - 1};
      Term operand = terms_.variable(variable);
      if (kind == Kind::period) operand = terms_.add(terms_.times(operand, terms_.number(4)), terms_.number(unit));
      operands.push_back(operand);
    }
    computed_ = functions_.apply(row, environment, operands);
    REQUIRE(computed_.has_value());
    // It is known that the same again is the same.
    REQUIRE(functions_.apply(row, environment, operands)->value == computed_->value);
  }

  static constexpr int unit = 1;  ///< Of periods that are not given: months.

  /// For those that were not given, in order.
  bool agrees(std::vector<std::int64_t> unknown) {
    Assignment assignment;
    std::vector<Slot> slots;
    std::size_t next = 0;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (given_[i]) {
        slots.push_back(number(*given_[i]));
        continue;
      }
      assignment.set(static_cast<std::uint32_t>(next), unknown[next]);
      const bool period = row_.parameters[i].kind == Kind::period;
      slots.push_back(number(period ? unknown[next] * 4 + unit : unknown[next]));
      ++next;
    }
    Arena arena;
    Slot result{};
    const Fault fault = row_.function(CallContext{environment_, arena}, slots.data(), result);
    const bool out_of_range = assignment.evaluate(terms_, computed_->out_of_range) == 1;
    const bool uncovered = assignment.evaluate(terms_, computed_->uncovered) == 1;
    if (fault == Fault::outside_calendar) return uncovered && !out_of_range;
    if (fault != Fault::none) return out_of_range && !uncovered;
    const Integer value = assignment.evaluate(terms_, computed_->value);
    const Range range = terms_.range(computed_->value);
    if (terms_[computed_->value].sort == Sort::number && (value < range.least || value > range.most)) return false;
    return !out_of_range && !uncovered && value == result.number && bands_hold(assignment);
  }

 private:
  /// What is said of functions for all arguments is so for this one, and their pieces fit each other.
  bool bands_hold(Assignment& assignment) {
    for (Term term = 0; term < terms_.size(); ++term) {
      if (terms_[term].op != TermOp::apply) continue;
      const analysis::Function& function = terms_.functions()[terms_[term].id];
      const Integer at = assignment.evaluate(terms_, terms_[term].a), value = assignment.evaluate(terms_, term);
      if (function.band) {
        const Integer apart = function.band->of_value * value - function.band->of_argument * at;
        if (apart < function.band->least || apart > function.band->most) return false;
      }
      const auto piece = function.piece(at);
      if (!piece || piece->low > at || piece->high < at) return false;
      for (const Integer beside : {piece->low - 1, piece->low, piece->high, piece->high + 1}) {
        if (beside < -unbounded || beside > unbounded) continue;
        const auto other = function.piece(beside);
        if (!other || other->low > beside || other->high < beside) return false;
        if (function.rising && value_on(*other, beside) > value && beside < at) return false;
        if (function.rising && value_on(*other, beside) < value && beside > at) return false;
        if (beside >= piece->low && beside <= piece->high && value_on(*other, beside) != value_on(*piece, beside)) {
          return false;
        }
      }
    }
    return true;
  }

  const Builtin& row_;
  const Environment& environment_;
  std::vector<std::optional<std::int64_t>> given_;
  Terms terms_;
  TimeFunctions functions_;
  std::optional<Computed> computed_;
};

/// Instants at which something could go wrong: ends, clock changes, midnights, with those around; and random ones.
std::vector<std::int64_t> instants(const time::Zone& zone, std::size_t random_ones) {
  std::vector<std::int64_t> found;
  const auto around = [&](std::int64_t at) {
    for (const std::int64_t apart : {-time::day, -time::hour, -time::second, std::int64_t{-1}, std::int64_t{0},
                                     std::int64_t{1}, time::second, time::hour, 2 * time::hour, time::day}) {
      if (at + apart >= time::first_instant && at + apart <= time::last_instant) found.push_back(at + apart);
    }
  };
  around(time::first_instant);
  around(time::last_instant);
  for (std::int64_t at = time::first_instant; at < date(2100, 1, 1) * time::day; at = zone.next_change(at)) around(at);
  std::mt19937_64 random(7);
  for (std::size_t i = 0; i < random_ones; ++i) {
    std::uniform_int_distribution<std::int64_t> any(time::first_instant, time::last_instant),
        near(date(1980, 1, 1) * time::day, date(2040, 1, 1) * time::day);
    const std::int64_t at = i % 3 == 0 ? any(random) : near(random);
    if (i % 5 == 0) around(at);
    found.push_back(at);
  }
  return found;
}

std::vector<std::int64_t> dates(std::size_t random_ones) {
  std::vector<std::int64_t> found;
  for (int i = 0; i < 800; ++i) found.push_back(time::first_date + i), found.push_back(time::last_date - i);
  for (int day = date(2023, 12, 1); day < date(2028, 4, 1); ++day) found.push_back(day);
  std::mt19937_64 random(9);
  std::uniform_int_distribution<std::int64_t> any(time::first_date, time::last_date);
  for (std::size_t i = 0; i < random_ones; ++i) found.push_back(any(random));
  return found;
}

std::int64_t period(std::int64_t count, time::Unit unit) { return time::Period{count, unit}.pack(); }

}  // namespace

TEST_CASE("dates and times of instants, in zones with all their changes") {
  for (const char* name : zone_names) {
    const auto zone = time::Zone::find(name);
    REQUIRE(zone != nullptr);
    const Environment environment{zone.get(), nullptr};
    for (const char* function : {"date", "time"}) {
      Comparison comparison(builtin(function, {Kind::instant}), environment, {std::nullopt});
      for (const std::int64_t at : instants(*zone, 2000)) {
        if (comparison.agrees({at})) continue;
        FAIL_CHECK(name << " " << function << " " << at);
        break;
      }
    }
  }
}

TEST_CASE("instants of local times, in zones with all their changes") {
  for (const char* name : zone_names) {
    const auto zone = time::Zone::find(name);
    const Environment environment{zone.get(), nullptr};
    Comparison start(builtin("start_of_day", {Kind::date}), environment, {std::nullopt});
    Comparison at(builtin("at", {Kind::date, Kind::time_of_day}), environment, {std::nullopt, std::nullopt});
    Comparison noon(builtin("at", {Kind::date, Kind::time_of_day}), environment, {std::nullopt, 12 * time::hour});
    for (const std::int64_t instant : instants(*zone, 2000)) {
      const time::Local local = zone->local(instant);
      if (local.date < time::first_date || local.date > time::last_date) continue;
      if (start.agrees({local.date}) && noon.agrees({local.date}) && at.agrees({local.date, local.time})) continue;
      FAIL_CHECK(name << " " << local.date << " " << local.time);
      break;
    }
  }
}

TEST_CASE("dates moved by periods") {
  const time::Calendar calendar = china();
  for (const auto unit : {time::Unit::days, time::Unit::months}) {
    for (const std::int64_t count : {0L, 1L, -1L, 12L, 7L, 13L, -12L, 30L, 11'000L, -119'988L, 119'990L, 400'000L}) {
      for (const char* sign : {"+", "-"}) {
        Comparison comparison(builtin(sign, {Kind::date, Kind::period}), {}, {std::nullopt, period(count, unit)});
        for (const std::int64_t at : dates(300)) {
          if (comparison.agrees({at})) continue;
          FAIL_CHECK(sign << " " << count << " " << static_cast<int>(unit) << " " << at);
          break;
        }
      }
    }
  }
}

TEST_CASE("dates moved by business days, and where the calendar does not cover them") {
  const std::array calendars{china(), weekends_only(), to_the_end(), calendar("never", 0x7f),
                             calendar("short", 0, {{5, 6}, {9, 9}})};
  for (const time::Calendar& calendar : calendars) {
    const Environment environment{nullptr, &calendar};
    for (const std::int64_t count : {0L, 1L, 2L, 5L, 22L, 300L, -1L, -3L, -260L}) {
      Comparison comparison(builtin("+", {Kind::date, Kind::period}), environment,
                            {std::nullopt, period(count, time::Unit::business_days)});
      std::vector<std::int64_t> all = dates(100);
      for (int i = 0; i < 14; ++i) all.push_back(i);
      for (const std::int64_t at : all) {
        if (comparison.agrees({at})) continue;
        FAIL_CHECK(calendar.rules().name << " " << count << " " << at);
        break;
      }
    }
    Comparison comparison(builtin("is_business_day", {Kind::date}), environment, {std::nullopt});
    for (const std::int64_t at : dates(300)) {
      if (comparison.agrees({at})) continue;
      FAIL_CHECK(calendar.rules().name << " " << at);
      break;
    }
  }
  const Environment no_calendar;
  Comparison nowhere(builtin("-", {Kind::date, Kind::period}), no_calendar,
                     {std::nullopt, period(0, time::Unit::business_days)});
  CHECK(nowhere.agrees({0}));
}

TEST_CASE("instants moved by periods, in zones with all their changes") {
  const time::Calendar calendar = china();
  for (const char* name : zone_names) {
    const auto zone = time::Zone::find(name);
    const Environment environment{zone.get(), &calendar};
    for (const std::int64_t moved :
         {period(0, time::Unit::days), period(1, time::Unit::days), period(-30, time::Unit::days),
          period(1, time::Unit::months), period(-14, time::Unit::months), period(2, time::Unit::business_days)}) {
      Comparison comparison(builtin("+", {Kind::instant, Kind::period}), environment, {std::nullopt, moved});
      for (const std::int64_t at : instants(*zone, 300)) {
        if (comparison.agrees({at})) continue;
        FAIL_CHECK(name << " " << moved << " " << at);
        break;
      }
    }
  }
}

TEST_CASE("parts of dates") {
  for (const char* name : {"year", "start_of_month", "start_of_year", "weekday"}) {
    Comparison comparison(builtin(name, {Kind::date}), {}, {std::nullopt});
    for (const std::int64_t at : dates(2000)) {
      if (comparison.agrees({at})) continue;
      FAIL_CHECK(name << " " << at);
      break;
    }
  }
}

TEST_CASE("counts that are not known") {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<std::int64_t> count(-200, 200), any_count, any(time::first_date, time::last_date);
  Comparison date_later(builtin("+", {Kind::date, Kind::period}), {}, {std::nullopt, std::nullopt});
  Comparison date_earlier(builtin("-", {Kind::date, Kind::period}), {}, {std::nullopt, std::nullopt});
  const auto zone = time::Zone::find("Asia/Shanghai");
  const Environment environment{zone.get(), nullptr};
  Comparison instant_later(builtin("+", {Kind::instant, Kind::period}), environment, {std::nullopt, std::nullopt});
  for (int i = 0; i < 3000; ++i) {
    const std::int64_t from = any(random), by = i % 10 == 0 ? any_count(random) >> (5 + random() % 50) : count(random);
    CHECK(date_later.agrees({from, by}));
    CHECK(date_earlier.agrees({from, by}));
    const std::int64_t instant = from * time::day + static_cast<std::int64_t>(random() % 86'400) * time::second;
    INFO(instant << " " << by);
    REQUIRE(instant_later.agrees({instant, by}));
  }
  const time::Calendar calendar = china();
  const Environment with_calendar{nullptr, &calendar};
  for (const char* name : {"days", "months", "business_days", "hours", "minutes"}) {
    Comparison comparison(builtin(name, {Kind::integer}), with_calendar, {std::nullopt});
    for (const std::int64_t edge : {std::int64_t{1} << 59, std::numeric_limits<std::int64_t>::max() / time::hour,
                                    std::numeric_limits<std::int64_t>::max() / time::minute}) {
      for (const std::int64_t apart : {-2, -1, 0, 1, 2}) {
        CHECK(comparison.agrees({edge + apart}));
        CHECK(comparison.agrees({-edge + apart}));
      }
    }
    for (const std::int64_t n : {0L, 1L, -5L}) CHECK(comparison.agrees({n}));
  }
}

TEST_CASE("questions about times are answered") {
  Terms terms;
  TimeFunctions functions(terms);
  const auto number = [&](Integer value) { return terms.number(value); };
  const time::Calendar calendar = china();
  std::vector<std::shared_ptr<const time::Zone>> zones;  // Which have to live as long as what is asked about them.
  for (const char* name : zone_names) {
    INFO(name);
    const Environment environment{zones.emplace_back(time::Zone::find(name)).get(), &calendar};
    const auto apply = [&](std::string_view function, std::vector<Kind> kinds, std::vector<Term> operands) {
      return functions.apply(builtin(function, std::move(kinds)), environment, operands)->value;
    };
    const Term sent = terms.times(terms.variable({"sent", Sort::number, 0, 4'000'000'000}), number(time::second));
    const Term now = terms.times(terms.variable({"now", Sort::number, 0, 4'000'000'000}), number(time::second));
    Solver solver(terms);
    solver.assume(terms.at_most(sent, now));
    const Term sent_on = apply("date", {Kind::instant}, {sent}), today = apply("date", {Kind::instant}, {now});
    const auto possible = [&](std::vector<Term> wanted) {
      const Found found = solver.find(wanted);
      INFO(found.why);
      CHECK(found.possible != Possible::unknown);
      return found.possible == Possible::yes;
    };
    const Term an_hour_later = terms.at_most(now, terms.add(sent, number(time::hour)));
    // A day ends within an hour; three days do not.
    CHECK(possible({an_hour_later, terms.below(sent_on, today)}));
    CHECK_FALSE(possible({an_hour_later, terms.at_most(terms.add(sent_on, number(3)), today)}));
    // A month later, by the calendar, on a given day.
    const Term due = apply("+", {Kind::date, Kind::period}, {sent_on, number(period(1, time::Unit::months))});
    CHECK(possible({terms.equal(due, today), terms.equal(today, number(date(2025, 2, 28))),
                    terms.equal(terms.subtract(today, sent_on), number(28))}));
    CHECK_FALSE(possible({terms.equal(due, today), terms.at_most(number(32), terms.subtract(today, sent_on))}));
    CHECK_FALSE(
        possible({terms.equal(due, number(date(2025, 3, 31))), terms.equal(sent_on, number(date(2025, 2, 27)))}));
    // Business days.
    const Term soon = apply("+", {Kind::date, Kind::period}, {sent_on, number(period(2, time::Unit::business_days))});
    CHECK(possible({terms.equal(sent_on, number(date(2025, 1, 27))), terms.equal(soon, number(date(2025, 2, 6)))}));
    CHECK_FALSE(
        possible({terms.equal(sent_on, number(date(2025, 1, 27))), terms.below(soon, number(date(2025, 2, 6)))}));
    CHECK_FALSE(possible({terms.at_most(soon, sent_on)}));
  }
}
