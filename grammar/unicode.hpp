#pragma once
// The little of Unicode that the language needs: decoding, what may stand in a name, how wide a glyph is.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace writ {

struct CodePoint {
  char32_t value = 0;
  std::uint8_t bytes = 1;
};

/// The code point at `at`, which is in the text. A byte that is no UTF-8 counts as U+FFFD, one byte long.
CodePoint decode(std::string_view text, std::size_t at);

void append_utf8(std::string& text, char32_t point);

/// Where the text stops being UTF-8 (overlong forms and surrogates are none), or nothing where it is all well.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Unicode Standard Annex 31: the names of the language are XID identifiers; `_` may begin one.
bool is_name_start(char32_t point);
bool is_name_continue(char32_t point);
/// Bytes of the name that begins at `at`; 0 where none does. Reserved words count as names here.
std::size_t name_length(std::string_view text, std::size_t at);

/// Columns in a terminal: 0 for combining and invisible characters, 2 for wide ones (中, ，, most emoji), else 1.
int display_width(char32_t point);
/// Likewise, of all its code points.
std::size_t display_width(std::string_view text);

}  // namespace writ
