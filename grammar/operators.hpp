#pragma once
// The operators of operators.def as a table, and how they are found in a text.

#include <cstdint>
#include <optional>
#include <string_view>

#include "grammar/syntax.hpp"

namespace writ::syntax {

enum class Associativity : std::uint8_t { left, right, none, prefix };

int level(Operator op);
Associativity associativity(Operator op);

struct FoundOperator {
  Operator op;
  std::size_t length;  ///< In bytes, with the white space between the words of `is not`.
};

/// Bit n is set where some operator of level n between operands begins with this byte.
std::uint16_t levels_beginning(char first);

/// The longest operator between operands that is written at `at`; `or else` is never taken for `or`.
std::optional<FoundOperator> infix_operator(std::string_view text, std::size_t at);

/// An operator of other languages, with ours: `==` is `is`.
struct ForeignOperator {
  std::string_view token;
  Operator meant;
};
std::optional<ForeignOperator> foreign_operator(std::string_view text, std::size_t at);

/// Bytes of white space and comments from `at`.
std::size_t blank_length(std::string_view text, std::size_t at);

}  // namespace writ::syntax
