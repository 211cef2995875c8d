#include "tools/testing/source_literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>

#include "engine/value/decimal.hpp"
#include "engine/value/time/format.hpp"

namespace writ::testing {
namespace {

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

/// The literals know whole milliseconds: what is less is a part of them, which divides exactly.
void append_duration(std::string& out, std::int64_t value) {
  const std::string_view sign = value < 0 ? "-" : "";
  const auto size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 4> units{
      {{3'600'000'000, "h"}, {60'000'000, "m"}, {1'000'000, "s"}, {1'000, "ms"}}};
  std::string whole;
  std::uint64_t rest = size;
  for (const auto& [unit, letters] : units) {
    if (rest >= unit) whole += fmt::format("{}{}", rest / unit, letters);
    rest %= unit;
  }
  if (whole.empty() && rest == 0) whole = "0s";
  if (!whole.empty()) out += fmt::format("{}{}", sign, whole);
  if (rest == 0) return;
  out += whole.empty() ? sign : (value < 0 ? " - " : " + ");
  out += fmt::format("{}ms / 1000", rest);
}

/// In millionths, after a currency or alone.
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

namespace {

std::string_view last_part(std::string_view qualified) {
  const auto dot = qualified.rfind('.');
  return dot == std::string_view::npos ? qualified : qualified.substr(dot + 1);
}

}  // namespace

SourceLiterals::SourceLiterals(const model::Model& model, const time::Zone& zone,
                               const std::vector<model::FileIndex>& visible)
    : schema_(&model.schema), zone_(&zone) {
  const auto take = [&](const auto& each) {
    if (std::ranges::find(visible, each.file) != visible.end()) taken_.emplace(last_part(each.name));
  };
  std::ranges::for_each(model.facts, take);
  std::ranges::for_each(model.parameters, take);
  std::ranges::for_each(model.defines, take);
  std::ranges::for_each(model.decisions, take);
  std::ranges::for_each(model.fixtures, take);
  std::set<std::string_view> types;
  for (const EnumInfo& each : model.schema.enums)
    if (!types.insert(last_part(each.name)).second) ambiguous_.emplace(last_part(each.name));
  for (const RecordInfo& each : model.schema.records)
    if (!types.insert(last_part(each.name)).second) ambiguous_.emplace(last_part(each.name));
}

void SourceLiterals::append(std::string& out, Type type, Slot value) const {
  if (type.is_list()) {
    const Type element = type.element();
    const std::uint32_t width = schema_->slots(element);
    out += '[';
    for (std::uint64_t i = 0; i < value.list->count; ++i) {
      if (i > 0) out += ", ";
      append_in_row(out, element, value.list->rows + i * width);
    }
    out += ']';
  } else if (type.base == Kind::record) {
    out += "{";
    std::string_view before = " ";
    for (const FieldInfo& field : schema_->records[type.id].fields) {
      const Slot* slots = value.row + field.offset;
      if (field.type.optional && slots->number == 0) continue;
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

void SourceLiterals::append_in_row(std::string& out, Type type, const Slot* slots) const {
  if (type.optional && slots++->number == 0) return;
  append(out, type.present(), type.present().is(Kind::record) ? Slot{.row = slots} : *slots);
}

void SourceLiterals::append_member(std::string& out, const EnumInfo& info, std::size_t member) const {
  const std::string& name = info.members[member].name;
  if (taken_.contains(name)) {
    const std::string_view type = last_part(info.name);
    out += ambiguous_.contains(type) ? std::string_view(info.name) : type;
    out += '.';
  }
  out += name;
}

void SourceLiterals::append_scalar(std::string& out, Type type, std::int64_t value) const {
  switch (type.base) {
    case Kind::boolean: out += value != 0 ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(value); return;
    case Kind::decimal: append_decimal(out, value, "", 1); return;
    case Kind::money:
      append_decimal(out, value, currency_letters(type.id) + " ", std::max(0, minor_units(type.id)));
      return;
    case Kind::enumeration: append_member(out, schema_->enums[type.id], static_cast<std::size_t>(value)); return;
    case Kind::instant: {
      // Beside the first and the last year a zone may have another.
      const bool edge = value < time::first_instant + time::day || value > time::last_instant - time::day;
      time::append_instant(out, value, edge ? *time::Zone::utc() : *zone_);
      return;
    }
    case Kind::date: time::append_date(out, static_cast<time::Date>(value)); return;
    case Kind::time_of_day: time::append_time(out, value); return;
    case Kind::duration: append_duration(out, value); return;
    case Kind::period: append_length(out, time::Period::unpack(value)); return;
    case Kind::text:
    case Kind::record:
    case Kind::unknown: return;  // No scalar.
  }
}

}  // namespace writ::testing
