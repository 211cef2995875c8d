#include "tests/fuzz/policies/random_policy.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "tests/fuzz/policies/expressions.hpp"

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
  Maker(Choices& choices, const PolicyLimits& limits) : choices_(choices), limits_(limits), expressions_(choices) {}

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
    for (std::size_t i = 0; i < defines; ++i) define(i);
    const std::size_t decisions = 1 + choices_.below(limits_.decisions);
    for (std::size_t i = 0; i < decisions; ++i) decision("decision" + std::to_string(i));
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
    constexpr string_view zones[] = {"Europe/Berlin", "Asia/Shanghai", "America/New_York"};
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
      guards_.push_back(is_there + name + " is " + string(value.written));
      if (&value != values.data()) {
        guards_.push_back(is_there + name + " in [" + string(values[0].written) + ", " + string(value.written) + "]");
      }
      if (has_bounds(kind)) guards_.push_back(is_there + name + " >= " + string(value.written));
      if (has_bounds(kind)) guards_.push_back(is_there + name + " < " + string(value.written));
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

  /// Of any type but, most often, a plain one.
  Kind any_kind() {
    constexpr Kind kinds[] = {Kind::boolean, Kind::integer, Kind::decimal, Kind::instant, Kind::level,   Kind::item,
                              Kind::date,    Kind::money,   Kind::items,   Kind::text,    Kind::duration};
    return choices_.of(kinds);
  }

  void define(std::size_t number) {
    const Kind kind = any_kind();
    const string name = "define" + std::to_string(number);
    Call call{name, {}, kind, false};
    string head = "define " + name;
    const std::size_t mark = expressions_.mark();
    if (choices_.chance(40)) {
      const std::size_t parameters = 1 + choices_.below(2);
      for (std::size_t i = 0; i < parameters; ++i) {
        const Kind of = any_kind();
        const string each = name + "_x" + std::to_string(i);
        head += (i == 0 ? "(" : ", ") + each + " : " + string(type_name(of));
        call.parameters.push_back(of);
        expressions_.add(Name{each, of, false});
      }
      head += ")";
    }
    string body;
    if (choices_.chance(30)) body = expressions_.make_optional(kind, limits_.depth);
    call.optional = !body.empty();
    if (body.empty()) body = expressions_.make(kind, limits_.depth);
    expressions_.forget(mark);
    line(head + " : " + string(type_name(kind)) + (call.optional && kind != Kind::items ? "?" : "") + " =\n  " + body);
    if (call.parameters.empty()) {
      expressions_.add(Name{name, kind, call.optional});
    } else {
      expressions_.add(std::move(call));
    }
  }

  // ---- decisions ----------------------------------------------------------------------------------------------------

  /// `when`, `unless` and `effective`. What `when` shows to be present is so until `hide_all`.
  string clauses(bool may_always) {
    string text;
    if (choices_.chance(25)) text += "\n    unless " + condition();
    if (choices_.chance(10)) {
      constexpr string_view spans[] = {"from 2025-03-30T01:00:00Z", "before 2025-03-31T00:30:00Z",
                                       "from 2025-03-30T00:30:00Z before 2025-12-31T22:59:59Z"};
      text += "\n    effective " + string(choices_.of(spans));
      if (choices_.chance(30)) text += " by " + expressions_.make(Kind::instant, 1);
    }
    if (may_always && choices_.chance(15)) return text;
    if (limits_.guard_percent > 0 && choices_.chance(limits_.guard_percent)) {
      return text + "\n    when " + choices_.of(guards_) + " and " + condition();
    }
    string path;
    Expressions::Shown shown{};
    if (choices_.chance(25) && expressions_.show(path, shown)) {
      shown_.push_back(shown);
      text += "\n    when (" + path + " is present and " + condition() + ")";
    } else {
      text += "\n    when " + condition();
    }
    return text;
  }

  void hide_all() {
    while (!shown_.empty()) {
      expressions_.hide(shown_.back());
      shown_.pop_back();
    }
  }

  string notice() {
    if (choices_.chance(40)) return "hint(" + expressions_.make(Kind::boolean, 1) + ")";
    const string number = expressions_.make(Kind::integer, 2);
    return "tell(" + number + ", " + expressions_.make(Kind::instant, 2) + ")";
  }

  string overrides(std::size_t rule) {
    if (rule == 0 || !choices_.chance(30)) return {};
    return "\n    overrides rule" + std::to_string(choices_.below(rule));
  }

  string because() {
    if (!choices_.chance(15)) return {};
    return "\n    because \"it was {" + expressions_.make(Kind::integer, 1) + "}\"";
  }

  void decision(const string& name) {
    if (choices_.chance(50)) {
      permission(name);
    } else {
      value(name);
    }
  }

  void permission(const string& name) {
    line("\ndecision " + name + " : permission");
    const std::size_t rules = 1 + choices_.below(limits_.rules);
    for (std::size_t i = 0; i < rules; ++i) {
      constexpr string_view effects[] = {"permit", "forbid", "refer", "permit"};
      string text = "  " + string(choices_.of(effects)) + " rule" + std::to_string(i);
      text += clauses(true);
      text += overrides(i);
      text += because();
      if (choices_.chance(15)) text += "\n    then " + notice();
      hide_all();
      line(text);
    }
    if (choices_.chance(15)) also(true);
    expressions_.add_permission(name);
  }

  void also(bool permission) {
    string text = "  also " + notice();
    if (choices_.chance(60)) text += "\n    when " + condition();
    constexpr string_view outcomes[] = {"permitted", "forbidden", "referred"};
    if (choices_.chance(50)) text += "\n    on " + (permission ? string(choices_.of(outcomes)) : "decided");
    line(text);
  }

  enum class Combine { single, first, every, sum, least, most, count };
  static string written(Combine combine) {
    switch (combine) {
      case Combine::single: return "";
      case Combine::first: return ", first rule";
      case Combine::every: return ", every rule";
      case Combine::sum: return ", sum of rules";
      case Combine::least: return ", min of rules";
      case Combine::most: return ", max of rules";
      case Combine::count: return ", count of rules";
    }
    return "";
  }

  Kind kind_for(Combine combine) {
    constexpr Kind sums[] = {Kind::integer, Kind::decimal, Kind::money, Kind::duration};
    constexpr Kind ordered[] = {Kind::integer, Kind::decimal, Kind::money};
    switch (combine) {
      case Combine::every: return Kind::item;
      case Combine::sum: return choices_.of(sums);
      case Combine::least:
      case Combine::most: return choices_.of(ordered);
      case Combine::count: return Kind::integer;
      default: return any_kind();
    }
  }

  void value(const string& name) {
    constexpr Combine all[] = {Combine::single, Combine::first, Combine::sum,   Combine::every, Combine::least,
                               Combine::most,   Combine::count, Combine::first, Combine::single};
    const Combine combine = choices_.of(all);
    const Kind kind = kind_for(combine);
    const bool list = kind == Kind::items;
    const bool may_be_absent = combine == Combine::single || combine == Combine::first || combine == Combine::least ||
                               combine == Combine::most;
    const bool otherwise = combine != Combine::count && (choices_.chance(50) || (may_be_absent && list));
    const bool optional = may_be_absent && !otherwise;
    const string type = (combine == Combine::every ? "list of " : "") + string(type_name(kind)) + (optional ? "?" : "");
    line("\ndecision " + name + " : " + type + written(combine));
    const std::size_t rules = 1 + choices_.below(std::max<std::size_t>(limits_.rules - 1, 1));
    for (std::size_t i = 0; i < rules; ++i) {
      const string conditions = clauses(combine != Combine::first || i + 1 == rules);
      string text = "  rule rule" + std::to_string(i);
      if (combine != Combine::count) text += " = " + expressions_.make(kind, limits_.depth);
      text += conditions;
      if (combine == Combine::single) text += overrides(i);
      text += because();
      if (choices_.chance(12)) text += "\n    then " + notice();
      hide_all();
      line(text);
    }
    if (otherwise) {
      line("  otherwise = " + expressions_.make(combine == Combine::every ? Kind::items : kind, limits_.depth));
    }
    if (choices_.chance(10)) also(false);
    expressions_.add(Name{name, combine == Combine::every ? Kind::items : kind, optional});
  }

  Choices& choices_;
  PolicyLimits limits_;
  Expressions expressions_;
  RandomPolicy policy_;
  std::vector<Expressions::Shown> shown_;
  std::vector<string> guards_;
  string about_fact_;  // A condition about some fact.
  string near_now_;    // What every requirement about a fact says too: none may be about `now` alone.
};

}  // namespace

std::size_t RandomPolicy::records() const {
  std::size_t count = 1;
  for (const RandomFact& fact : facts) count *= fact.values.size();
  return count;
}

string RandomPolicy::record(std::size_t number) const {
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
