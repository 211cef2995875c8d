#include "grammar/harmless.hpp"

#include <algorithm>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7f && point < 0xa0); }

/// Embeddings, overrides, isolates and marks of direction; separators of lines and paragraphs.
bool is_direction(char32_t point) {
  return (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0x200e ||
         point == 0x200f || point == 0x061c;
}

}  // namespace

std::string harmless(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    const bool is_harmful = (is_control(point.value) && point.value != '\n') || is_direction(point.value);
    append_utf8(kept, is_harmful ? U'\ufffd' : point.value);
    at += point.bytes;
  }
  return kept;
}

std::string harmless_line(std::string_view text) {
  std::string line = harmless(text);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

}  // namespace writ
