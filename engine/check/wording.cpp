#include "engine/check/wording.hpp"

#include <fmt/format.h>

#include "engine/value/names.hpp"

namespace writ::checking {
namespace {

std::string base_name(const Schema& schema, Type type) {
  switch (type.base) {
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
    case Kind::money: return fmt::format("Money {}", currency_letters(type.id));
    case Kind::enumeration: return std::string(unqualified(schema.enums[type.id].name));
    case Kind::record: return std::string(unqualified(schema.records[type.id].name));
  }
  return "";
}

struct Words {
  std::string_view article, noun;
};

Words words(Kind kind) {
  switch (kind) {
    case Kind::boolean: return {"a", "truth value"};
    case Kind::integer: return {"a", "whole number"};
    case Kind::decimal: return {"a", "decimal"};
    case Kind::text: return {"a", "text"};
    case Kind::instant: return {"an", "instant"};
    case Kind::date: return {"a", "date"};
    case Kind::time_of_day: return {"a", "time of day"};
    case Kind::duration: return {"a", "duration"};
    case Kind::period: return {"a", "period"};
    default: return {"", ""};
  }
}

}  // namespace

std::string type_name(const Schema& schema, Type type) {
  std::string result;
  for (int i = 0; i < type.lists; ++i) result += "list of ";
  result += base_name(schema, type);
  if (type.optional) result = type.lists > 0 ? fmt::format("({})?", result) : result + "?";
  return result;
}

std::string bare(const Schema& schema, Type type) {
  if (type.is_list()) return fmt::format("list of `{}`", type_name(schema, type.element()));
  if (type.base == Kind::money) return currency_letters(type.id);
  const auto noun = words(type.base).noun;
  return noun.empty() ? fmt::format("`{}`", base_name(schema, type)) : std::string(noun);
}

std::string with_article(const Schema& schema, Type type) {
  if (type.is_list()) return "a " + bare(schema, type);
  if (type.base == Kind::money) return currency_letters(type.id);
  const auto found = words(type.base);
  if (found.noun.empty()) return fmt::format("a value of `{}`", base_name(schema, type));
  return fmt::format("{} {}", found.article, found.noun);
}

std::string listed(const std::vector<std::string>& names, std::string_view conjunction) {
  std::string result;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) result += i + 1 == names.size() ? fmt::format(" {} ", conjunction) : ", ";
    result += fmt::format("`{}`", names[i]);
  }
  return result;
}

}  // namespace writ::checking
