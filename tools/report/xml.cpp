#include "tools/report/xml.hpp"

#include "grammar/unicode.hpp"

namespace writ {
namespace {

bool may_stand(char32_t point) {
  if (point < 0x20) return point == U'\n' || point == U'\t';
  // 0x7F to 0x9F may, and are discouraged: some readers refuse them.
  return !(point >= 0x7F && point < 0xA0) && point != 0xFFFE && point != 0xFFFF;
}

std::string escaped(std::string_view text, bool attribute) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    at += point.bytes;
    switch (point.value) {
      case U'&': result += "&amp;"; break;
      case U'<': result += "&lt;"; break;
      case U'>': result += "&gt;"; break;
      case U'"': result += "&quot;"; break;
      case U'\n': result += attribute ? "&#10;" : "\n"; break;
      case U'\t': result += attribute ? "&#9;" : "\t"; break;
      default: append_utf8(result, may_stand(point.value) ? point.value : U'\uFFFD');
    }
  }
  return result;
}

}  // namespace

std::string xml_escape(std::string_view text) { return escaped(text, false); }

std::string xml_attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value, true) + "\"";
}

}  // namespace writ
