#include "tests/reference/lines/texts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/value/decimal.hpp"
#include "engine/value/time/format.hpp"

namespace writ::reference {

void append_for_people(std::string& out, const model::Model& model, Type type, const Value& value,
                       const time::Zone* zone, std::string_view language) {
  switch (type.base) {
    case Kind::boolean: out += value.truth() ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(value.number()); return;
    case Kind::decimal: decimal::append(out, value.number()); return;
    case Kind::text: out += value.text(); return;
    case Kind::date: time::append_date(out, static_cast<time::Date>(value.number())); return;
    case Kind::time_of_day: time::append_time(out, value.number()); return;
    case Kind::duration: time::append_duration_for_people(out, value.number(), language); return;
    case Kind::period: time::append_period_for_people(out, time::Period::unpack(value.number()), language); return;
    case Kind::instant:
      time::append_instant_for_people(out, value.number(), zone == nullptr ? *time::Zone::utc() : *zone, language);
      return;
    case Kind::money:
      out += currency_letters(type.id) + " ";
      decimal::append(out, value.number(), minor_units(type.id));
      return;
    case Kind::enumeration:
      out += model.schema.enums[type.id].members[static_cast<std::size_t>(value.number())].name;
      return;
    case Kind::record:
    case Kind::unknown: return;  // Not in a text.
  }
}

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view escaped = "\"\\\b\f\n\r\t", letters = "\"\\bfnrt";
  out += '"';
  for (const char c : text) {
    if (const auto found = escaped.find(c); found != std::string_view::npos) {
      out += '\\';
      out += letters[found];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const model::Model& model, Type type, const Value& value, const time::Zone& zone) {
  const auto append_all = [&](char open, char close, const auto& append_one) {
    out += open;
    for (std::size_t i = 0; i < value.parts().size(); ++i) {
      if (i > 0) out += ", ";
      append_one(i, value.parts()[i]);
    }
    out += close;
  };
  if (!value.present()) {
    out += "null";
  } else if (type.is_list()) {
    append_all('[', ']', [&](std::size_t, const Value& part) { append_json(out, model, type.element(), part, zone); });
  } else if (type.base == Kind::record) {
    append_all('{', '}', [&](std::size_t i, const Value& part) {
      const auto& field = model.schema.records[type.id].fields[i];
      append_json_text(out, field.spelling);
      out += ": ";
      append_json(out, model, field.type, part, zone);
    });
  } else if (type.base == Kind::text) {
    append_json_text(out, value.text());
  } else if (type.base == Kind::boolean || type.base == Kind::integer) {
    append_for_people(out, model, type, value, nullptr, {});
  } else if (type.base == Kind::money) {
    out += "{\"amount\": \"";
    decimal::append(out, value.number(), std::max(0, minor_units(type.id)));
    out += "\", \"currency\": \"" + currency_letters(type.id) + "\"}";
  } else {
    std::string text;
    if (type.base == Kind::instant) {
      time::append_instant(text, value.number(), zone);
    } else if (type.base == Kind::duration) {
      time::append_duration(text, value.number());
    } else if (type.base == Kind::period) {
      time::append_period(text, time::Period::unpack(value.number()));
    } else {
      append_for_people(text, model, type, value, nullptr, {});
    }
    append_json_text(out, text);
  }
}

}  // namespace writ::reference
