#include "tests/reference/lines/facts.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "engine/value/time/format.hpp"
#include "tests/reference/lines/json.hpp"

namespace writ::reference {
namespace {

__extension__ using Wide = __int128;

/// Thrown where a record is not as declared.
struct Rejected {};

[[noreturn]] void reject() { throw Rejected{}; }

/// An object that is read; each of its members once.
const Json::Object& object(const Json& json) {
  const auto* found = std::get_if<Json::Object>(&json.is);
  if (found == nullptr) reject();
  std::set<std::string_view> names;
  for (const auto& [name, member] : *found) {
    if (!names.insert(name).second) reject();
  }
  return *found;
}

template <typename T>
T read(std::optional<T> parsed) {
  if (!parsed) reject();
  return *parsed;
}

/// Decimal digits with a point and an exponent, times 10^places; exactly, and in 64 bits.
std::int64_t exact(std::string_view text, int places) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t exponent = places;
  if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    const bool down = text.substr(e + 1).starts_with('-');
    std::int64_t power = 0;
    for (const char c : text.substr(e + 1)) {
      if (c >= '0' && c <= '9') power = std::min<std::int64_t>(power * 10 + (c - '0'), 1'000'000'000);
    }
    exponent += down ? -power : power;
    text = text.substr(0, e);
  }
  std::string digits;
  for (bool fraction = false; const char c : text) {
    if (c == '.') {
      fraction = true;
    } else {
      digits += c;
      exponent -= fraction ? 1 : 0;
    }
  }
  while (exponent < 0 && digits.ends_with('0')) digits.pop_back(), ++exponent;
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return 0;
  if (exponent < 0 || exponent + static_cast<std::int64_t>(digits.size()) > 19) reject();
  digits.append(static_cast<std::size_t>(exponent), '0');
  Wide number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  if (negative) number = -number;
  if (number < std::numeric_limits<std::int64_t>::min() || number > std::numeric_limits<std::int64_t>::max()) reject();
  return static_cast<std::int64_t>(number);
}

/// A number, or decimal text: digits, and digits after a point.
std::int64_t amount(const Json& json) {
  if (const auto* number = std::get_if<Json::Number>(&json.is)) return exact(number->text, 6);
  const auto* text = std::get_if<std::string>(&json.is);
  if (text == nullptr) reject();
  std::string_view rest = *text;
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const auto point = std::min(rest.find('.'), rest.size());
  const auto all_digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!all_digits(rest.substr(0, point)) || (point < rest.size() && !all_digits(rest.substr(point + 1)))) reject();
  return exact(*text, 6);
}

std::int64_t whole(const Json& json) {
  const auto* number = std::get_if<Json::Number>(&json.is);
  if (number == nullptr || number->text.find_first_of(".eE") != std::string::npos) reject();
  return exact(number->text, 0);
}

std::int64_t money(const Json& json, Currency currency) {
  if (!std::holds_alternative<Json::Object>(json.is)) return amount(json);
  std::optional<std::int64_t> value;
  bool named = false;
  for (const auto& [name, member] : object(json)) {
    if (name == "amount") value = amount(member);
    if (name == "currency") {
      const auto* letters = std::get_if<std::string>(&member.is);
      named = letters != nullptr && *letters == currency_letters(currency);
      if (!named) reject();
    }
  }
  if (!named) reject();
  return read(value);
}

std::int64_t unix_time(const Json& json, std::int64_t unit) {
  const std::int64_t units = whole(json);
  if (units < time::first_instant / unit || units > time::last_instant / unit) reject();
  return units * unit;
}

class FactsReader {
 public:
  explicit FactsReader(const Schema& schema) : schema_(schema) {}

  Value value(Type type, Encoding encoding, const Json* json) const {
    const bool absent = json == nullptr || std::holds_alternative<Json::Null>(json->is);
    if (absent && type.optional) return {};
    if (absent) reject();
    if (type.is_list()) return list(type.element(), *json);
    if (type.base == Kind::record) return record(schema_.records[type.id], *json);
    if (type.base == Kind::text) return {text(*json)};
    return number(scalar(type, encoding, *json));
  }

 private:
  Value list(Type element, const Json& json) const {
    const auto* array = std::get_if<Json::Array>(&json.is);
    if (array == nullptr) reject();
    std::vector<Value> elements;
    for (const Json& each : *array) elements.push_back(value(element, Encoding::rfc3339, &each));
    return parts(std::move(elements));
  }

  Value record(const RecordInfo& info, const Json& json) const {
    object(json);
    std::vector<Value> fields;
    for (const auto& field : info.fields) {
      fields.push_back(value(field.type, field.encoding, json.member(field.spelling)));
    }
    return parts(std::move(fields));
  }

  static const std::string& text(const Json& json) {
    const auto* found = std::get_if<std::string>(&json.is);
    if (found == nullptr) reject();
    return *found;
  }

  std::int64_t scalar(Type type, Encoding encoding, const Json& json) const {
    switch (type.base) {
      case Kind::boolean: {
        const auto* truth = std::get_if<bool>(&json.is);
        if (truth == nullptr) reject();
        return *truth ? 1 : 0;
      }
      case Kind::integer: return whole(json);
      case Kind::decimal: return amount(json);
      case Kind::money: return money(json, type.id);
      case Kind::date: return read(time::parse_date(text(json)));
      case Kind::time_of_day: return read(time::parse_time(text(json)));
      case Kind::duration: return read(time::parse_duration(text(json)));
      case Kind::instant:
        if (encoding == Encoding::unix_seconds) return unix_time(json, time::second);
        if (encoding == Encoding::unix_millis) return unix_time(json, time::second / 1000);
        return read(time::parse_instant(text(json)));
      case Kind::enumeration: {
        const auto& members = schema_.enums[type.id].members;
        const auto found = std::ranges::find_if(
            members, [&](const auto& member) { return text(json) == member.name || text(json) == member.spelling; });
        if (found == members.end()) reject();
        return found - members.begin();
      }
      default: reject();
    }
  }

  const Schema& schema_;
};

}  // namespace

std::optional<Record> read_facts(const model::Model& model, std::span<const model::DecisionId> decisions,
                                 std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return std::nullopt;
  const FactsReader reader(model.schema);
  Record record{Facts(model.facts.size())};
  try {
    object(*json);
    record.now = reader.value({Kind::instant}, model.now_encoding, json->member("now")).number();
    for (const model::DecisionId decision : decisions) {
      for (const model::FactId fact : model.decisions[decision].needs) {
        const auto& declared = model.facts[fact];
        record.facts[fact] = reader.value(declared.type, declared.encoding, json->member(declared.spelling));
      }
    }
  } catch (const Rejected&) {
    return std::nullopt;
  }
  return record;
}

}  // namespace writ::reference
