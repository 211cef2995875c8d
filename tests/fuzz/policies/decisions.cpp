#include "tests/fuzz/policies/decisions.hpp"

#include <algorithm>
#include <string_view>

namespace writ::random {

using std::string;
using std::string_view;

/// What is rare in the midst of expressions stands here alone now and then.
string Decisions::condition() {
  const std::size_t one = expressions_.everything ? choices_.below(100) : 100;
  if (one < 8) return expressions_.doubtful();
  if (one < 14) {
    if (string outcome = expressions_.outcome(); !outcome.empty()) return outcome;
  }
  return expressions_.condition(limits_.depth);
}

Kind list_of(Kind kind) {
  switch (kind) {
    case Kind::integer: return Kind::integers;
    case Kind::instant: return Kind::instants;
    case Kind::text: return Kind::texts;
    case Kind::level: return Kind::levels;
    case Kind::order: return Kind::orders;
    case Kind::mark: return Kind::marks;
    default: return Kind::items;
  }
}

Kind Decisions::any_kind() {
  if (expressions_.everything && choices_.chance(25)) {
    constexpr Kind kinds[] = {Kind::clock, Kind::order,  Kind::integers, Kind::instants,
                              Kind::texts, Kind::levels, Kind::orders,   Kind::marks};
    return choices_.of(kinds);
  }
  constexpr Kind kinds[] = {Kind::boolean, Kind::integer, Kind::decimal, Kind::instant, Kind::level,   Kind::item,
                            Kind::date,    Kind::money,   Kind::items,   Kind::text,    Kind::duration};
  return choices_.of(kinds);
}

string Decisions::effective() {
  string text = "\n    effective ";
  if (expressions_.everything && choices_.chance(40)) {
    constexpr string_view dates[] = {"from 2025-03-30", "before 2025-10-26", "through 2025-03-30",
                                     "from 2024-02-29 through 2025-12-31"};
    text += expressions_.has_zone ? choices_.of(dates) : "before 2025-03-30T01:00:00Z";
  } else {
    constexpr string_view spans[] = {"from 2025-03-30T01:00:00Z", "before 2025-03-31T00:30:00Z",
                                     "from 2025-03-30T00:30:00Z before 2025-12-31T22:59:59Z"};
    text += choices_.of(spans);
  }
  if (choices_.chance(30)) text += " by " + expressions_.make(Kind::instant, 1);
  return text;
}

/// `when`, `unless` and `effective`. What `when` shows to be present is so until `hide_all`.
string Decisions::clauses(bool may_always) {
  string text;
  if (choices_.chance(25)) text += "\n    unless " + condition();
  if (choices_.chance(10)) text += effective();
  if (may_always && choices_.chance(expressions_.everything ? 25 : 15)) return text;
  if (limits_.guard_percent > 0 && choices_.chance(limits_.guard_percent)) {
    return text + "\n    when " + choices_.of(guards) + " and " + condition();
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

void Decisions::hide_all() {
  while (!shown_.empty()) {
    expressions_.hide(shown_.back());
    shown_.pop_back();
  }
}

string Decisions::notice() {
  if (expressions_.everything && choices_.chance(30)) {
    string call = "send(" + expressions_.make(Kind::text, 1);
    for (const Kind kind : {Kind::money, Kind::item, Kind::date, Kind::levels}) {
      call += ", " + expressions_.make(kind, 1);
    }
    return call + ")";
  }
  if (choices_.chance(40)) return "hint(" + expressions_.make(Kind::boolean, 1) + ")";
  const string number = expressions_.make(Kind::integer, 2);
  return "tell(" + number + ", " + expressions_.make(Kind::instant, 2) + ")";
}

string Decisions::notices() {
  string text = "\n    then " + notice();
  if (expressions_.everything && choices_.chance(30)) text += ", " + notice();
  return text;
}

string Decisions::overrides(std::size_t rule, std::size_t rules) {
  const std::size_t others = override_later_ ? rules - rule - 1 : rule;
  if (others == 0 || !choices_.chance(expressions_.everything ? 45 : 30)) return {};
  const auto other = [&] { return choices_.below(others) + (override_later_ ? rule + 1 : 0); };
  const std::size_t first = other();
  string text = "\n    overrides rule" + std::to_string(first);
  if (!expressions_.everything || !choices_.chance(40)) return text;
  const std::size_t second = other();
  return second == first ? text : text + ", rule" + std::to_string(second);
}

string Decisions::because() {
  if (!choices_.chance(15)) return {};
  if (expressions_.everything && choices_.chance(60)) {
    return "\n    because zh " + expressions_.interpolated(1) + " en \"it was {" + expressions_.make(Kind::integer, 1) +
           "}\"";
  }
  return "\n    because \"it was {" + expressions_.make(Kind::integer, 1) + "}\"";
}

string Decisions::cite() {
  return expressions_.everything && choices_.chance(10) ? "\n    cite guide \"1\", \"2\"" : string();
}

string Decisions::decision(const string& name) {
  text_.clear();
  override_later_ = expressions_.everything && choices_.chance(40);
  if (choices_.chance(50)) {
    permission(name);
  } else {
    value(name);
  }
  text_.pop_back();
  return text_;
}

string Decisions::definition(const string& name) {
  const Kind kind = any_kind();
  Call call{name, {}, kind, false};
  string head = "\ndefine " + name;
  const std::size_t mark = expressions_.mark();
  if (choices_.chance(40)) {
    const std::size_t parameters = 1 + choices_.below(2);
    for (std::size_t i = 0; i < parameters; ++i) {
      const Kind of = expressions_.everything && choices_.chance(15) ? Kind::boolean : any_kind();
      const string each = name + "_x" + std::to_string(i);
      head += (i == 0 ? "(" : ", ") + each + " : " + string(type_name(of));
      call.parameters.push_back(of);
      expressions_.add(Name{each, of, false});
    }
    head += ")";
  }
  string body;
  call.optional = choices_.chance(30);
  if (call.optional) body = expressions_.make_optional(kind, limits_.depth);
  if (body.empty()) body = expressions_.make(kind, limits_.depth);
  const auto boolean = std::ranges::find(call.parameters, Kind::boolean);
  if (kind == Kind::boolean && !call.optional && expressions_.everything && boolean != call.parameters.end()) {
    body = "(" + name + "_x" + std::to_string(boolean - call.parameters.begin()) + " implies " + body + ")";
  }
  expressions_.forget(mark);
  head += " : " + type_of(kind, call.optional);
  if (call.parameters.empty()) {
    expressions_.add(Name{name, kind, call.optional});
  } else {
    expressions_.add(std::move(call));
  }
  return head + " =\n  " + body;
}

void Decisions::permission(const string& name) {
  line("\ndecision " + name + " : permission");
  const std::size_t rules = 1 + choices_.below(limits_.rules);
  for (std::size_t i = 0; i < rules; ++i) {
    constexpr string_view effects[] = {"permit", "forbid", "refer", "permit"};
    string text = "  " + string(choices_.of(effects)) + " rule" + std::to_string(i);
    text += clauses(true);
    text += overrides(i, rules);
    text += because();
    text += cite();
    if (choices_.chance(15)) text += notices();
    hide_all();
    line(text);
  }
  if (choices_.chance(15)) also(true);
  expressions_.add_permission(name);
}

void Decisions::also(bool permission) {
  string text = "  also " + notice();
  if (choices_.chance(60)) text += "\n    when " + condition();
  if (expressions_.everything && choices_.chance(25)) text += "\n    unless " + condition();
  if (expressions_.everything && choices_.chance(15)) text += effective();
  constexpr string_view outcomes[] = {"permitted", "forbidden", "referred"};
  if (choices_.chance(50)) text += "\n    on " + (permission ? string(choices_.of(outcomes)) : "decided");
  line(text);
}

string Decisions::written(Combine combine) {
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

Kind Decisions::kind_for(Combine combine) {
  constexpr Kind sums[] = {Kind::integer, Kind::decimal, Kind::money, Kind::duration};
  constexpr Kind ordered[] = {Kind::integer, Kind::decimal, Kind::money, Kind::duration,
                              Kind::instant, Kind::date,    Kind::clock};
  constexpr Kind elements[] = {Kind::item,  Kind::integer, Kind::instant, Kind::text,
                               Kind::level, Kind::order,   Kind::mark};
  switch (combine) {
    case Combine::every: return expressions_.everything ? choices_.of(elements) : Kind::item;
    case Combine::sum: return choices_.of(sums);
    case Combine::least:
    case Combine::most: return ordered[choices_.below(expressions_.everything ? std::size(ordered) : 3)];
    case Combine::count: return Kind::integer;
    default: return any_kind();
  }
}

void Decisions::value(const string& name) {
  constexpr Combine all[] = {Combine::single, Combine::first, Combine::sum,   Combine::every, Combine::least,
                             Combine::most,   Combine::count, Combine::first, Combine::single};
  const Combine combine = choices_.of(all);
  const Kind kind = kind_for(combine);
  const bool list = kind == Kind::items;
  const bool may_be_absent =
      combine == Combine::single || combine == Combine::first || combine == Combine::least || combine == Combine::most;
  const bool otherwise = combine != Combine::count && (choices_.chance(50) || (may_be_absent && list));
  const bool optional = may_be_absent && !otherwise;
  const string type = combine == Combine::every ? string(type_name(list_of(kind))) : type_of(kind, optional);
  line("\ndecision " + name + " : " + type + written(combine));
  const std::size_t rules = 1 + choices_.below(std::max<std::size_t>(limits_.rules - 1, 1));
  for (std::size_t i = 0; i < rules; ++i) {
    const string conditions = clauses(combine != Combine::first || i + 1 == rules);
    string text = "  rule rule" + std::to_string(i);
    if (combine != Combine::count) text += " = " + expressions_.make(kind, limits_.depth);
    text += conditions;
    if (combine == Combine::single) text += overrides(i, rules);
    text += because();
    text += cite();
    if (choices_.chance(12)) text += notices();
    hide_all();
    line(text);
  }
  const Kind result = combine == Combine::every ? list_of(kind) : kind;
  if (otherwise) {
    string text = "  otherwise = " + expressions_.make(result, limits_.depth);
    if (expressions_.everything && choices_.chance(15)) text += effective();
    if (expressions_.everything && choices_.chance(15)) text += notices();
    line(text);
  }
  if (choices_.chance(expressions_.everything ? 20 : 10)) also(false);
  expressions_.add(Name{name, result, optional});
}

}  // namespace writ::random
