#pragma once
// Limits by name, for who has no C++ to name a member.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "writ/limits.hpp"

namespace writ {

/// What is wrong with the name or the value, or nothing: then it is set.
std::optional<std::string> set_limit(Limits& limits, std::string_view name, std::uint64_t value);

}  // namespace writ
