#include "engine/facts/write_value.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "engine/facts/scan.hpp"
#include "engine/value/absent.hpp"
#include "engine/value/decimal.hpp"
#include "engine/value/time/format.hpp"

namespace writ {
namespace {

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

/// How many bytes from `at` on need no escape.
std::size_t plain_bytes(std::string_view text, std::size_t at) {
  const std::size_t begin = at;
  for (; at + 16 <= text.size(); at += 16) {
    const std::uint32_t special = json::text_block(text.data() + at).special;
    if (special != 0) return at + static_cast<std::size_t>(std::countr_zero(special)) - begin;
  }
  while (at < text.size() && !needs_escape(text[at])) ++at;
  return at - begin;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[static_cast<unsigned char>(c) & 15];
  }
}

void append_number(std::string& out, std::int64_t value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t plain = plain_bytes(text, at);
    out.append(text.data() + at, plain);
    at += plain;
    if (at < text.size()) append_escape(out, text[at++]);
  }
  out += '"';
}

void ValueWriter::append(std::string& out, Type type, Slot value) const {
  if (type.is_list()) {
    const Type element = type.element();
    const std::uint32_t width = schema_->slots(element);
    out += '[';
    const List list = list_in(value);
    for (std::uint64_t i = 0; i < list.count; ++i) {
      if (i > 0) out += ", ";
      append_in_row(out, element, list.rows + i * width);
    }
    out += ']';
  } else if (type.base == Kind::record) {
    out += '{';
    bool first = true;
    for (const FieldInfo& field : schema_->records[type.id].fields) {
      if (!first) out += ", ";
      first = false;
      append_json_text(out, field.spelling);
      out += ": ";
      append_in_row(out, field.type, value.row + field.offset);
    }
    out += '}';
  } else if (type.base == Kind::text) {
    append_json_text(out, text_in(value));
  } else {
    append_scalar(out, type, value.number);
  }
}

void ValueWriter::append_in_row(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) {
    out += "null";
  } else if (type.is(Kind::record)) {
    append(out, type.present(), Slot{.row = slots});
  } else {
    append(out, type.present(), *slots);
  }
}

void ValueWriter::append_registers(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) {
    out += "null";
  } else {
    append(out, type.present(), *slots);
  }
}

void ValueWriter::append_scalar(std::string& out, Type type, std::int64_t value) const {
  const auto quoted = [&](auto&& write) {
    out += '"';
    write();
    out += '"';
  };
  switch (type.base) {
    case Kind::boolean: out += value != 0 ? "true" : "false"; return;
    case Kind::integer: append_number(out, value); return;
    case Kind::decimal: quoted([&] { decimal::append(out, value); }); return;
    case Kind::money:
      out += "{\"amount\": ";
      quoted([&] { decimal::append(out, value, std::max(0, minor_units(type.id))); });
      out += ", \"currency\": \"" + currency_letters(type.id) + "\"}";
      return;
    case Kind::enumeration:
      append_json_text(out, schema_->enums[type.id].members[static_cast<std::size_t>(value)].name);
      return;
    case Kind::instant: quoted([&] { time::append_instant(out, value, *zone_); }); return;
    case Kind::date: quoted([&] { time::append_date(out, static_cast<time::Date>(value)); }); return;
    case Kind::time_of_day: quoted([&] { time::append_time(out, value); }); return;
    case Kind::duration: quoted([&] { time::append_duration(out, value); }); return;
    case Kind::period: quoted([&] { time::append_period(out, time::Period::unpack(value)); }); return;
    case Kind::text:
    case Kind::record:
    case Kind::unknown: return;  // No scalar.
  }
}

void ValueWriter::append_for_people(std::string& out, Type type, Slot value, std::string_view language) const {
  const std::int64_t number = type.is_list() ? 0 : value.number;
  const Kind kind = type.is_list() ? Kind::unknown : type.base;
  switch (kind) {
    case Kind::instant: time::append_instant_for_people(out, number, *zone_, language); return;
    case Kind::duration: time::append_duration_for_people(out, number, language); return;
    case Kind::period: time::append_period_for_people(out, time::Period::unpack(number), language); return;
    case Kind::decimal: decimal::append(out, number); return;
    case Kind::date: time::append_date(out, static_cast<time::Date>(number)); return;
    case Kind::time_of_day: time::append_time(out, number); return;
    case Kind::enumeration: out += schema_->enums[type.id].members[static_cast<std::size_t>(number)].name; return;
    case Kind::money:
      out += currency_letters(type.id) + " ";
      decimal::append(out, number, std::max(0, minor_units(type.id)));
      return;
    default: append(out, type, value);
  }
}

}  // namespace writ
