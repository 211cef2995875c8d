#pragma once
// Tokens as far as errors need them: what was found, and where parsing may go on after one.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/source.hpp"

namespace writ {

enum class TokenKind : std::uint8_t { end, word, number, text, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0, end = 0;
  std::string_view text;
};

/// The first token at or behind `at`, past white space and comments.
Token token_at(std::string_view source, std::uint32_t at);

/// As a message says it: "`when`", "the text \"…\"", "the end of the file". Long ones are shortened.
std::string describe(const Token& token);

/// Where parsing goes on after an error. What is inside is skipped to the next of the same or an outer tier.
enum class Tier : std::uint8_t { declaration, header, rule, step, field, clause };

/// The next place at or behind `at` where something of this or an outer tier begins. So many `then` as belong to
/// an `if` left open are passed over.
std::uint32_t next_start(std::string_view source, std::uint32_t at, Tier tier, std::uint32_t open_ifs);

/// The comments of a stretch that is skipped. Spans have no file.
std::vector<Span> comments_between(std::string_view source, std::uint32_t begin, std::uint32_t end);

}  // namespace writ
