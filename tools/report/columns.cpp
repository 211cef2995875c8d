#include "tools/report/columns.hpp"

#include "grammar/unicode.hpp"

namespace writ {
namespace {

/// Without what would move the cursor: line breaks and other controls become blanks.
std::string on_one_line(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    result += byte < 0x20 || byte == 0x7f ? ' ' : letter;
  }
  return result;
}

}  // namespace

std::string fitted(std::string_view text, std::size_t width) {
  std::size_t used = 0, fits = 0;  // `fits`: bytes that leave room for the sign that something is missing.
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    used += static_cast<std::size_t>(display_width(point.value));
    if (used > width) return width == 0 ? std::string() : on_one_line(text.substr(0, fits)) + "…";
    at += point.bytes;
    if (used < width) fits = at;
  }
  return on_one_line(text);
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result = fitted(text, width);
  result.append(width - display_width(result), ' ');
  return result;
}

}  // namespace writ
