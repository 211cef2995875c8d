#pragma once
// JSON as a tree, with numbers as they are written.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace writ::reference {

struct JsonMember;

struct Json {
  struct Null {};
  struct Number {
    std::string text;
  };
  using Array = std::vector<Json>;
  using Object = std::vector<JsonMember>;
  std::variant<Null, bool, Number, std::string, Array, Object> is;

  /// Of an object; null where there is none such.
  const Json* member(std::string_view name) const;
};

struct JsonMember {
  std::string name;
  Json value;
};

/// Nothing where a text is no JSON or is not UTF-8.
std::optional<Json> parse_json(std::string_view text);

}  // namespace writ::reference
