#include "engine/check/wording.hpp"

#include <fmt/format.h>

namespace writ::checking {
namespace {

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

std::string bare(const Schema& schema, Type type) {
  if (type.is_list()) return fmt::format("list of `{}`", schema.type_name(type.element()));
  if (type.base == Kind::money) return currency_letters(type.id);
  const auto noun = words(type.base).noun;
  return noun.empty() ? fmt::format("`{}`", schema.type_name(type.present())) : std::string(noun);
}

std::string with_article(const Schema& schema, Type type) {
  if (type.is_list()) return "a " + bare(schema, type);
  if (type.base == Kind::money) return currency_letters(type.id);
  const auto found = words(type.base);
  if (found.noun.empty()) return fmt::format("a value of `{}`", schema.type_name(type.present()));
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
