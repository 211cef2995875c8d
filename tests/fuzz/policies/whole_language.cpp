// Policies of everything that the language has.

#include <algorithm>
#include <string_view>
#include <vector>

#include "tests/fuzz/policies/decisions.hpp"
#include "tests/fuzz/policies/random_policy.hpp"

namespace writ::random {
namespace {

using std::string;
using std::string_view;

class Whole {
 public:
  explicit Whole(Choices& choices)
      : choices_(choices), expressions_(choices), decisions_(choices, limits_, expressions_) {
    expressions_.everything = true;
    // Most policies are small, so that most of their parts matter; some have rules to select among.
    limits_.depth = 1 + choices_.below(3);
    limits_.rules = choices_.chance(25) ? 20 : 1 + choices_.below(5);
    limits_.guard_percent = limits_.rules > 5 ? 70 : 15;
    limits_.decisions = 3;
  }

  RandomPolicy make(WholeFacts facts) {
    const bool has_module = choices_.chance(25);
    header(has_module);
    declarations();
    if (facts == WholeFacts::every_type) declare_every_type();
    const std::size_t count = 1 + choices_.below(4);
    for (std::size_t i = 0; i < count; ++i) {
      if (facts == WholeFacts::every_type) {
        const bool orders = choices_.chance(10);
        use(orders ? *std::ranges::find(every_type_, Kind::orders, &Name::kind) : choices_.of(every_type_));
      } else {
        fact(i);
      }
    }
    if (has_module) module();
    for (std::size_t i = choices_.below(3); i > 0; --i) parameter(i);
    for (std::size_t i = choices_.below(4); i > 0; --i) line(decisions_.definition("define" + std::to_string(i)));
    if (choices_.chance(40)) requirement();
    for (std::size_t i = 1 + choices_.below(limits_.decisions); i > 0; --i) {
      line(decisions_.decision("decision" + std::to_string(i)));
    }
    if (choices_.chance(15)) line("\ninvariant always:\n  " + expressions_.condition(2));
    return std::move(policy_);
  }

 private:
  void line(const string& text) { policy_.text += text + "\n"; }

  void header(bool has_module) {
    line("policy random \"Everything\"");
    expressions_.has_zone = !choices_.chance(15);
    if (choices_.chance(10)) {
      line(expressions_.has_zone && choices_.chance(50)
               ? "  effective from 2025-03-30 through 2025-12-31"
               : "  effective from 2025-03-30T00:30:00Z before 2025-12-31T00:00:00Z");
    }
    line("  source guide \"guide.md\"");
    if (expressions_.has_zone) line("  timezone \"" + string(choices_.of(zones)) + "\"");
    expressions_.has_calendar = choices_.chance(60);
    if (expressions_.has_calendar) line("  calendar works");
    expressions_.has_huge = choices_.chance(40);
    if (has_module) line("\nuse shared");
    if (!expressions_.has_calendar) return;
    const string_view covers = choices_.chance(70) ? "1999 .. 2030" : "2025 .. 2025";
    line("\ncalendar works\n  weekend sat, sun\n  covers " + string(covers) +
         "\n  holidays 2025-03-31, 2025-10-27 .. 2025-10-28, 2025-12-31\n  workdays 2025-03-29");
  }

  void declarations() {
    line("\nenum Level = low | mid \"MIDDLE\" | high");
    if (choices_.chance(20))
      line(string("fact now : Instant as ") + (choices_.chance(50) ? "unix_seconds" : "unix_millis"));
    constexpr string_view encodings[] = {"", "", " as unix_millis", " as unix_seconds"};
    const string encoding(choices_.of(encodings));
    string text = "\nrecord Item {\n";
    for (const auto& [record, end] : {std::pair(Kind::item, "}\n\nrecord Order {\n"), std::pair(Kind::order, "}\n")}) {
      for (const Field& field : expressions_.fields_of(record)) {
        text += "  " + string(field.name) + " : " + type_of(field.kind, field.optional);
        if (field.name == "at") text += encoding;
        if (field.name == "name") text += " from \"the name\"";
        if (field.name == "paid") text += " fixed";
        text += "\n";
      }
      text += end;
    }
    line(text);
    line("obligation tell(number : Int, at : Instant)\nadvice hint(ok : Bool)");
    line("obligation send(what : Text, price : Money CNY, item : Item, day : Date, marks : list of Level)");
    line("record Mark {\n}");
    line("\ndefine no_items : list of Item = []\ndefine no_orders : list of Order = []");
    line("define no_marks : list of Mark = []\n");
  }

  void fact(std::size_t number) {
    constexpr Kind wholes[] = {Kind::order,    Kind::order, Kind::items,  Kind::item,   Kind::integers,
                               Kind::instants, Kind::texts, Kind::levels, Kind::orders, Kind::marks};
    const Kind kind = choices_.chance(40) ? choices_.of(wholes) : choices_.of(scalars);
    const bool optional = choices_.chance(30);
    const string name = "fact" + std::to_string(number);
    string text = "fact " + name + " : " + type_of(kind, optional);
    if (kind == Kind::instant && choices_.chance(20)) text += " as unix_seconds";
    if (choices_.chance(10)) text += " from \"" + name + ".json\"";
    line(text);
    use({name, kind, optional});
  }

  /// A fact of each type, and one that may be absent.
  void declare_every_type() {
    for (const Kind kind : {Kind::boolean, Kind::integer, Kind::decimal, Kind::text, Kind::level, Kind::instant,
                            Kind::date, Kind::clock, Kind::duration, Kind::money, Kind::item, Kind::items, Kind::order,
                            Kind::integers, Kind::instants, Kind::texts, Kind::levels, Kind::orders, Kind::marks}) {
      for (const bool optional : {false, true}) {
        string name = (optional ? "maybe_" : "the_") + string(type_name(kind));
        std::ranges::replace(name, ' ', '_');
        line("fact " + name + " : " + type_of(kind, optional));
        every_type_.push_back({name, kind, optional});
      }
    }
  }

  /// What follows is about this fact.
  void use(const Name& fact) {
    const auto& [name, kind, optional] = fact;
    if (choices_.chance(4) && optional) {
      line("require " + name + "_is_there:\n  " + name + " is present because \"it is needed\"");
    }
    const string is_there = optional ? name + " is present and " : "";
    const bool is_scalar = kind < Kind::item;
    for (std::size_t i = 0; is_scalar && i < 4; ++i) {
      const string value = expressions_.literal(kind);
      guards_of(is_there + name, kind, value);
    }
    if (kind == Kind::order) {
      guards_of(is_there + name + ".main.size", Kind::integer, expressions_.literal(Kind::integer));
      guards_of(is_there + name + ".id", Kind::text, expressions_.literal(Kind::text));
    }
    if (about_fact_.empty()) about_fact_ = optional ? name + " is absent" : name + " is " + name;
    if (decisions_.guards.empty()) guards_of("now", Kind::instant, expressions_.literal(Kind::instant));
    expressions_.add(fact);
  }

  void guards_of(const string& path, Kind kind, const string& value) {
    for (int i = 0; i < 2; ++i) decisions_.guards.push_back(path + " is " + value);
    if (!has_order(kind)) {
      decisions_.guards.push_back(path + " in [" + value + ", " + expressions_.literal(kind) + "]");
      return;
    }
    constexpr string_view signs[] = {" < ", " <= ", " > ", " >= "};
    decisions_.guards.push_back(path + string(choices_.of(signs)) + value);
  }

  /// Other people's definitions, in their own time zone and by their own calendar.
  void module() {
    string& text = policy_.module;
    text = "module shared\n  timezone \"" + string(choices_.of(zones)) + "\"\n  calendar shops\n";
    text += "\ncalendar shops\n  weekend fri\n  covers 1990 .. 2040\n  holidays 2025-03-30\n";
    text += "\nparameter shared_wait : Duration = " + expressions_.literal(Kind::duration) + "\n";
    text += "\ndefine shared_day(t : Instant) : Date = date(t)\n";
    text += "\ndefine shared_next(t : Instant) : Instant = t + 1 business day\n";
    text += "\ndefine shared_clock(t : Instant) : TimeOfDay = time(t + shared_wait)\n";
    text += "\ndefine shared_is_open : Bool = is_business_day(date(now)) and time(now) >= 09:00:00\n";
    expressions_.add(Name{"shared_wait", Kind::duration});
    expressions_.add(Name{"shared_is_open", Kind::boolean});
    expressions_.add(Call{"shared_day", {Kind::instant}, Kind::date});
    expressions_.add(Call{"shared_next", {Kind::instant}, Kind::instant});
    expressions_.add(Call{"shared_clock", {Kind::instant}, Kind::clock});
  }

  void requirement() {
    const string& rare = decisions_.guards[0];
    string text = "\nrequire something:\n  (" + about_fact_ + " and " + rare + ") implies " + expressions_.condition(2);
    if (choices_.chance(60)) text += "\n  because en \"it is so\" zh \"如此 {now}\"";
    line(text);
  }

  void parameter(std::size_t number) {
    constexpr Kind lists[] = {Kind::integers, Kind::levels, Kind::texts, Kind::period};
    const Kind kind = choices_.chance(20) ? choices_.of(lists) : choices_.of(scalars);
    const string name = "parameter" + std::to_string(number);
    string text =
        (choices_.chance(50) ? "\nfixed parameter " : "\nparameter ") + name + " : " + string(type_name(kind));
    if (choices_.chance(40)) {
      const string first = expressions_.literal(kind), then = expressions_.literal(kind);
      text += " dated";
      if (choices_.chance(50)) text += " by " + expressions_.make(Kind::instant, 1);
      const bool days = expressions_.has_zone && choices_.chance(50);
      const string_view from = days ? "2025-03-30" : "2025-03-31T00:30:00Z",
                        until = days ? "2025-10-26" : "2025-12-31T22:59:59Z";
      text += "\n  before " + string(from) + " = " + first + "\n  from   " + string(from) + " = " + then;
      if (choices_.chance(50)) text += "\n  from   " + string(until) + " = " + expressions_.literal(kind);
    } else {
      text += " = " + expressions_.literal(kind);
    }
    line(text);
    expressions_.add(Name{name, kind, false});
  }

  Choices& choices_;
  PolicyLimits limits_;
  Expressions expressions_;
  Decisions decisions_;
  RandomPolicy policy_;
  std::vector<Name> every_type_;  // Facts that are declared whether they are used or not.
  string about_fact_;             // A condition about the first fact: requirements are about facts.
};

}  // namespace

RandomPolicy whole_language_policy(Choices& choices, WholeFacts facts) { return Whole(choices).make(facts); }

}  // namespace writ::random
