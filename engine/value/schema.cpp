#include "engine/value/schema.hpp"

#include <algorithm>

#include "engine/value/names.hpp"

namespace writ {
namespace {

template <typename Named>
std::optional<std::uint32_t> find_named(const std::vector<Named>& items, std::string_view name) {
  const auto found = std::ranges::find(items, name, &Named::name);
  if (found == items.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - items.begin());
}

bool holds_record_in_place(Type type) { return type.is(Kind::record); }

/// Lays out one record after those that lie in it: depth first, since a record's size is that of its fields.
class Layout {
 public:
  explicit Layout(Schema& schema) : schema_(schema), states_(schema.records.size(), State::waiting) {}

  /// The index of a record that contains itself, where there is one.
  std::optional<std::uint32_t> place(std::uint32_t index) {
    if (states_[index] == State::done) return std::nullopt;
    if (states_[index] == State::open) return index;
    states_[index] = State::open;
    RecordInfo& record = schema_.records[index];
    record.slots = 0;
    for (FieldInfo& field : record.fields) {
      if (holds_record_in_place(field.type)) {
        if (const auto circle = place(field.type.id)) return circle;
      }
      field.offset = record.slots;
      record.slots += schema_.slots(field.type);
    }
    if (record.fields.empty()) record.slots = 1;  // The elements of a list lie in different places.
    states_[index] = State::done;
    return std::nullopt;
  }

 private:
  enum class State : std::uint8_t { waiting, open, done };
  Schema& schema_;
  std::vector<State> states_;
};

std::string_view base_name(Kind kind) {
  switch (kind) {
    case Kind::unknown: return "?";
    case Kind::boolean: return "Bool";
    case Kind::integer: return "Int";
    case Kind::decimal: return "Decimal";
    case Kind::text: return "Text";
    case Kind::instant: return "Instant";
    case Kind::date: return "Date";
    case Kind::time_of_day: return "TimeOfDay";
    case Kind::duration: return "Duration";
    case Kind::period: return "Period";
    case Kind::money: return "Money";
    case Kind::enumeration: return "enum";
    case Kind::record: return "record";
  }
  return "?";
}

}  // namespace

std::optional<std::uint32_t> EnumInfo::member(std::string_view member_name) const {
  return find_named(members, member_name);
}

std::optional<std::uint32_t> RecordInfo::field(std::string_view field_name) const {
  return find_named(fields, field_name);
}

std::uint32_t Schema::slots(Type type) const {
  const std::uint32_t presence = type.optional ? 1 : 0;
  return presence + (holds_record_in_place(type) ? records[type.id].slots : 1);
}

std::optional<std::uint32_t> Schema::lay_out() {
  Layout layout(*this);
  for (std::uint32_t index = 0; index < records.size(); ++index) {
    if (const auto circle = layout.place(index)) return circle;
  }
  return std::nullopt;
}

std::string Schema::type_name(Type type) const {
  std::string result;
  for (int depth = 0; depth < type.lists; ++depth) result += "list of ";
  if (type.base == Kind::enumeration && type.id < enums.size()) {
    result += unqualified(enums[type.id].name);
  } else if (type.base == Kind::record && type.id < records.size()) {
    result += unqualified(records[type.id].name);
  } else {
    result += base_name(type.base);
    if (type.base == Kind::money && type.id != 0) result += " " + currency_letters(type.id);
  }
  if (!type.optional) return result;
  return type.is_list() ? "(" + result + ")?" : result + "?";
}

}  // namespace writ
