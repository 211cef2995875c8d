#pragma once
// Whether a table from values to places can be used, whoever made it.

#include <cstdint>

#include "engine/program/rule_index.hpp"

namespace writ::saved {

/// Does it lead to places in a block of this size, and nowhere else? What is hashed is found as well: the file does not
/// say how.
bool is_right(const RuleIndex& index, std::uint32_t size);

/// Does it lead from this place only to later ones?
bool leads_forwards(const RuleIndex& index, std::uint32_t at);

}  // namespace writ::saved
