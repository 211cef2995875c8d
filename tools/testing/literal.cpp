#include "tools/testing/literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

#include "engine/value/decimal.hpp"
#include "engine/value/names.hpp"
#include "engine/value/time/format.hpp"

namespace writ::testing {
namespace {

/// A value may be long: what people are shown of a list is its beginning.
constexpr std::size_t most_shown = 8;
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\t': out += "\\t"; break;
      case '{': out += "{{"; break;
      case '}': out += "}}"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += fmt::format("\\u{{{:X}}}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

/// The literals know whole milliseconds: what is less is a part of them, which divides exactly. People read a fraction.
void append_duration(std::string& out, std::int64_t value, bool reads_back) {
  const auto size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 3> units{
      {{3'600'000'000, "h"}, {60'000'000, "m"}, {1'000'000, "s"}}};
  std::string whole;
  std::uint64_t rest = size;
  for (const auto& [unit, letters] : units) {
    if (rest >= unit) whole += fmt::format("{}{}", rest / unit, letters);
    rest %= unit;
  }
  if (value < 0) out += '-';
  const std::uint64_t part = reads_back ? rest % 1'000 : 0;
  if (rest > part) {
    decimal::append(whole, static_cast<std::int64_t>(rest - part) * 1'000);
    whole += "ms";
  }
  if (part == 0) {
    out += whole.empty() ? "0s" : whole;
    return;
  }
  if (!whole.empty()) out += whole + (value < 0 ? " - " : " + ");
  out += fmt::format("{}ms / 1000", part);
}

/// Source text, in millionths, after a currency or alone.
void append_decimal(std::string& out, std::int64_t value, std::string_view before, int places) {
  // The least has no literal: its size is one more than the greatest.
  const std::int64_t size = value == least ? std::numeric_limits<std::int64_t>::max() : std::abs(value);
  if (value < 0) out += '-';
  out += before;
  decimal::append(out, size, places);
  if (value == least) out += fmt::format(" - {}0.000001", before);
}

void append_length(std::string& out, time::Period period) {
  const std::string_view unit = period.unit == time::Unit::days     ? "days"
                                : period.unit == time::Unit::months ? "months"
                                                                    : "business_days";
  out += fmt::format("{}({})", unit, period.count);
}

}  // namespace

void append_duration_literal(std::string& out, std::int64_t microseconds) { append_duration(out, microseconds, false); }

LiteralWriter::LiteralWriter(const model::Model& model, const time::Zone& zone,
                             const std::vector<model::FileIndex>& visible)
    : schema_(&model.schema), zone_(&zone), names_(std::in_place) {
  const auto take = [&](const auto& each) {
    if (std::ranges::find(visible, each.file) != visible.end()) names_->taken.emplace(unqualified(each.name));
  };
  std::ranges::for_each(model.facts, take);
  std::ranges::for_each(model.parameters, take);
  std::ranges::for_each(model.defines, take);
  std::ranges::for_each(model.decisions, take);
  std::ranges::for_each(model.fixtures, take);
  std::set<std::string_view> types;
  const auto see = [&](const auto& type) {
    const std::string_view name = unqualified(type.name);
    if (!types.insert(name).second) names_->ambiguous.emplace(name);
  };
  std::ranges::for_each(model.schema.enums, see);
  std::ranges::for_each(model.schema.records, see);
}

void LiteralWriter::append(std::string& out, Type type, Slot value) const {
  if (type.is_list()) {
    const Type element = type.element();
    const std::uint32_t width = schema_->slots(element);
    out += '[';
    for (std::uint64_t i = 0; i < value.list->count; ++i) {
      if (i > 0) out += ", ";
      if (i == most_shown && !reads_back()) {
        out += fmt::format("… ({} in all)", value.list->count);
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
    append_text(out, value.text->view());
  } else {
    append_scalar(out, type, value.number);
  }
}

void LiteralWriter::append_in_row(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) {
    out += "absent";
  } else {
    append(out, type.present(), type.present().is(Kind::record) ? Slot{.row = slots} : *slots);
  }
}

void LiteralWriter::append_registers(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) {
    out += "absent";
  } else {
    append(out, type.present(), *slots);
  }
}

void LiteralWriter::append_money(std::string& out, Type type, std::int64_t value) const {
  const std::string currency = currency_letters(type.id) + " ";
  const int places = std::max(0, minor_units(type.id));
  if (reads_back()) return append_decimal(out, value, currency, places);
  out += currency;
  decimal::append(out, value, places);
}

void LiteralWriter::append_member(std::string& out, const EnumInfo& info, std::size_t member) const {
  const std::string& name = info.members[member].name;
  if (names_ && names_->taken.contains(name)) {
    const std::string_view type = unqualified(info.name);
    out += names_->ambiguous.contains(type) ? std::string_view(info.name) : type;
    out += '.';
  }
  out += name;
}

void LiteralWriter::append_instant(std::string& out, time::Instant value) const {
  // Beside the first and the last year a zone may have another.
  const bool edge = value < time::first_instant + time::day || value > time::last_instant - time::day;
  time::append_instant(out, value, edge && reads_back() ? *time::Zone::utc() : *zone_);
}

void LiteralWriter::append_scalar(std::string& out, Type type, std::int64_t value) const {
  switch (type.base) {
    case Kind::boolean: out += value != 0 ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(value); return;
    case Kind::decimal:
      if (reads_back()) return append_decimal(out, value, "", 1);
      decimal::append(out, value);
      return;
    case Kind::money: append_money(out, type, value); return;
    case Kind::enumeration: append_member(out, schema_->enums[type.id], static_cast<std::size_t>(value)); return;
    case Kind::instant: append_instant(out, value); return;
    case Kind::date: time::append_date(out, static_cast<time::Date>(value)); return;
    case Kind::time_of_day: time::append_time(out, value); return;
    case Kind::duration: append_duration(out, value, reads_back()); return;
    case Kind::period: {
      const time::Period period = time::Period::unpack(value);
      if (reads_back()) return append_length(out, period);
      time::append_period_for_people(out, period, "");
      return;
    }
    case Kind::text:
    case Kind::record:
    case Kind::unknown: return;  // No scalar.
  }
}

}  // namespace writ::testing
