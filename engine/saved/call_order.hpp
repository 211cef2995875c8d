#pragma once
// Who calls whom: that it ends, and how deep it goes.

#include <cstdint>
#include <optional>
#include <vector>

namespace writ::saved {

/// Calls inside one another. The checker admits 1,000 levels, of which each may be a decision and its block.
constexpr std::uint32_t deepest_calls = 2'500;

/// All, each after all that it calls: nothing where one comes to itself, or where calls go deeper than that.
std::optional<std::vector<std::uint32_t>> call_order(const std::vector<std::vector<std::uint32_t>>& calls);

}  // namespace writ::saved
