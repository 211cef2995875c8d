#include <fmt/format.h>

#include "engine/value/overloaded.hpp"
#include "tools/documents/page.hpp"
#include "tools/report/html.hpp"

namespace writ::documents {
namespace {

constexpr std::string_view style = R"(
body { max-width: 57rem; }
h2 { margin-top: 2.4em; }
h3 { margin-top: 2em; font-size: 1.15rem; }
h4 { color: var(--faint); font-weight: 600; margin: 1.4em 0 0.6em; }
.entry { border-left: 3px solid var(--line); padding: 0.1rem 0 0.1rem 1rem; margin: 0 0 1.1rem; scroll-margin-top: 1rem; }
.entry > .head { font-weight: 600; margin-bottom: 0.2em; }
.entry > .head .faint { font-weight: 400; }
.entry p { margin-bottom: 0.35em; }
.entry ul { margin-bottom: 0.35em; }
.entry :last-child { margin-bottom: 0; }
.entry:target, tr:target { background: var(--shade); }
li > p:last-child, li > ul:last-child { margin-bottom: 0; }
blockquote { margin: 0.4em 0 0.6em; font-size: 0.93em; color: var(--faint); }
blockquote p { margin-bottom: 0.25em; }
code a { color: inherit; text-decoration-style: dotted; text-decoration-color: var(--faint); }
code a:hover { color: var(--accent); }
table.narrow { width: auto; }
table.narrow td, table.narrow th { padding-right: 1.5em; }
details { margin-bottom: 0.5em; }
details pre { margin-top: 0.4em; }
@media print { .entry { break-inside: avoid; } }
)";

class Renderer {
 public:
  explicit Renderer(const Link& link) : link_(link) {}

  std::string render(const Blocks& blocks) {
    for (const Block& block : blocks) std::visit([&](const auto& node) { add(node); }, block.node);
    return std::move(out_);
  }

 private:
  template <typename... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
  }

  static std::string id_of(std::string_view id) {
    return id.empty() ? std::string() : fmt::format(" id=\"{}\"", html_escape(id));
  }

  std::string inline_html(const Inline& part) const {
    return std::visit(
        Overloaded{[](const Break&) { return std::string("<br>"); },
                   [](const Text& node) {
                     std::string text = html_escape(node.text);
                     if (node.style == Text::Style::plain) return text;
                     return node.style == Text::Style::strong ? "<strong>" + text + "</strong>"
                                                              : "<span class=\"faint\">" + text + "</span>";
                   },
                   [&](const Quoted& node) { return words_html(node.words, link_); },
                   [](const Reference& node) {
                     std::string text = html_escape(node.text);
                     if (node.is_code) text = "<code>" + text + "</code>";
                     if (node.address.empty()) return text;
                     return fmt::format("<a href=\"{}\">{}</a>", html_escape(node.address), text);
                   },
                   [](const Badge& node) {
                     return fmt::format("<span class=\"badge {}\">{}</span>", node.outcome, html_escape(node.text));
                   }},
        part);
  }

  std::string line_html(const Line& line) const {
    std::string out;
    for (const Inline& part : line) out += inline_html(part);
    return out;
  }

  void add(const Title& node) {
    print("<h{}{}>{}</h{}>\n", node.level, id_of(node.id), line_html(node.line), node.level);
  }

  void add(const Paragraph& node) {
    const std::string language = node.language.empty() ? "" : fmt::format(" lang=\"{}\"", html_escape(node.language));
    print("<p{}>{}</p>\n", language, line_html(node.line));
  }

  void add(const Listing& node) {
    const std::string_view tag = node.is_numbered ? "ol" : "ul";
    print("<{}>\n", tag);
    for (const Blocks& item : node.items) {
      out_ += "<li>";
      // A single line needs no paragraph around it.
      const auto* only = item.empty() ? nullptr : std::get_if<Paragraph>(&item.front().node);
      if (only != nullptr) out_ += line_html(only->line) + (item.size() > 1 ? "\n" : "");
      for (std::size_t i = only == nullptr ? 0 : 1; i < item.size(); ++i) {
        std::visit([&](const auto& inner) { add(inner); }, item[i].node);
      }
      out_ += "</li>\n";
    }
    print("</{}>\n", tag);
  }

  void add(const Table& node) {
    print("<div class=\"wide\"><table{}>\n<thead><tr>", node.is_narrow ? " class=\"narrow\"" : "");
    for (const Line& cell : node.head) print("<th>{}</th>", line_html(cell));
    out_ += "</tr></thead>\n<tbody>\n";
    for (const Table::Row& row : node.rows) {
      print("<tr{}>", id_of(row.id));
      for (const Line& cell : row.cells) {
        const std::string html = line_html(cell);
        print("<td>{}</td>", html);
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table></div>\n";
  }

  void add(const Quotation& node) {
    print("<blockquote>\n<p>{}</p>\n{}</blockquote>\n", line_html(node.head), markdown_html(node.text));
  }

  void add(const Entry& node) {
    print("<div class=\"entry\"{}>\n<p class=\"head\">{}</p>\n", id_of(node.id), line_html(node.head));
    for (const Block& block : node.body) std::visit([&](const auto& inner) { add(inner); }, block.node);
    out_ += "</div>\n";
  }

  void add(const CodeBlock& node) { print("<pre><code>{}</code></pre>\n", html_escape(node.text)); }

  void add(const Folded& node) {
    print("<details><summary>{}</summary>\n", line_html(node.head));
    for (const Block& block : node.body) std::visit([&](const auto& inner) { add(inner); }, block.node);
    out_ += "</details>\n";
  }

  const Link& link_;
  std::string out_;
};

}  // namespace

std::string page_html(const Page& page, const Link& link) {
  return html_page(page.title, Renderer(link).render(page.blocks), {page.language, style});
}

}  // namespace writ::documents
