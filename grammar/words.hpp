#pragma once
// The reserved words.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace writ {

enum class WordRole : std::uint8_t { declaration, rule, step, clause, expression };

/// Nothing where the word is not reserved.
std::optional<WordRole> reserved(std::string_view word);

/// All reserved words, in the order of words.def.
const std::vector<std::string_view>& reserved_words();

/// For `not次数`, a name that begins with a reserved word and goes on with an ideograph: the length of that word.
std::optional<std::size_t> reserved_prefix(std::string_view name);

}  // namespace writ
