#include "engine/analysis/facts_json.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/analysis/symbol.hpp"
#include "engine/facts/write_value.hpp"
#include "engine/value/decimal.hpp"
#include "engine/value/time/format.hpp"

namespace writ::analysis {
namespace {

/// A value of JSON: text, or the members of an object, or the elements of a list.
struct Json {
  std::string text = {};
  char open = 0;  ///< Of an object or a list.
  std::vector<std::pair<std::string, Json>> parts = {};
};

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

class RecordWriter {
 public:
  RecordWriter(const Schema& schema, const time::Zone& zone) : schema_(schema), zone_(zone) {}

  /// Of a present value.
  Json value(Type type, Encoding encoding, const Slot* slots) const {
    if (type.is_list()) {
      Json list{.text = {}, .open = '['};
      const Type element = type.element();
      const std::uint32_t width = schema_.slots(element);
      for (std::uint64_t i = 0; i < slots->list->count; ++i) {
        list.parts.emplace_back("", value(element, encoding, slots->list->rows + i * width));
      }
      return list;
    }
    if (type.base == Kind::record) {
      Json object{.text = {}, .open = '{'};
      for (const FieldInfo& field : schema_.records[type.id].fields) {
        add(object, field.spelling, field.type, field.encoding, slots + field.offset);
      }
      return object;
    }
    if (type.base == Kind::text) return {quoted(slots->text->view())};
    return {scalar(type, encoding, slots->number)};
  }

  /// Where it is present.
  void add(Json& object, const std::string& name, Type type, Encoding encoding, const Slot* slots) const {
    if (type.optional && slots++->number == 0) return;
    object.parts.emplace_back(name, value(type.present(), encoding, slots));
  }

  std::string scalar(Type type, Encoding encoding, std::int64_t value) const {
    std::string out;
    switch (type.base) {
      case Kind::boolean: return value != 0 ? "true" : "false";
      case Kind::integer: return std::to_string(value);
      case Kind::decimal: decimal::append(out, value); break;
      case Kind::money: decimal::append(out, value, std::max(0, minor_units(type.id))); break;
      case Kind::enumeration: out = schema_.enums[type.id].members[static_cast<std::size_t>(value)].spelling; break;
      case Kind::instant: return instant(encoding, value);
      case Kind::date: time::append_date(out, static_cast<time::Date>(value)); break;
      case Kind::time_of_day: time::append_time(out, value); break;
      case Kind::duration: time::append_duration(out, value); break;
      default: break;  // No fact.
    }
    return quoted(out);
  }

 private:
  std::string instant(Encoding encoding, time::Instant value) const {
    switch (encoding) {
      case Encoding::unix_seconds: return std::to_string(value / time::second);
      case Encoding::unix_millis: return std::to_string(value / (time::second / 1000));
      case Encoding::rfc3339: break;
    }
    std::string out;
    time::append_instant(out, value, zone_);
    // At the ends of time the local year has no four digits.
    if (time::parse_instant(out) != value) {
      out.clear();
      time::append_instant(out, value, *time::Zone::utc());
    }
    return quoted(out);
  }

  const Schema& schema_;
  const time::Zone& zone_;
};

void append_line(std::string& out, const Json& json) {
  if (json.open == 0) {
    out += json.text;
    return;
  }
  const bool object = json.open == '{';
  out += json.open;
  for (std::size_t i = 0; i < json.parts.size(); ++i) {
    if (i > 0) out += ", ";
    if (object) out += quoted(json.parts[i].first) + ": ";
    append_line(out, json.parts[i].second);
  }
  out += object ? '}' : ']';
}

void append_indented(std::string& out, const Json& json, std::size_t indent, std::size_t before, bool outermost) {
  constexpr std::size_t widest = 100;
  std::string line;
  append_line(line, json);
  if (json.open == 0 || json.parts.empty() || (!outermost && before + line.size() <= widest)) {
    out += line;
    return;
  }
  const bool object = json.open == '{';
  out += json.open;
  for (std::size_t i = 0; i < json.parts.size(); ++i) {
    out += i > 0 ? ",\n" : "\n";
    const std::string begin =
        std::string(indent + 2, ' ') + (object ? quoted(json.parts[i].first) + ": " : std::string());
    out += begin;
    append_indented(out, json.parts[i].second, indent + 2, begin.size(), false);
  }
  out += '\n' + std::string(indent, ' ') + (object ? '}' : ']');
}

}  // namespace

std::string facts_json(const model::Model& model, Facts facts, std::span<const model::FactId> needs,
                       const time::Zone& zone, RecordLayout layout) {
  const RecordWriter writer(model.schema, zone);
  const std::vector<std::uint32_t> offsets = fact_offsets(model);
  Json record{.text = {}, .open = '{'};
  record.parts.emplace_back("now", Json{writer.scalar(Type{Kind::instant}, model.now_encoding, facts.now)});
  std::set<model::FactId> needed(needs.begin(), needs.end());
  for (const model::FactId fact : needed) {
    const model::Fact& declared = model.facts[fact];
    // Facts of two modules may be read from one member.
    const bool there =
        std::ranges::any_of(record.parts, [&](const auto& part) { return part.first == declared.spelling; });
    if (!there) writer.add(record, declared.spelling, declared.type, declared.encoding, facts.row + offsets[fact]);
  }
  std::string out;
  if (layout == RecordLayout::one_line) {
    append_line(out, record);
  } else {
    append_indented(out, record, 0, 0, true);
  }
  return out;
}

}  // namespace writ::analysis
