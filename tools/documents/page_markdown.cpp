#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "engine/value/overloaded.hpp"
#include "tools/documents/page.hpp"
#include "tools/documents/source_text.hpp"
#include "tools/report/html.hpp"

namespace writ::documents {
namespace {

/// Text that means nothing but itself: what Markdown and the HTML in it would take for a mark is escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (letter == '<') {
      out += "&lt;";
    } else if (letter == '&') {
      out += "&amp;";
    } else if (letter == '\n' || letter == '\r') {
      out += ' ';
    } else {
      // An underscore within a word is none of emphasis.
      const bool is_mark =
          std::string_view("\\`*[]|~").find(letter) != std::string_view::npos ||
          (letter == '_' && (i == 0 || text[i - 1] == ' ' || i + 1 == text.size() || text[i + 1] == ' '));
      if (is_mark) out += '\\';
      out += letter;
    }
  }
  return out;
}

/// What begins a line must not be taken for a heading, a list or a rule of the page.
std::string escaped_line(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')')) {
    return std::string(text.substr(0, digits)) + "\\" + escaped(text.substr(digits));
  }
  const bool is_mark = !text.empty() && std::string_view("#+->=").find(text.front()) != std::string_view::npos;
  return (is_mark ? "\\" : "") + escaped(text);
}

/// Markdown in which `<` and `&` are themselves; in code they are so anyway.
std::string without_html(std::string_view text) {
  std::string out;
  bool is_code = false;
  for (const char letter : text) {
    if (letter == '`') is_code = !is_code;
    if (letter == '<' && !is_code) {
      out += "&lt;";
    } else if (letter == '&' && !is_code) {
      out += "&amp;";
    } else {
      out += letter;
    }
  }
  return out;
}

class Renderer {
 public:
  explicit Renderer(const Link& link) : link_(link) {}

  std::string render(const Blocks& blocks) {
    add(blocks);
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  /// A line of the page, with what stands before every line of a list or quotation that it is in.
  void print(std::string_view text) {
    const std::size_t end = text.empty() ? before_.find_last_not_of(' ') + 1 : before_.size();
    out_.append(first_.empty() ? before_ : first_, 0, first_.empty() ? end : first_.size());
    first_.clear();
    out_ += text;
    out_ += '\n';
  }

  void add(const Blocks& blocks) {
    for (const Block& block : blocks) std::visit([&](const auto& node) { add(node); }, block.node);
  }

  /// Blocks after a mark such as `- ` or `> `.
  template <typename Add>
  void within(std::string_view first, std::string_view others, Add add_blocks) {
    const std::string before = before_;
    first_ = (first_.empty() ? before_ : first_) + std::string(first);
    before_ += others;
    add_blocks();
    before_ = before;
    first_.clear();
  }

  static std::string anchor(std::string_view id) {
    return id.empty() ? std::string() : fmt::format("<a id=\"{}\"></a>", html_escape(id));
  }

  /// Backquotes where that does; HTML where names in the code are links, since Markdown has no links in code.
  std::string code(const Words& words) const {
    const auto is_linked = [&](const Piece& piece) { return piece.target && !link_(*piece.target).empty(); };
    const std::string text = plain(words);
    const bool is_plain = std::ranges::none_of(words, is_linked);
    if (!is_plain || text.find('`') != std::string::npos || text.find('|') != std::string::npos) {
      std::string html = words_html(words, link_);
      for (std::size_t at = html.find('|'); at != std::string::npos; at = html.find('|', at)) {
        html.replace(at, 1, "&#124;");
      }
      for (std::size_t at = 0; (at = html.find_first_of("*~`]\\_", at)) != std::string::npos;) {
        at = escape_in_html(html, at);
      }
      return html;
    }
    return text.empty() ? std::string() : "`" + text + "`";
  }

  /// Within `<code>` Markdown still sees its marks; in an address it does not.
  static std::size_t escape_in_html(std::string& html, std::size_t at) {
    const std::size_t tag = html.rfind('<', at);
    const bool is_in_tag = tag != std::string::npos && html.find('>', tag) > at;
    const auto is_letter = [&](std::size_t i) {
      return i < html.size() && (std::isalnum(static_cast<unsigned char>(html[i])) != 0 || html[i] == '_');
    };
    // An underscore within a name is none of emphasis, and a bracket alone makes no link.
    const bool is_harmless = html[at] == '_'   ? at > 0 && is_letter(at - 1) && is_letter(at + 1)
                             : html[at] == ']' ? at + 1 == html.size() || html[at + 1] != '('
                                               : false;
    if (is_in_tag || is_harmless) return at + 1;
    const std::string number = fmt::format("&#{};", static_cast<int>(html[at]));
    html.replace(at, 1, number);
    return at + number.size();
  }

  std::string words(const Words& all) const {
    std::string out;
    for (std::size_t i = 0; i < all.size();) {
      std::size_t end = i;
      while (end < all.size() && all[end].is_code == all[i].is_code) ++end;
      const Words some(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(end));
      out += all[i].is_code ? code(some) : escaped(plain(some));
      i = end;
    }
    return out;
  }

  std::string line(const Line& parts) const {
    std::string out;
    for (const Inline& part : parts) {
      out += std::visit(Overloaded{[&](const Text& node) {
                                     const std::string text =
                                         out.empty() ? escaped_line(node.text) : escaped(node.text);
                                     return node.style == Text::Style::strong ? "**" + text + "**" : text;
                                   },
                                   [&](const Quoted& node) { return words(node.words); },
                                   [](const Break&) { return std::string("<br>"); },
                                   [](const Reference& node) {
                                     const std::string text = node.is_code ? "`" + node.text + "`" : escaped(node.text);
                                     return node.address.empty() ? text : fmt::format("[{}]({})", text, node.address);
                                   },
                                   [](const Badge& node) { return escaped(node.text); }},
                        part);
    }
    return out;
  }

  void add(const Title& node) {
    print((node.id.empty() ? "" : anchor(node.id) + "\n\n") + std::string(node.level, '#') + " " + line(node.line));
    print("");
  }

  void add(const Paragraph& node) {
    print(line(node.line));
    print("");
  }

  void add(const Listing& node) {
    std::size_t number = 0;
    for (const Blocks& item : node.items) {
      const std::string mark = node.is_numbered ? fmt::format("{}. ", ++number) : "- ";
      within(mark, std::string(mark.size(), ' '), [&] {
        add(item);
        // Items of one line stand close together.
        if (item.size() == 1 && std::holds_alternative<Paragraph>(item.front().node)) drop_empty_line();
      });
    }
    if (!out_.ends_with("\n\n")) print("");
  }

  void drop_empty_line() {
    const std::size_t last = out_.find_last_of('\n', out_.size() - 2);
    if (last != std::string::npos) out_.resize(last + 1);
  }

  void add(const Table& node) {
    std::string head, rule;
    for (const Line& cell : node.head) {
      head += "| " + line(cell) + " ";
      rule += "| --- ";
    }
    print(head + "|");
    print(rule + "|");
    for (const Table::Row& row : node.rows) {
      std::string text;
      bool is_first = true;
      for (const Line& cell : row.cells) {
        text += "| " + (is_first ? anchor(row.id) : std::string()) + line(cell) + " ";
        is_first = false;
      }
      print(text + "|");
    }
    print("");
  }

  /// The text is Markdown already, and stays so; what HTML would be in it becomes text.
  void add(const Quotation& node) {
    within("> ", "> ", [&] {
      print(line(node.head));
      bool is_code = false;
      for (const std::string& paragraph : node.text.empty() ? std::vector<std::string>() : paragraphs(node.text)) {
        if (!is_code) print("");
        for (std::size_t at = 0; at < paragraph.size();) {
          const std::size_t end = std::min(paragraph.find('\n', at), paragraph.size());
          const std::string_view text = std::string_view(paragraph).substr(at, end - at);
          const bool is_fence = text.starts_with("```") || text.starts_with("~~~");
          if (is_fence) is_code = !is_code;
          print(is_code || is_fence ? std::string(text) : without_html(text));
          at = end + 1;
        }
      }
      // One that is not closed would take what follows in.
      if (is_code) print("```");
    });
    print("");
  }

  void add(const Entry& node) {
    within("- ", "  ", [&] {
      print(anchor(node.id) + line(node.head));
      print("");
      add(node.body);
    });
  }

  void add(const CodeBlock& node) {
    std::size_t longest = 2, run = 0;
    for (const char letter : node.text) {
      run = letter == '`' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    print(fence);
    for (std::size_t at = 0; at < node.text.size();) {
      const std::size_t end = std::min(node.text.find('\n', at), node.text.size());
      print(std::string_view(node.text).substr(at, end - at));
      at = end + 1;
    }
    print(fence);
    print("");
  }

  void add(const Folded& node) {
    print("<details><summary>" + line(node.head) + "</summary>");
    print("");
    add(node.body);
    print("</details>");
    print("");
  }

  const Link& link_;
  std::string out_;
  std::string before_;  ///< What stands before every line, and
  std::string first_;   ///< before the next one, where that is another.
};

}  // namespace

std::string page_markdown(const Page& page, const Link& link) { return visible(Renderer(link).render(page.blocks)); }

}  // namespace writ::documents
