#pragma once
// A page as data: what a policy's document says, before it is HTML or Markdown.

#include <cstdint>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tools/documents/words_html.hpp"

namespace writ::documents {

// ---- in a line ------------------------------------------------------------------------------------------------------

struct Text {
  enum class Style : std::uint8_t { plain, strong, faint };
  std::string text;
  Style style = Style::plain;
};
/// Words whose names lead to what they stand for, where the page has that.
struct Quoted {
  Words words;
};
struct Reference {
  std::string text, address;
  bool is_code = false;
};
/// What a rule does, in the colour of its outcome: permitted, forbidden, referred, decided.
struct Badge {
  std::string text, outcome;
};
struct Break {};
using Inline = std::variant<Text, Quoted, Reference, Badge, Break>;
using Line = std::vector<Inline>;

/// The words of a doc comment: what stands in backquotes is code.
Line doc_line(std::string_view text);

// ---- blocks ---------------------------------------------------------------------------------------------------------

struct Block;
using Blocks = std::vector<Block>;

struct Title {
  std::size_t level = 1;
  std::string id;  ///< What links within the page lead to; empty: nothing.
  Line line;
};
struct Paragraph {
  Line line;
  std::string language = {};  ///< Where it is not the page's.
};
struct Listing {
  bool is_numbered = false;
  std::vector<Blocks> items;
};
struct Table {
  std::vector<Line> head;
  struct Row {
    std::vector<Line> cells;
    std::string id = {};
  };
  std::vector<Row> rows;
  bool is_narrow = false;  ///< No wider than its cells need.
};
/// The words of a clause, under what is cited.
struct Quotation {
  Line head;
  std::string text;
};
/// A rule, with all that is said of it.
struct Entry {
  std::string id;
  Line head;
  Blocks body;
};
struct CodeBlock {
  std::string text;
};
/// What is shown on demand.
struct Folded {
  Line head;
  Blocks body;
};

struct Block {
  std::variant<Title, Paragraph, Listing, Table, Quotation, Entry, CodeBlock, Folded> node;
};

struct Page {
  std::string name;      ///< `taobao.negotiated_shipping`; of its file too.
  std::string title;     ///< Of the window.
  std::string language;  ///< `en`, `zh`
  Blocks blocks;

  /// Everything in it that can be linked to.
  std::set<std::string> ids() const;
};

// ---- links ----------------------------------------------------------------------------------------------------------

/// `define-authorized`: what a target is called within a page.
std::string target_id(const model::Model& model, const Target& target);
/// The file that declares it.
model::FileIndex file_of(const model::Model& model, const Target& target);

std::string page_html(const Page& page, const Link& link);
/// As GitHub renders it.
std::string page_markdown(const Page& page, const Link& link);

}  // namespace writ::documents
