// What expressions of whole policies have beyond those that the analysis is asked about: every row of the tables of
// operators and functions, lists of values, records within records, texts with values in them.

#include <algorithm>
#include <array>

#include "engine/builtins/builtin.hpp"
#include "tests/fuzz/policies/expressions.hpp"

namespace writ::random {
namespace {

using std::string;
using std::string_view;

constexpr Field item_fields[] = {{"ok", Kind::boolean},          {"size", Kind::integer}, {"level", Kind::level, true},
                                 {"at", Kind::instant, true},    {"price", Kind::money},  {"name", Kind::text},
                                 {"wait", Kind::duration, true}, {"day", Kind::date},     {"rate", Kind::decimal},
                                 {"clock", Kind::clock, true}};
constexpr Field order_fields[] = {
    {"id", Kind::text},     {"total", Kind::money, true},     {"main", Kind::item},    {"spare", Kind::item, true},
    {"lines", Kind::items}, {"counts", Kind::integers, true}, {"paid", Kind::instant}, {"times", Kind::instants},
    {"tags", Kind::texts},  {"marks", Kind::levels}};

Kind kind_of(writ::Kind kind) {
  switch (kind) {
    case writ::Kind::integer: return Kind::integer;
    case writ::Kind::decimal: return Kind::decimal;
    case writ::Kind::text: return Kind::text;
    case writ::Kind::instant: return Kind::instant;
    case writ::Kind::date: return Kind::date;
    case writ::Kind::time_of_day: return Kind::clock;
    case writ::Kind::duration: return Kind::duration;
    case writ::Kind::period: return Kind::period;
    case writ::Kind::money: return Kind::money;
    default: return Kind::boolean;
  }
}

constexpr Kind lists[] = {Kind::items,  Kind::integers, Kind::instants, Kind::texts,
                          Kind::levels, Kind::orders,   Kind::marks};

Kind element_of(Kind list) {
  switch (list) {
    case Kind::integers: return Kind::integer;
    case Kind::instants: return Kind::instant;
    case Kind::texts: return Kind::text;
    case Kind::levels: return Kind::level;
    case Kind::orders: return Kind::order;
    case Kind::marks: return Kind::mark;
    default: return Kind::item;
  }
}

/// A list that is declared: of which type would a record be that has no name?
string_view no_records(Kind kind) {
  switch (kind) {
    case Kind::item: return "no_items";
    case Kind::order: return "no_orders";
    case Kind::mark: return "no_marks";
    default: return {};
  }
}

}  // namespace

std::span<const Field> Expressions::fields_of(Kind kind) const {
  if (kind == Kind::item) return std::span(item_fields).first(everything ? std::size(item_fields) : 4);
  if (kind == Kind::order) return order_fields;
  return {};
}

/// Around the edges of what there is: days on which clocks change, months and years that end, calendars that do.
string Expressions::any_literal(Kind kind) {
  const auto one_of = [&](const auto& usual, const auto& huge) {
    return string(has_huge && choices_.chance(3) ? choices_.of(huge) : choices_.of(usual));
  };
  switch (kind) {
    case Kind::boolean: return choices_.below(2) == 0 ? "true" : "false";
    case Kind::integer: {
      constexpr string_view usual[] = {"0", "1", "2", "3", "(-1)", "7", "(-3)", "10", "1_000", "12"};
      constexpr string_view huge[] = {"9223372036854775807", "4_611_686_018_427_387_904", "(-9223372036854775807)"};
      return one_of(usual, huge);
    }
    case Kind::decimal: {
      constexpr string_view usual[] = {"0.5", "1.0",    "2.5",  "0.0",      "(-0.000001)", "33%",
                                       "2",   "(-2.5)", "0.05", "1.333333", "1.5",         "0.000002"};
      constexpr string_view huge[] = {"9000000000000.5", "(-9223372036854.775807)"};
      return one_of(usual, huge);
    }
    case Kind::text: {
      constexpr string_view usual[] = {"\"a\"",  "\"B7\"",   "\"\"",      "\"vip-1\"",      "\"b7\"",
                                       "\"İß\"", "\"中文\"", "\"a{{}}\"", "\"\\\"\\\\\\n\""};
      return string(choices_.of(usual));
    }
    case Kind::level: return choices_.chance(30) && !everything ? member() : "Level." + member();
    case Kind::instant: {
      constexpr string_view usual[] = {"2025-03-30T00:30:00Z",      "2025-03-30T01:00:00Z",
                                       "2025-03-31T00:30:00Z",      "2025-10-26T00:30:00Z",
                                       "2025-12-31T22:59:59Z",      "2024-02-29T12:00:00Z",
                                       "2025-03-09T02:30:00-05:00", "2025-01-31T12:00:00+08:00",
                                       "2025-11-02T01:30:00-04:00", "2025-03-31T23:59:59.999999+02:00"};
      constexpr string_view huge[] = {"9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"};
      return one_of(usual, huge);
    }
    case Kind::date: {
      constexpr string_view usual[] = {"2025-03-30", "2025-03-31", "2025-03-28", "2025-12-31", "2024-02-29",
                                       "2025-01-31", "2025-10-26", "2025-03-29", "2025-01-01", "2025-02-28"};
      constexpr string_view huge[] = {"9999-12-31", "0001-01-01", "2026-01-01"};
      return one_of(usual, huge);
    }
    case Kind::clock: {
      constexpr string_view usual[] = {"02:30:00", "00:00:00", "12:00:00", "23:59:59", "23:59:59.999999", "01:30:00"};
      return string(choices_.of(usual));
    }
    case Kind::duration: {
      constexpr string_view usual[] = {"1h", "24h", "23h", "30m", "1s", "0h", "48h", "250ms", "1h30m", "48 hours"};
      return string(choices_.of(usual));
    }
    case Kind::money: {
      constexpr string_view usual[] = {"CNY 0", "CNY 1", "CNY 2.50", "CNY 0.01", "CNY 100", "(-CNY 2.5)"};
      return string(choices_.of(usual));
    }
    case Kind::period: {
      constexpr string_view usual[] = {"1 day",  "2 days",   "1 month",   "1 week",          "1 year",
                                       "0 days", "3 months", "11 months", "2 business days", "1 business day"};
      return string(usual[choices_.below(std::size(usual) - (has_calendar ? 0 : 2))]);
    }
    case Kind::item:
    case Kind::order:
    case Kind::mark: return record(kind, 0);
    case Kind::items:
    case Kind::orders:
    case Kind::marks: return string(no_records(element_of(kind)));
    default: {
      const Kind of = element_of(kind);
      string list = "[";
      const std::size_t count = 1 + choices_.below(3);
      for (std::size_t i = 0; i < count; ++i) list += (i > 0 ? ", " : "") + any_literal(of);
      return list + "]";
    }
  }
}

/// An operator or a function, any row of the tables whose result is of the kind.
string Expressions::applied(Kind kind, std::size_t depth) {
  std::vector<const Builtin*> rows;
  for (const Builtin& row : builtins()) {
    if (kind_of(row.result.kind) != kind || (kind == Kind::boolean && row.result.kind != writ::Kind::boolean)) continue;
    if ((row.needs_zone && !has_zone) || (row.needs_calendar && !has_calendar)) continue;
    rows.push_back(&row);
  }
  if (rows.empty()) return {};
  const Builtin& row = *choices_.of(rows);
  const string name(row.name);
  std::vector<string> arguments;
  for (const Shape& shape : row.parameters) {
    if (shape.rule == Shape::Rule::any_list) {
      arguments.push_back(values(choices_.of(lists), depth));
    } else if (shape.rule == Shape::Rule::literal_text) {
      constexpr string_view patterns[] = {"\"[a-z]+-?[0-9]\"", "\"B.\"", "\".*\"", "\"(a|b)*7?\"", "\"\""};
      arguments.emplace_back(choices_.of(patterns));
    } else if (row.name == "round" || row.name == "round_down" || row.name == "round_up" || row.name == "clamp") {
      // Places, and bounds that cross, are usually what can be had.
      arguments.push_back(arguments.empty() || choices_.chance(20) ? make(kind_of(shape.kind), depth)
                                                                   : any_literal(kind_of(shape.kind)));
    } else {
      arguments.push_back(make(kind_of(shape.kind), depth));
    }
  }
  if (row.folds && choices_.chance(25)) arguments.push_back(make(kind, depth));
  if (row.name == "of") {
    constexpr string_view shares[] = {"5%", "33.3333%", "0.5%", "200%", "12.5%"};
    return "(" + string(choices_.of(shares)) + " of " + arguments[1] + ")";
  }
  if (row.is_operator && arguments.size() == 1) return "(" + name + arguments[0] + ")";
  if (row.is_operator) return "(" + arguments[0] + " " + name + " " + arguments[1] + ")";
  string call = name + "(";
  for (const string& argument : arguments) call += (&argument == arguments.data() ? "" : ", ") + argument;
  return call + ")";
}

/// Numbers of facts are often zero, and lists empty; and now and then they are the least that there is.
string Expressions::doubtful() {
  constexpr Kind signed_kinds[] = {Kind::integer, Kind::decimal, Kind::duration, Kind::money};
  if (choices_.chance(30)) {
    const Kind kind = choices_.of(signed_kinds);
    if (const string name = name_of(kind, false); !name.empty()) return "((-" + name + ") < " + literal(kind) + ")";
  }
  string number = name_of(Kind::integer, false);
  if (number.empty()) number = "size(" + values(choices_.of(lists), 0) + ")";
  return "(1 / " + number + (choices_.chance(50) ? " > " : " <= ") + literal(Kind::decimal) + ")";
}

string Expressions::interpolated(std::size_t depth) {
  string text = "\"v";
  const std::size_t count = 1 + choices_.below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const Kind kind = choices_.of(scalars);
    // A text within a text would need signs of its own.
    string value = choices_.chance(50) ? name_of(kind, false) : string();
    if (value.empty()) value = kind == Kind::text ? name_of(kind, false) : make(kind, depth == 0 ? 0 : 1);
    if (value.empty() || value.find('"') != string::npos) value = "size([now])";
    text += " {" + value + "}";
  }
  return text + "\"";
}

string Expressions::values(Kind list, std::size_t depth) {
  if (string name = name_of(list, false); !name.empty() && !choices_.chance(20)) return name;
  if (choices_.chance(30)) {
    if (const string optional = name_of(list, true); !optional.empty()) {
      return "(" + optional + " or else " + values(list, 0) + ")";
    }
  }
  if (depth > 0 && choices_.chance(15)) return choice(list, depth - 1);
  const Kind of = element_of(list);
  if (const string_view none = no_records(of); !none.empty()) {
    const string named = name_of(of, false), other = name_of(of, false);
    if (named.empty()) return string(none);
    return choices_.chance(50) ? "[" + named + "]" : "[" + named + ", " + other + "]";
  }
  string result = "[";
  const std::size_t count = 1 + choices_.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    result += (i > 0 ? ", " : "") + make(of, depth == 0 ? 0 : depth - 1);
  }
  return result + "]";
}

/// Something to go over, and of what kind its elements are.
string Expressions::element(Kind& kind, std::size_t depth) {
  kind = Kind::item;
  if (!everything) return items(depth);
  // Where there are lists of orders, often those: they have lists in them.
  const bool orders =
      std::ranges::any_of(names_, [](const Name& name) { return name.kind == Kind::orders && !name.optional; });
  const Kind list = orders && choices_.chance(40) ? Kind::orders
                    : choices_.chance(50)         ? Kind::items
                                                  : choices_.of(lists);
  kind = element_of(list);
  return values(list, depth);
}

string Expressions::any_optional(Kind kind, std::size_t depth) {
  switch (choices_.below(7)) {
    case 0:
    case 6: {  // Any order's least and greatest.
      if (!has_order(kind)) return {};
      constexpr string_view ends[] = {"min", "max", "earliest", "latest"};
      const bool is_time = kind == Kind::instant || kind == Kind::date || kind == Kind::clock;
      return aggregate(ends[choices_.below(is_time ? 4 : 2)], kind, depth);
    }
    case 1:
    case 2:
    case 3: {
      const auto list = std::ranges::find(lists, kind, element_of);
      if (list == std::end(lists)) return {};
      constexpr string_view ends[] = {"first", "last"};
      const string which(choices_.of(ends)), from = values(*list, depth), local = bind();
      const std::size_t before = mark();
      add({local, kind, false});
      const string condition = where(local, kind, depth);
      string key;
      if (choices_.chance(40)) {
        Kind by = choices_.of(scalars);
        if (!has_order(by)) by = Kind::integer;
        key = " by " + make(by, depth);
      }
      forget(before);
      return "(" + which + " " + local + " in " + from + condition + key + ")";
    }
    case 4: {
      const string name = name_of(kind, true), other = name_of(kind, true);
      return name.empty() ? string() : "(" + name + " or else " + other + ")";
    }
    default: {
      const string name = name_of(kind, true);
      if (name.empty()) return {};
      return "(if " + boolean(depth) + " then " + name + " else " + make(kind, depth) + ")";
    }
  }
}

/// Records and lists as wholes, and values among the elements of a list.
string Expressions::structural(std::size_t depth) {
  if (choices_.chance(40)) {
    const Kind list = choices_.of(lists);
    const string value = make(element_of(list), depth);
    return "(" + value + (choices_.chance(30) ? " not in " : " in ") + values(list, depth) + ")";
  }
  constexpr Kind wholes[] = {Kind::item,  Kind::items,  Kind::order,  Kind::integers, Kind::instants,
                             Kind::texts, Kind::levels, Kind::orders, Kind::marks};
  const Kind kind = choices_.of(wholes);
  const string left = name_of(kind, false);
  if (left.empty()) return comparison(depth);
  return "(" + left + (choices_.chance(30) ? " is not " : " is ") + make(kind, depth) + ")";
}

string Expressions::record(Kind kind, std::size_t depth) {
  if (string name = name_of(kind, false); !name.empty() && !choices_.chance(depth == 0 ? 15 : 40)) {
    if (depth == 0 || choices_.chance(40) || fields_of(kind).empty()) return name;
    const Field field = choices_.of(fields_of(kind));
    return "(" + name + " with { " + string(field.name) + ": " + make(field.kind, depth - 1) + " })";
  }
  string result = "{";
  for (const Field& field : fields_of(kind)) {
    if (field.optional && choices_.chance(50)) continue;
    result += (result.size() == 1 ? " " : ", ") + string(field.name) + ": ";
    // The lists of a record written out are short: they come to be written out again and again.
    if (field.kind == Kind::items) {
      result += values(field.kind, 0);
    } else {
      result += depth == 0 ? literal(field.kind) : make(field.kind, depth - 1);
    }
  }
  return result + " }";
}

}  // namespace writ::random
