#include "tools/documents/words_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

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

namespace {

/// The end of what `mark` at `at` opens, where it encloses something on both sides of which there is no blank.
std::size_t closing(std::string_view text, std::size_t at, std::string_view mark) {
  const std::size_t begin = at + mark.size();
  if (begin >= text.size() || text[begin] == ' ' || text[begin] == '\n') return std::string_view::npos;
  for (std::size_t end = text.find(mark, begin + 1); end != std::string_view::npos; end = text.find(mark, end + 1)) {
    if (text[end - 1] != ' ' && text[end - 1] != '\n') return end;
  }
  return std::string_view::npos;
}

struct Mark {
  std::string_view mark, tag;
};
constexpr std::array marks{Mark{"`", "code"}, Mark{"**", "strong"}, Mark{"*", "em"}};

std::string inline_html(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto opens = [&](const Mark& each) { return text.substr(at).starts_with(each.mark); };
    const auto* mark = std::ranges::find_if(marks, opens);
    const std::size_t end = mark == marks.end() ? std::string_view::npos : closing(text, at, mark->mark);
    if (end == std::string_view::npos) {
      const std::size_t next = std::min(text.find_first_of("`*", at + 1), text.size());
      append_html(out, text.substr(at, next - at));
      at = next;
      continue;
    }
    const std::string_view inner = text.substr(at + mark->mark.size(), end - at - mark->mark.size());
    out += fmt::format("<{0}>{1}</{0}>", mark->tag, mark->tag == "code" ? html_escape(inner) : inline_html(inner));
    at = end + mark->mark.size();
  }
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// Bytes of the mark of a list's item, with the blanks around it; 0 where the line begins none.
std::size_t item_mark(std::string_view line) {
  const std::size_t at = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view rest = line.substr(at);
  return rest.starts_with("- ") || rest.starts_with("* ") || rest.starts_with("+ ") ? at + 2 : 0;
}

std::string list_html(const std::vector<std::string_view>& lines) {
  std::string out = "<ul>\n";
  std::string item;
  const auto end_item = [&] {
    if (!item.empty()) out += fmt::format("<li{}>{}</li>\n", language_of(item), inline_html(item));
    item.clear();
  };
  for (const std::string_view line : lines) {
    const std::size_t mark = item_mark(line);
    if (mark > 0) end_item();
    if (!item.empty()) item += ' ';
    item += line.substr(mark > 0 ? mark : std::min(line.find_first_not_of(' '), line.size()));
  }
  end_item();
  return out + "</ul>\n";
}

bool is_fence(std::string_view line) {
  const std::string_view text = line.substr(std::min(line.find_first_not_of(' '), line.size()));
  return text.starts_with("```") || text.starts_with("~~~");
}

std::string paragraph_html(const std::string& paragraph) {
  const auto lines = lines_of(paragraph);
  if (item_mark(lines.front()) > 0) return list_html(lines);
  return fmt::format("<p{}>{}</p>\n", language_of(paragraph), inline_html(paragraph));
}

}  // namespace

std::string markdown_html(std::string_view text) {
  std::string out, between, code;
  bool is_code = false;
  const auto end_between = [&] {
    for (const std::string& paragraph : paragraphs(between)) out += paragraph_html(paragraph);
    between.clear();
  };
  const auto end_code = [&] {
    out += fmt::format("<pre><code>{}</code></pre>\n", html_escape(code));
    code.clear();
  };
  for (const std::string_view line : lines_of(text)) {
    if (is_fence(line)) {
      if (is_code) {
        end_code();
      } else {
        end_between();
      }
      is_code = !is_code;
    } else {
      (is_code ? code : between).append(line).append("\n");
    }
  }
  if (is_code) end_code();
  end_between();
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
