#include "grammar/render_words.hpp"

#include <fmt/format.h>

#include "grammar/unicode.hpp"

namespace writ {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    at += point.bytes;
    switch (point.value) {
      case U'"': result += "\\\""; break;
      case U'\\': result += "\\\\"; break;
      case U'\n': result += "\\n"; break;
      case U'\r': result += "\\r"; break;
      case U'\t': result += "\\t"; break;
      default:
        if (point.value < 0x20 || point.value == 0x7F) {
          result += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
        } else {
          append_utf8(result, point.value);
        }
    }
  }
  return result + '"';
}

std::string with_help(const Told& told) {
  std::string result = told.message;
  for (const std::string& help : told.help) result += "\nhelp: " + help;
  return result;
}

}  // namespace writ
