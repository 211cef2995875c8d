#pragma once
// Limits by name, for who has no C++ to name a member; and what each may be at most.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "writ/limits.hpp"

namespace writ {

/// The names, with commas between.
std::string names_of_limits();

/// What is wrong with the name or the value, or nothing: then it is set.
std::optional<std::string> set_limit(Limits& limits, std::string_view name, std::uint64_t value);

/// The same limits, where none is past the most that it may be: numbers of C++ may be any.
Limits at_most_allowed(Limits limits);

}  // namespace writ
