#pragma once
// The lints and their options as tables, made from lints.def and options.def.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tools/lint/lint.hpp"

namespace writ::lint {

struct Row {
  Lint lint;
  std::string_view category, name;
  std::string_view id;  ///< "time/mixed_bounds"
  Level level;
  std::string_view summary;
  Check check;  ///< Null where it is not told by a check of its own.
};

/// By Lint.
std::span<const Row> table();
const Row& row(Lint lint);
std::optional<Lint> lint_by_id(std::string_view id);
bool is_category(std::string_view name);

std::string_view word(Level level);  ///< "warning"
std::optional<Level> level_by_word(std::string_view word);

/// A number, a flag, or words.
using OptionValue = std::variant<std::int64_t, bool, std::vector<std::string>>;

struct Option {
  Lint lint;
  std::string_view name;
  OptionValue standard;
  std::string_view doc;
};
std::span<const Option> options();

}  // namespace writ::lint
