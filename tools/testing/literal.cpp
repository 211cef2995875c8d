#include "tools/testing/literal.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/run/equality.hpp"
#include "engine/value/decimal.hpp"
#include "engine/value/time/format.hpp"

namespace writ::testing {
namespace {

/// A value may be long: what is shown of a list or record is its beginning.
constexpr std::size_t most_shown = 8;

}  // namespace

void append_text_literal(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '{': out += "{{"; break;
      case '}': out += "}}"; break;
      default: out += c;
    }
  }
  out += '"';
}

void append_duration_literal(std::string& out, std::int64_t microseconds) {
  if (microseconds < 0) out += '-';
  const auto left =
      microseconds < 0 ? 0 - static_cast<std::uint64_t>(microseconds) : static_cast<std::uint64_t>(microseconds);
  if (left == 0) {
    out += "0s";
    return;
  }
  std::uint64_t rest = left;
  constexpr std::array<std::pair<std::uint64_t, const char*>, 3> units{
      {{3'600'000'000, "h"}, {60'000'000, "m"}, {1'000'000, "s"}}};
  for (const auto& [size, unit] : units) {
    if (rest >= size) out += std::to_string(rest / size) + unit;
    rest %= size;
  }
  if (rest == 0) return;
  out += std::to_string(rest / 1'000);
  if (rest % 1'000 != 0) {
    std::string digits = std::to_string(rest % 1'000);
    digits.insert(0, 3 - digits.size(), '0');
    while (digits.back() == '0') digits.pop_back();
    out += "." + digits;
  }
  out += "ms";
}

void LiteralWriter::append(std::string& out, Type type, Slot value) const {
  if (type.is_list()) {
    const Type element = type.element();
    const std::uint32_t width = schema_->slots(element);
    out += '[';
    for (std::uint64_t i = 0; i < value.list->count; ++i) {
      if (i > 0) out += ", ";
      if (i == most_shown) {
        out += "… (" + std::to_string(value.list->count) + " in all)";
        break;
      }
      append_in_row(out, element, value.list->rows + i * width);
    }
    out += ']';
  } else if (type.base == Kind::record) {
    out += '{';
    std::string_view before = " ";
    for (const FieldInfo& field : schema_->records[type.id].fields) {
      const Slot* slots = value.row + field.offset;
      if (field.type.optional && slots->number == 0) continue;  // As an author leaves it out.
      out += before;
      before = ", ";
      out += field.name + ": ";
      append_in_row(out, field.type, slots);
    }
    out += " }";
  } else if (type.base == Kind::text) {
    append_text_literal(out, value.text->view());
  } else {
    append_scalar(out, type, value.number);
  }
}

void LiteralWriter::append_in_row(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) {
    out += "absent";
  } else if (type.is(Kind::record)) {
    append(out, type.present(), Slot{.row = slots});
  } else {
    append(out, type.present(), *slots);
  }
}

void LiteralWriter::append_registers(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) {
    out += "absent";
  } else {
    append(out, type.present(), *slots);
  }
}

void LiteralWriter::append_scalar(std::string& out, Type type, std::int64_t value) const {
  switch (type.base) {
    case Kind::boolean: out += value != 0 ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(value); return;
    case Kind::decimal: decimal::append(out, value); return;
    case Kind::money:
      out += currency_letters(type.id) + " ";
      decimal::append(out, value, std::max(0, minor_units(type.id)));
      return;
    case Kind::enumeration: out += schema_->enums[type.id].members[static_cast<std::size_t>(value)].name; return;
    case Kind::instant: time::append_instant(out, value, *zone_); return;
    case Kind::date: time::append_date(out, static_cast<time::Date>(value)); return;
    case Kind::time_of_day: time::append_time(out, value); return;
    case Kind::duration: append_duration_literal(out, value); return;
    case Kind::period: time::append_period_for_people(out, time::Period::unpack(value), ""); return;
    case Kind::text:
    case Kind::record:
    case Kind::unknown: return;  // No scalar.
  }
}

namespace {

class Comparison {
 public:
  Comparison(const Schema& schema, const LiteralWriter& values) : schema_(schema), values_(values) {}

  /// Two values as they lie in rows.
  void in_rows(Type type, const Slot* expected, const Slot* got) {
    if (type.optional) {
      const bool both = expected->number != 0 && got->number != 0;
      if (both) return in_rows(type.present(), expected + 1, got + 1);
      values_.append_in_row(found_.expected, type, expected);
      values_.append_in_row(found_.got, type, got);
    } else if (type.is(Kind::record)) {
      values(type, Slot{.row = expected}, Slot{.row = got});
    } else {
      values(type, *expected, *got);
    }
  }

  void values(Type type, Slot expected, Slot got) {
    std::uint64_t work = 0;
    if (type.is_list()) {
      const Type element = type.element();
      const std::uint32_t width = schema_.slots(element);
      const std::uint64_t common = std::min(expected.list->count, got.list->count);
      for (std::uint64_t i = 0; i < common; ++i) {
        const Slot* a = expected.list->rows + i * width;
        const Slot* b = got.list->rows + i * width;
        if (equal_in_rows(schema_, element, a, b, work)) continue;
        found_.path += "[" + std::to_string(i) + "]";
        return in_rows(element, a, b);
      }
      if (expected.list->count == got.list->count) return;
      const bool missing = expected.list->count > common;
      const Slot* one = (missing ? expected : got).list->rows + common * width;
      found_.path += "[" + std::to_string(common) + "]";
      values_.append_in_row(missing ? found_.expected : found_.got, element, one);
      (missing ? found_.got : found_.expected) = "nothing";
    } else if (type.base == Kind::record) {
      for (const FieldInfo& field : schema_.records[type.id].fields) {
        const Slot* a = expected.row + field.offset;
        const Slot* b = got.row + field.offset;
        if (equal_in_rows(schema_, field.type, a, b, work)) continue;
        found_.path += "." + field.name;
        return in_rows(field.type, a, b);
      }
    } else {
      values_.append(found_.expected, type, expected);
      values_.append(found_.got, type, got);
    }
  }

  Difference take() { return std::move(found_); }

 private:
  const Schema& schema_;
  const LiteralWriter& values_;
  Difference found_;
};

}  // namespace

Difference first_difference(const Schema& schema, const LiteralWriter& values, Type type, Slot expected, Slot got) {
  Comparison comparison(schema, values);
  comparison.values(type, expected, got);
  return comparison.take();
}

}  // namespace writ::testing
