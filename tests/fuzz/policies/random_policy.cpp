#include "tests/fuzz/policies/random_policy.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "tests/fuzz/policies/decisions.hpp"

namespace writ::random {
namespace {

using std::string;
using std::string_view;

struct Value {
  string_view written, json;
};

/// What facts of a type are tried with, as policies write it and as JSON has it.
std::vector<Value> values_of(Kind kind) {
  switch (kind) {
    case Kind::boolean: return {{"false", "false"}, {"true", "true"}};
    case Kind::integer: return {{"0", "0"}, {"1", "1"}, {"2", "2"}, {"-1", "-1"}};
    case Kind::decimal: return {{"0", "0"}, {"0.5", "\"0.5\""}, {"2.5", "\"2.5\""}};
    case Kind::text: return {{"\"a\"", "\"a\""}, {"\"B7\"", "\"B7\""}, {"\"vip-1\"", "\"vip-1\""}};
    case Kind::level: return {{"low", "\"low\""}, {"mid", "\"mid\""}, {"high", "\"high\""}};
    case Kind::instant:
      return {{"2025-03-30T00:30:00Z", "\"2025-03-30T00:30:00Z\""},
              {"2025-03-31T00:30:00Z", "\"2025-03-31T00:30:00Z\""},
              {"2025-12-31T22:59:59Z", "\"2025-12-31T22:59:59Z\""},
              {"2025-10-26T00:30:00Z", "\"2025-10-26T00:30:00Z\""}};
    case Kind::date:
      return {{"2025-03-30", "\"2025-03-30\""}, {"2025-03-31", "\"2025-03-31\""}, {"2025-12-31", "\"2025-12-31\""}};
    case Kind::clock: return {{"02:30:00", "\"02:30:00\""}, {"12:00:00", "\"12:00:00\""}};
    case Kind::duration: return {{"1h", "\"1h\""}, {"24h", "\"24h\""}, {"0h", "\"0h\""}};
    case Kind::money: return {{"CNY 0", "\"0\""}, {"CNY 1", "\"1\""}, {"CNY 2.50", "\"2.50\""}};
    default: return {};
  }
}

/// Values that nothing admits but where anything goes.
std::vector<string> extremes_of(Kind kind) {
  switch (kind) {
    case Kind::integer: return {"9223372036854775807", "-9223372036854775808"};
    case Kind::decimal:
    case Kind::money: return {"\"9223372036854.775807\""};
    case Kind::instant: return {"\"9999-12-31T23:59:59.999999Z\"", "\"0001-01-01T00:00:00Z\""};
    case Kind::date: return {"\"9999-12-31\"", "\"0001-01-01\""};
    case Kind::duration: return {"\"PT2562047788H\"", "\"PT0.000001S\""};
    case Kind::text: return {"\"\"", "\"b7\"", "\"vip-12\""};
    default: return {};
  }
}

bool has_bounds(Kind kind) {
  return kind == Kind::integer || kind == Kind::decimal || kind == Kind::money || kind == Kind::instant ||
         kind == Kind::date || kind == Kind::duration || kind == Kind::clock;
}

class Maker {
 public:
  Maker(Choices& choices, const PolicyLimits& limits)
      : choices_(choices), limits_(limits), expressions_(choices), decisions_(choices, limits, expressions_) {}

  RandomPolicy make() {
    header();
    now();
    const std::size_t facts = 1 + choices_.below(4);
    for (std::size_t i = 0; i < facts; ++i) fact(i);
    if (choices_.chance(40)) items();
    if (choices_.chance(15)) requirement();
    const std::size_t parameters = choices_.below(3);
    for (std::size_t i = 0; i < parameters; ++i) parameter(i);
    const std::size_t defines = choices_.below(4);
    for (std::size_t i = 0; i < defines; ++i) line(decisions_.definition("define" + std::to_string(i)));
    const std::size_t decisions = 1 + choices_.below(limits_.decisions);
    for (std::size_t i = 0; i < decisions; ++i) line(decisions_.decision("decision" + std::to_string(i)));
    const std::size_t invariants = choices_.below(3);
    for (std::size_t i = 0; i < invariants; ++i) {
      policy_.text += "\ninvariant always" + std::to_string(i) + ":\n  " + condition() + "\n";
    }
    return std::move(policy_);
  }

 private:
  string condition() { return expressions_.condition(limits_.depth); }

  void line(const string& text) { policy_.text += text + "\n"; }

  void header() {
    line("policy random");
    if (choices_.chance(10)) line("  effective from 2025-03-30T00:30:00Z before 2025-12-31T00:00:00Z");
    expressions_.has_zone = !choices_.chance(20);
    if (expressions_.has_zone) line("  timezone \"" + string(choices_.of(zones)) + "\"");
    expressions_.has_calendar = choices_.chance(50);
    if (expressions_.has_calendar) line("  calendar works");
    expressions_.has_huge = choices_.chance(50);
    if (expressions_.has_calendar) {
      line(
          "\ncalendar works\n  weekend sat, sun\n  covers 2025 .. 2025\n  holidays 2025-03-31, 2025-10-27 .. "
          "2025-10-28\n  workdays 2025-03-29");
    }
    expressions_.members = 2 + choices_.below(2);
    line(expressions_.members == 2 ? "\nenum Level = low | mid" : "\nenum Level = low | mid | high");
    line("\nrecord Item {\n  ok    : Bool\n  size  : Int\n  level : Level?\n  at    : Instant?\n}");
    line("\nobligation tell(number : Int, at : Instant)\nadvice hint(ok : Bool)");
    line("\ndefine no_items : list of Item = []\n");
  }

  std::size_t room() const { return std::max<std::size_t>(limits_.records / policy_.records(), 1); }

  void fact(std::size_t number) {
    const Kind kind = choices_.of(scalars);
    const bool optional = choices_.chance(30);
    const string name = "fact" + std::to_string(number);
    std::vector<Value> values = values_of(kind);
    if (kind == Kind::level) values.resize(expressions_.members);
    RandomFact made{name, {}, true};
    const std::size_t least = kind == Kind::boolean || kind == Kind::level ? values.size() : 2;
    values.resize(std::min(values.size(), std::max(least, 2 + choices_.below(3))));
    if (optional) made.values.push_back("");
    for (const Value& value : values) made.values.emplace_back(value.json);
    line("fact " + name + " : " + string(type_name(kind)) + (optional ? "?" : ""));
    about_fact_ = optional ? name + " is absent" : "(" + name + " is " + string(values[0].written) + ")";
    for (const Value& value : values) {
      const string is_there = optional ? name + " is present and " : "";
      decisions_.guards.push_back(is_there + name + " is " + string(value.written));
      if (&value != values.data()) {
        decisions_.guards.push_back(is_there + name + " in [" + string(values[0].written) + ", " +
                                    string(value.written) + "]");
      }
      if (has_bounds(kind)) decisions_.guards.push_back(is_there + name + " >= " + string(value.written));
      if (has_bounds(kind)) decisions_.guards.push_back(is_there + name + " < " + string(value.written));
    }
    const bool free = choices_.chance(limits_.free_percent) && !extremes_of(kind).empty();
    if (free) {
      made.whole = false;
      for (string& extreme : extremes_of(kind)) made.values.push_back(std::move(extreme));
    } else {
      string admitted;
      for (const Value& value : values) {
        if (!admitted.empty()) admitted += ", ";
        admitted += value.written;
      }
      line("require " + name + "_is_small:\n  " + near_now_ + " and " +
           (optional ? "(" + name + " is absent or " + name + " in [" + admitted + "])"
                     : name + " in [" + admitted + "]"));
    }
    if (made.values.size() > room()) {
      made.values.resize(room());
      made.whole = false;
    }
    policy_.facts.push_back(std::move(made));
    expressions_.add(Name{name, kind, optional});
    if (choices_.chance(4) && optional) {
      line("require " + name + "_is_there:\n  " + name + " is present because \"it is needed\"");
    }
  }

  /// Times are few wherever a fact is needed that is not free.
  void now() {
    auto values = values_of(Kind::instant);
    const std::size_t count = std::min(1 + choices_.below(3), room());
    RandomFact made{"now", {}, true};
    string admitted;
    for (std::size_t i = 0; i < count; ++i) {
      made.values.emplace_back(values[i].json);
      admitted += (i > 0 ? ", " : "") + string(values[i].written);
    }
    near_now_ = "now in [" + admitted + "]";
    policy_.facts.push_back(std::move(made));
  }

  /// A list of records whose parts are all bounded.
  void items() {
    constexpr string_view levels[] = {"", ", \"level\": \"low\"", ", \"level\": \"mid\""};
    constexpr string_view times[] = {"", ", \"at\": \"2025-03-30T00:30:00Z\"", ", \"at\": \"2025-03-31T00:30:00Z\""};
    const std::size_t level_count = 1 + choices_.below(3), time_count = 1 + choices_.below(3),
                      size_count = 1 + choices_.below(3);
    std::vector<string> each;
    for (const string_view ok : {"false", "true"}) {
      for (std::size_t size = 0; size < size_count; ++size) {
        for (std::size_t level = 0; level < level_count; ++level) {
          for (std::size_t at = 0; at < time_count; ++at) {
            each.push_back("{\"ok\": " + string(ok) + ", \"size\": " + std::to_string(size) + string(levels[level]) +
                           string(times[at]) + "}");
          }
        }
      }
    }
    RandomFact made{"items", {"[]"}, true};
    for (const string& one : each) made.values.push_back("[" + one + "]");
    const std::size_t most = 1 + choices_.below(2);
    for (std::size_t i = 0; most == 2 && i < each.size(); ++i) {
      for (const string& other : each) made.values.push_back("[" + each[i] + ", " + other + "]");
    }
    if (made.values.size() > room()) {
      // Some of all lengths, not the shortest.
      std::vector<string> some;
      const std::size_t step = made.values.size() / room() + 1;
      for (std::size_t i = 0; i < made.values.size(); i += step) some.push_back(made.values[i]);
      made.values = std::move(some);
      made.whole = false;
    }
    line("fact items : list of Item");
    line("require items_are_few:\n  " + near_now_ + " and size(items) <= " + std::to_string(most));
    string small = "item.size in [0 .. " + std::to_string(size_count) + ")";
    if (level_count == 1) small += " and item.level is absent";
    if (level_count == 2) small += " and (item.level is absent or item.level is low)";
    if (level_count == 3 && expressions_.members == 3) small += " and (item.level is absent or item.level is not high)";
    if (time_count == 1) small += " and item.at is absent";
    if (time_count == 2) small += " and (item.at is absent or item.at is 2025-03-30T00:30:00Z)";
    if (time_count == 3) {
      small += " and (item.at is absent or item.at in [2025-03-30T00:30:00Z, 2025-03-31T00:30:00Z])";
    }
    line("require items_are_small:\n  every item in items satisfies " + small);
    policy_.facts.push_back(std::move(made));
    expressions_.add(Name{"items", Kind::items, false});
  }

  void requirement() {
    string text = "require something:\n  (" + about_fact_ + (choices_.chance(50) ? " or " : " implies ");
    text += expressions_.condition(2) + ")\n  because \"it is so\"";
    line(text);
  }

  void parameter(std::size_t number) {
    const Kind kind = choices_.of(scalars);
    const string name = "parameter" + std::to_string(number);
    const string head = (choices_.chance(50) ? "fixed parameter " : "parameter ") + name + " : ";
    if (choices_.chance(30)) {
      const string before = expressions_.literal(kind), from = expressions_.literal(kind);
      line(head + string(type_name(kind)) + " dated\n  before 2025-03-31T00:30:00Z = " + before +
           "\n  from   2025-03-31T00:30:00Z = " + from);
    } else {
      line(head + string(type_name(kind)) + " = " + expressions_.literal(kind));
    }
    expressions_.add(Name{name, kind, false});
  }

  Choices& choices_;
  PolicyLimits limits_;
  Expressions expressions_;
  Decisions decisions_;
  RandomPolicy policy_;
  string about_fact_;  // A condition about some fact.
  string near_now_;    // What every requirement about a fact says too: none may be about `now` alone.
};

}  // namespace

std::size_t RandomPolicy::records() const {
  if (!lines.empty()) return lines.size();
  std::size_t count = 1;
  for (const RandomFact& fact : facts) count *= fact.values.size();
  return count;
}

string RandomPolicy::record(std::size_t number) const {
  if (!lines.empty()) return lines[number];
  string line = "{";
  for (const RandomFact& fact : facts) {
    const string& value = fact.values[number % fact.values.size()];
    number /= fact.values.size();
    if (value.empty()) continue;
    if (line.size() > 1) line += ", ";
    line += "\"" + fact.name + "\": " + value;
  }
  return line + "}";
}

RandomPolicy random_policy(Choices& choices, const PolicyLimits& limits) { return Maker(choices, limits).make(); }

}  // namespace writ::random
