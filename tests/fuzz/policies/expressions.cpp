#include "tests/fuzz/policies/expressions.hpp"

#include <algorithm>
#include <array>

namespace writ::random {
namespace {

using std::string;
using std::string_view;

constexpr string_view orders[] = {"<", "<=", ">", ">="};

string spaced(std::initializer_list<string_view> parts) {
  string result = "(";
  for (const string_view part : parts) {
    if (result.size() > 1) result += ' ';
    result += part;
  }
  return result + ")";
}

/// The function's name, then its arguments: one list, so that they are made in this order.
string called(std::initializer_list<string_view> parts) {
  string result;
  for (const string_view part : parts) {
    if (!result.empty()) result += result.back() == '(' ? "" : ", ";
    result += part;
    if (result.size() == part.size()) result += "(";
  }
  return result + ")";
}

}  // namespace

bool has_order(Kind kind) {
  switch (kind) {
    case Kind::integer:
    case Kind::decimal:
    case Kind::money:
    case Kind::duration:
    case Kind::instant:
    case Kind::date:
    case Kind::clock: return true;
    default: return false;
  }
}

string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "Bool";
    case Kind::integer: return "Int";
    case Kind::decimal: return "Decimal";
    case Kind::text: return "Text";
    case Kind::level: return "Level";
    case Kind::instant: return "Instant";
    case Kind::date: return "Date";
    case Kind::clock: return "TimeOfDay";
    case Kind::duration: return "Duration";
    case Kind::money: return "Money CNY";
    case Kind::item: return "Item";
    case Kind::items: return "list of Item";
    case Kind::period: return "Period";
    case Kind::order: return "Order";
    case Kind::integers: return "list of Int";
    case Kind::instants: return "list of Instant";
    case Kind::texts: return "list of Text";
    case Kind::levels: return "list of Level";
    case Kind::orders: return "list of Order";
    case Kind::mark: return "Mark";
    case Kind::marks: return "list of Mark";
  }
  return "Bool";
}

string type_of(Kind kind, bool optional) {
  const string name(type_name(kind));
  if (!optional) return name;
  return name.starts_with("list") ? "(" + name + ")?" : name + "?";
}

void Expressions::add(Name name) {
  const string path = name.path;
  const auto fields = name.optional ? std::span<const Field>() : fields_of(name.kind);
  names_.push_back(std::move(name));
  for (const Field& field : fields) add({path + "." + string(field.name), field.kind, field.optional});
}

bool Expressions::show(string& path, Shown& shown) {
  std::vector<std::size_t> optional;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].optional) optional.push_back(i);
  }
  if (optional.empty()) return false;
  const std::size_t at = choices_.of(optional);
  shown = {at, names_.size()};
  names_[at].optional = false;
  path = names_[at].path;
  if (names_[at].kind == Kind::item || names_[at].kind == Kind::order) add(names_[at]);
  return true;
}

void Expressions::hide(const Shown& shown) {
  names_.resize(shown.mark);
  names_[shown.name].optional = true;
}

string Expressions::member() {
  constexpr string_view all[] = {"low", "mid", "high"};
  return string(all[choices_.below(members)]);
}

string Expressions::literal(Kind kind) {
  if (everything) return any_literal(kind);
  switch (kind) {
    case Kind::boolean: return choices_.below(2) == 0 ? "true" : "false";
    case Kind::integer: {
      constexpr string_view numbers[] = {"0", "1", "2", "3", "(-1)", "7", "(-3)"};
      constexpr string_view huge[] = {"9223372036854775807", "4_611_686_018_427_387_904", "(-9223372036854775807)"};
      return string(has_huge && choices_.chance(4) ? choices_.of(huge) : choices_.of(numbers));
    }
    case Kind::decimal: {
      constexpr string_view numbers[] = {"0.5", "1.0", "2.5", "0.0", "(-0.000001)", "33%", "1.333333"};
      return has_huge && choices_.chance(3) ? "9000000000000.5" : string(choices_.of(numbers));
    }
    case Kind::text: {
      constexpr string_view texts[] = {"\"a\"", "\"B7\"", "\"\"", "\"vip-1\"", "\"b7\""};
      return string(choices_.of(texts));
    }
    case Kind::level: return "Level." + member();
    case Kind::instant: {
      constexpr string_view instants[] = {"2025-03-30T00:30:00Z", "2025-03-30T01:00:00Z", "2025-03-31T00:30:00Z",
                                          "2025-10-26T00:30:00Z", "2025-12-31T22:59:59Z", "2024-02-29T12:00:00Z"};
      return has_huge && choices_.chance(2) ? "9999-12-31T00:00:00Z" : string(choices_.of(instants));
    }
    case Kind::date: {
      constexpr string_view dates[] = {"2025-03-30", "2025-03-31", "2025-03-28", "2025-12-31", "2024-02-29"};
      return has_huge && choices_.chance(2) ? "9999-12-31" : string(choices_.of(dates));
    }
    case Kind::clock: {
      constexpr string_view clocks[] = {"02:30:00", "00:00:00", "12:00:00", "23:59:59"};
      return string(choices_.of(clocks));
    }
    case Kind::duration: {
      constexpr string_view durations[] = {"1h", "24h", "23h", "30m", "1s", "0h", "48h"};
      return string(choices_.of(durations));
    }
    case Kind::money: {
      constexpr string_view amounts[] = {"CNY 0", "CNY 1", "CNY 2.50", "CNY 0.01", "CNY 100"};
      return string(choices_.of(amounts));
    }
    case Kind::item: return item(0);
    case Kind::items: return items(0);
    default: return "true";
  }
}

string Expressions::name_of(Kind kind, bool optional) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].kind == kind && names_[i].optional == optional) found.push_back(i);
  }
  // The last are the nearest.
  return found.empty() ? string() : names_[found[found.size() - 1 - choices_.below(found.size())]].path;
}

string Expressions::call_of(Kind kind, bool optional, std::size_t depth) {
  std::vector<const Call*> found;
  for (const Call& call : calls_) {
    if (call.kind == kind && call.optional == optional) found.push_back(&call);
  }
  if (found.empty()) return {};
  const Call call = *choices_.of(found);
  string result = call.name + "(";
  for (const Kind parameter : call.parameters) {
    if (result.back() != '(') result += ", ";
    result += make(parameter, depth == 0 ? 0 : depth - 1);
  }
  return result + ")";
}

/// A name or a literal.
string Expressions::plain(Kind kind) {
  string name = choices_.chance(25) ? string() : name_of(kind, false);
  if (name.empty() && kind == Kind::instant) return choices_.chance(50) ? literal(kind) : "now";
  return name.empty() ? literal(kind) : name;
}

string Expressions::make(Kind kind, std::size_t depth) {
  if (kind == Kind::boolean) return boolean(depth);
  if (depth == 0 || !choices_.chance(75)) return plain(kind);
  if (choices_.chance(15)) return choice(kind, depth - 1);
  if (choices_.chance(12)) {
    if (string result = call_of(kind, false, depth); !result.empty()) return result;
  }
  if (choices_.chance(20)) {
    const string optional = make_optional(kind, depth - 1);
    if (!optional.empty()) return spaced({optional, "or else", make(kind, depth - 1)});
  }
  if (everything && choices_.chance(60)) {
    if (string result = applied(kind, depth - 1); !result.empty()) return result;
  }
  switch (kind) {
    case Kind::integer:
    case Kind::decimal:
    case Kind::money: return number(kind, depth - 1);
    case Kind::text: return everything && choices_.chance(60) ? interpolated(depth - 1) : text(depth - 1);
    case Kind::level: return plain(kind);
    case Kind::item: return item(depth - 1);
    case Kind::items: return items(depth - 1);
    case Kind::period: return period(depth - 1);
    case Kind::order:
    case Kind::mark: return record(kind, depth - 1);
    case Kind::integers:
    case Kind::instants:
    case Kind::texts:
    case Kind::levels:
    case Kind::orders:
    case Kind::marks: return values(kind, depth - 1);
    default: return temporal(kind, depth - 1);
  }
}

/// Empty where nothing of the kind can be had.
string Expressions::make_optional(Kind kind, std::size_t depth) {
  if (everything && depth > 0 && choices_.chance(60)) {
    if (string result = any_optional(kind, depth - 1); !result.empty()) return result;
  }
  if (depth > 0 && choices_.chance(40)) {
    if (kind == Kind::item) {
      constexpr string_view ends[] = {"first", "last"};
      const string which(choices_.of(ends)), from = items(depth - 1), local = bind();
      const std::size_t before = mark();
      add({local, Kind::item, false});
      const string condition = where(local, kind, depth - 1);
      string key;
      if (choices_.chance(40)) {
        constexpr Kind keys[] = {Kind::integer, Kind::instant, Kind::duration};
        key = " by " + make(choices_.of(keys), depth - 1);
      }
      forget(before);
      return "(" + which + " " + local + " in " + from + condition + key + ")";
    }
    if (kind == Kind::instant) {
      constexpr string_view ends[] = {"earliest", "latest"};
      return aggregate(choices_.of(ends), kind, depth - 1);
    }
    if (has_order(kind) && kind != Kind::date) {
      constexpr string_view ends[] = {"min", "max"};
      return aggregate(choices_.of(ends), kind, depth - 1);
    }
  }
  if (choices_.chance(20)) {
    if (string result = call_of(kind, true, depth); !result.empty()) return result;
  }
  return name_of(kind, true);
}

string Expressions::choice(Kind kind, std::size_t depth) {
  string path;
  Shown shown{};
  if (choices_.chance(30) && show(path, shown)) {
    const string present = make(kind, depth);
    hide(shown);
    return spaced({"if", path, "is present then", present, "else", make(kind, depth)});
  }
  const string condition = make(Kind::boolean, depth), then = make(kind, depth);
  return spaced({"if", condition, "then", then, "else", make(kind, depth)});
}

// ---- conditions -----------------------------------------------------------------------------------------------------

string Expressions::boolean(std::size_t depth) {
  if (everything && depth > 0 && choices_.chance(25)) {
    return choices_.chance(40) ? structural(depth - 1) : applied(Kind::boolean, depth - 1);
  }
  if (depth == 0) {
    if (choices_.chance(60)) return comparison(0);
    string name = name_of(Kind::boolean, false);
    return name.empty() ? comparison(0) : name;
  }
  string path;
  Shown shown{};
  switch (choices_.below(14)) {
    default: return comparison(depth - 1);
    case 3: {
      const string left = boolean(depth - 1);
      return spaced({left, "and", boolean(depth - 1)});
    }
    case 4: {
      const string left = boolean(depth - 1);
      return spaced({left, "or", boolean(depth - 1)});
    }
    case 5: return spaced({"not", boolean(depth - 1)});
    case 6: {
      const string left = boolean(depth - 1);
      return spaced({left, "implies", boolean(depth - 1)});
    }
    case 7:
    case 8: {
      if (!show(path, shown)) return comparison(depth - 1);
      constexpr std::array<std::pair<string_view, string_view>, 3> forms = {
          {{"is present", "and"}, {"is absent", "or"}, {"is present", "implies"}}};
      const auto& [test, joint] = choices_.of(forms);
      const string rest = boolean(depth - 1);
      hide(shown);
      return spaced({path, test, joint, rest});
    }
    case 9: {
      if (!show(path, shown)) return comparison(depth - 1);
      hide(shown);
      return spaced({path, choices_.chance(50) ? "is absent" : "is present"});
    }
    case 10:
    case 11: return quantifier(depth - 1);
    case 12: {
      if (string result = outcome(); !result.empty()) return result;
      return choice(Kind::boolean, depth - 1);
    }
    case 13: {
      if (string result = call_of(Kind::boolean, false, depth - 1); !result.empty()) return result;
      return choice(Kind::boolean, depth - 1);
    }
  }
}

string Expressions::outcome() {
  if (permissions_.empty()) return {};
  constexpr string_view outcomes[] = {"permitted", "forbidden", "referred"};
  const string name = choices_.of(permissions_);
  return spaced({name, choices_.chance(30) ? "is not" : "is", choices_.of(outcomes)});
}

/// Most often that of something that has a name.
Kind Expressions::compared_kind() {
  if (!names_.empty() && !choices_.chance(20)) {
    const Kind kind = names_[names_.size() - 1 - choices_.below(std::min<std::size_t>(names_.size(), 256))].kind;
    if (std::ranges::find(scalars, kind) != std::end(scalars)) return kind;
  }
  return choices_.of(scalars);
}

string Expressions::comparison(std::size_t depth) {
  const Kind kind = compared_kind();
  if (kind == Kind::boolean || (kind != Kind::level && choices_.chance(8))) {
    string name = name_of(Kind::boolean, false);
    if (!name.empty()) return name;
  }
  if (kind == Kind::boolean) return literal(Kind::boolean);
  const string left = make(kind, depth);
  switch (choices_.below(has_order(kind) ? 6 : 3)) {
    case 0: return spaced({left, "is", make(kind, depth)});
    case 1: {
      if (kind == Kind::text && depth > 0) {
        constexpr string_view questions[] = {"starts_with", "ends_with", "contains"};
        const string_view question = choices_.of(questions);
        if (choices_.chance(25)) return called({"matches", left, "\"[a-z]+-?[0-9]|B.\""});
        return called({question, left, literal(Kind::text)});
      }
      return spaced({left, "is not", make(kind, depth)});
    }
    case 2: return spaced({left, choices_.chance(30) ? "not in" : "in", list(kind, depth)});
    case 3: {
      if (kind == Kind::instant && choices_.chance(50)) {
        const string_view side = choices_.chance(50) ? "before" : "after";
        const string length =
            has_zone && choices_.chance(30) ? period(depth) : make(Kind::duration, depth > 0 ? depth - 1 : 0);
        return spaced({left, "within", length, side, make(kind, depth)});
      }
      constexpr std::array<std::pair<string_view, string_view>, 4> ends = {
          {{"[", "]"}, {"[", ")"}, {"(", "]"}, {"(", ")"}}};
      const auto& [open, close] = choices_.of(ends);
      const string low = make(kind, depth), high = make(kind, depth);
      return "(" + left + (choices_.chance(30) ? " not in " : " in ") + string(open) + low + " .. " + high +
             string(close) + ")";
    }
    default: {
      const string_view order = choices_.of(orders);
      return spaced({left, order, make(kind, depth)});
    }
  }
}

string Expressions::list(Kind kind, std::size_t depth) {
  string result = "[";
  const std::size_t count = 1 + choices_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) result += ", ";
    result += make(kind, depth == 0 ? 0 : depth - 1);
  }
  return result + "]";
}

string Expressions::bind() { return "x" + std::to_string(++locals_); }

/// ` where …`, or nothing. What it shows to be present stays so for what follows, until names are forgotten.
string Expressions::where(const string& local, Kind kind, std::size_t depth) {
  switch (choices_.below(kind == Kind::item ? 3 : 2)) {
    case 1: return " where " + boolean(depth);
    case 2: {
      const bool level = choices_.below(2) == 0;
      const string field = local + (level ? ".level" : ".at");
      const string rest = boolean(depth);
      names_.push_back({field, level ? Kind::level : Kind::instant, false});
      return " where (" + field + " is present and " + rest + ")";
    }
    default: return {};
  }
}

/// That a field of an element is something: what lists are looked through for.
string Expressions::field_is(const string& local, Kind of) {
  if (of == Kind::order && choices_.chance(60)) {  // Or of an element of a list in it.
    if (choices_.chance(50)) return spaced({literal(Kind::level), "in", local + ".marks"});
    const string inner = bind();
    return spaced({"some", inner, "in", local + ".lines satisfies", field_is(inner, Kind::item)});
  }
  std::vector<Field> fields;
  for (const Field& field : fields_of(of)) {
    if (!field.optional && std::ranges::find(scalars, field.kind) != std::end(scalars)) fields.push_back(field);
  }
  if (fields.empty()) return boolean(0);
  const Field& field = fields[choices_.below(fields.size())];
  return spaced({local + "." + string(field.name), "is", literal(field.kind)});
}

string Expressions::quantifier(std::size_t depth) {
  constexpr string_view words[] = {"some", "every", "no"};
  Kind of = Kind::item;
  const string word(choices_.of(words)), from = element(of, depth), local = bind();
  const std::size_t before = mark();
  add({local, of, false});
  const string condition = where(local, of, depth);
  const string rest = everything && choices_.chance(of == Kind::order ? 60 : 25) ? field_is(local, of) : boolean(depth);
  forget(before);
  return "(" + word + " " + local + " in " + from + condition + " satisfies " + rest + ")";
}

string Expressions::aggregate(string_view what, Kind of, std::size_t depth) {
  Kind over = Kind::item;
  const string from = element(over, depth), local = bind();
  const std::size_t before = mark();
  add({local, over, false});
  const string condition = where(local, over, depth);
  const string each = make(of, depth);
  forget(before);
  return "(" + string(what) + " of " + each + " for " + local + " in " + from + condition + ")";
}

// ---- values ---------------------------------------------------------------------------------------------------------

string Expressions::number(Kind kind, std::size_t depth) {
  const auto other = [&](Kind of) { return make(of, depth); };
  constexpr string_view signs[] = {"+", "-"};
  switch (choices_.below(kind == Kind::money ? 8 : 12)) {
    default: {
      const string left = other(kind);
      const string_view sign = choices_.of(signs);
      return spaced({left, sign, other(kind)});
    }
    case 2: {
      const string left = other(kind);
      return spaced({left, "*", kind == Kind::decimal && choices_.chance(50) ? literal(kind) : literal(Kind::integer)});
    }
    case 3: {
      constexpr string_view pairs[] = {"min", "max"};
      const string_view which = choices_.of(pairs);
      const string left = other(kind);
      return called({which, left, other(kind)});
    }
    case 4: {
      if (kind == Kind::integer) {
        constexpr string_view ways[] = {"round", "round_down", "round_up"};
        const string_view way = choices_.of(ways);
        return called({way, other(Kind::decimal)});
      }
      const string left = other(kind);
      return spaced({left, "/", choices_.chance(50) ? literal(Kind::integer) : other(Kind::integer)});
    }
    case 5: return aggregate("sum", kind, depth);
    case 6: {
      const string low = literal(kind), high = literal(kind);
      return called({"clamp", other(kind), low, high});
    }
    case 7: {
      if (kind == Kind::integer) return "(-" + other(kind) + ")";
      if (choices_.chance(50)) return called({"abs", other(kind)});
      return "(5% of " + other(kind) + ")";
    }
    case 8: {
      if (kind == Kind::decimal) return spaced({other(Kind::integer), "/", other(Kind::integer)});
      Kind over = Kind::item;
      const string from = element(over, depth), local = bind();
      const std::size_t before = mark();
      add({local, over, false});
      const string condition = where(local, over, depth);
      forget(before);
      return "(count of " + local + " in " + from + condition + ")";
    }
    case 9:
      if (kind == Kind::integer) return called({"size", items(depth)});
      return spaced({other(Kind::duration), "/", other(Kind::duration)});
    case 10:
      if (kind == Kind::integer) {
        const string left = other(Kind::date);
        return spaced({left, "-", other(Kind::date)});
      }
      return called({choices_.chance(50) ? "round" : "round_up", other(kind), literal(Kind::integer)});
    case 11: {
      if (kind == Kind::decimal) return spaced({other(Kind::money), "/", other(Kind::money)});
      return called({choices_.chance(30) ? "year" : "weekday", other(Kind::date)});
    }
  }
}

string Expressions::period(std::size_t depth) {
  if (everything && choices_.chance(40)) return any_literal(Kind::period);
  constexpr string_view fixed[] = {"1 day", "2 days", "1 month", "1 week", "1 year"};
  switch (choices_.below(has_calendar ? 6 : 4)) {
    default: return string(choices_.of(fixed));
    case 2: return called({"days", make(Kind::integer, depth)});
    case 3: return called({"months", make(Kind::integer, depth)});
    case 4: return choices_.chance(50) ? "1 business day" : "2 business days";
    case 5: return called({"business_days", make(Kind::integer, depth)});
  }
}

string Expressions::temporal(Kind kind, std::size_t depth) {
  constexpr string_view signs[] = {"+", "-"};
  const auto other = [&](Kind of) { return make(of, depth); };
  const string_view sign = choices_.of(signs);
  switch (kind) {
    case Kind::instant:
      switch (choices_.below(has_zone ? 6 : 3)) {
        default: return spaced({other(kind), sign, other(Kind::duration)});
        case 2: return called({choices_.chance(50) ? "earliest" : "latest", other(kind), other(kind)});
        case 3: return spaced({other(kind), sign, period(depth)});
        case 4: {
          const string day = other(Kind::date);
          return called({"at", day, other(Kind::clock)});
        }
        case 5: return called({"start_of_day", other(Kind::date)});
      }
    case Kind::date:
      if (has_zone && choices_.chance(40)) return called({"date", other(Kind::instant)});
      return spaced({other(kind), sign, period(depth)});
    case Kind::clock:
      if (has_zone && choices_.chance(60)) return called({"time", other(Kind::instant)});
      return plain(kind);
    default:
      switch (choices_.below(6)) {
        default: return spaced({other(kind), sign, other(kind)});
        case 1: {
          const string left = other(Kind::instant);
          return spaced({left, "-", other(Kind::instant)});
        }
        case 2: return spaced({other(kind), "*", literal(choices_.chance(50) ? Kind::integer : Kind::decimal)});
        case 3: return spaced({other(kind), "/", literal(Kind::integer)});
        case 4: return called({choices_.chance(50) ? "hours" : "minutes", other(Kind::integer)});
        case 5: return called({choices_.chance(50) ? "min" : "max", other(kind), other(kind)});
      }
  }
}

string Expressions::text(std::size_t depth) {
  if (choices_.chance(60)) return called({"lower", make(Kind::text, depth)});
  return plain(Kind::text);
}

string Expressions::item(std::size_t depth) {
  if (everything) return record(Kind::item, depth);
  if (string name = name_of(Kind::item, false); !name.empty() && !choices_.chance(40)) {
    if (depth == 0 || choices_.chance(50)) return name;
    constexpr std::array<std::pair<string_view, Kind>, 4> fields = {
        {{"ok", Kind::boolean}, {"size", Kind::integer}, {"level", Kind::level}, {"at", Kind::instant}}};
    const auto& [field, kind] = choices_.of(fields);
    return "(" + name + " with { " + string(field) + ": " + make(kind, depth - 1) + " })";
  }
  const std::size_t below = depth == 0 ? 0 : depth - 1;
  const auto part = [&](Kind kind) { return depth == 0 ? literal(kind) : make(kind, below); };
  const string ok = part(Kind::boolean), size = part(Kind::integer);
  string result = "{ ok: " + ok + ", size: " + size;
  if (choices_.chance(50)) result += ", level: " + part(Kind::level);
  if (choices_.chance(50)) result += ", at: " + part(Kind::instant);
  return result + " }";
}

string Expressions::items(std::size_t depth) {
  if (everything) return values(Kind::items, depth);
  if (string name = name_of(Kind::items, false); !name.empty() && !choices_.chance(15)) return name;
  string known = name_of(Kind::item, false);
  if (known.empty()) return "no_items";
  string result = "[" + known;
  if (depth > 0 && choices_.chance(50)) result += ", " + item(depth - 1);
  return result + "]";
}

}  // namespace writ::random
