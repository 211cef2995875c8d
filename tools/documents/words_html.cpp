#include "tools/documents/words_html.hpp"

#include <fmt/format.h>

#include "tools/documents/source_text.hpp"
#include "tools/report/html.hpp"

namespace writ::documents {

std::string words_html(const Words& words, const Link& link) {
  std::string out;
  bool is_open = false;
  for (const Piece& piece : words) {
    if (piece.is_code != is_open) out += piece.is_code ? "<code>" : "</code>";
    is_open = piece.is_code;
    const std::string address = piece.target ? link(*piece.target) : std::string();
    if (!address.empty()) out += fmt::format("<a href=\"{}\">", html_escape(address));
    append_html(out, piece.text);
    if (!address.empty()) out += "</a>";
  }
  return is_open ? out + "</code>" : out;
}

std::string_view language_of(std::string_view text) { return has_ideographs(text) ? " lang=\"zh\"" : ""; }

std::string paragraphs_html(std::string_view text) {
  std::string out;
  for (const std::string& paragraph : paragraphs(text)) {
    out += fmt::format("<p{}>", language_of(paragraph));
    for (std::size_t at = 0; at < paragraph.size();) {
      const std::size_t end = std::min(paragraph.find('\n', at), paragraph.size());
      const std::string_view line = std::string_view(paragraph).substr(at, end - at);
      const std::size_t mark = std::min(line.find_first_not_of(" \t"), line.size());
      const bool is_item = line.substr(mark).starts_with("- ") || line.substr(mark).starts_with("* ") ||
                           line.substr(mark).starts_with("|");
      if (at > 0) out += is_item ? "<br>\n" : "\n";
      append_html(out, line);
      at = end + 1;
    }
    out += "</p>\n";
  }
  return out;
}

std::string fragment(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                          (byte >= 'A' && byte <= 'Z') || byte == '.' || byte == '-' || byte == '_' || byte >= 0x80;
    out += is_plain ? letter : '_';
  }
  return out;
}

}  // namespace writ::documents
