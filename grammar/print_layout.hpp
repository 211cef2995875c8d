#pragma once
// Where lines end: a document of words and of places where a line may break, and what it looks like in so many columns.
//
// A group stands on one line where it fits, and else breaks at all of its own places. Comments take part: one that
// stands behind a word ends its line, one on a line of its own has it.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace writ::layout {

/// Columns of a line. What cannot be broken may be wider, and comments do not count.
inline constexpr std::uint32_t widest_line = 120;
/// Conditions and what is computed are broken earlier: they are what people read slowly.
inline constexpr std::uint32_t widest_condition = 110;

/// A part of a `Document`; 0 is nothing.
using Part = std::uint32_t;
using Parts = std::vector<Part>;

enum class Kind : std::uint8_t {
  nothing,
  text,
  mark,       ///< A comma: it stands before a comment that is to end the line.
  last_mark,  ///< The same, only where the group is broken.
  space,
  line,   ///< A space, or the end of the line.
  soft,   ///< Nothing, or the end of the line.
  hard,   ///< The end of the line.
  blank,  ///< The end of the line, and an empty one.
  own_comment,
  end_comment,
  pad,         ///< So many spaces.
  pad_broken,  ///< So many spaces where the group is broken.
  all,
  indented,
  group,
  fill,  ///< As many as fit on each line: items and what separates them by turns.
  flat,  ///< Never broken.
};

class Document {
 public:
  Document();
  /// Forgets all parts.
  void clear();

  Part text(std::string_view view) { return word(Kind::text, view); }
  Part mark(std::string_view view) { return word(Kind::mark, view); }
  Part last_mark(std::string_view view) { return word(Kind::last_mark, view); }
  Part own_comment(std::string_view view) { return word(Kind::own_comment, view); }
  Part end_comment(std::string_view view) { return word(Kind::end_comment, view); }
  Part space() { return bare(Kind::space); }
  Part line() { return bare(Kind::line); }
  Part soft() { return bare(Kind::soft); }
  Part hard() { return bare(Kind::hard); }
  Part blank() { return bare(Kind::blank); }
  Part pad(std::uint32_t columns = 0);
  Part pad_broken(std::uint32_t columns);
  void set_pad(Part pad, std::uint32_t columns) { nodes_[pad].count = columns; }

  Part all(std::span<const Part> parts) { return several(Kind::all, parts); }
  Part all(std::initializer_list<Part> parts) { return all(std::span(parts.begin(), parts.size())); }
  Part fill(std::span<const Part> parts) { return several(Kind::fill, parts); }
  Part indented(std::uint32_t columns, Part part);
  Part group(Part part, std::uint32_t widest = widest_line);
  Part flat(Part part);

  /// How wide it is on one line.
  std::uint32_t width(Part part) const { return nodes_[part].width; }
  /// Whether it ends with a comment, so that its line ends there.
  bool open(Part part) const { return nodes_[part].open; }
  /// Whether it stands on one line, with so many columns more.
  bool fits(Part part, std::uint32_t more = 0) const {
    return !breaks(part) && width(part) + more <= nodes_[part].widest;
  }
  /// Whether a line ends within it whatever the width.
  bool breaks(Part part) const { return nodes_[part].breaks; }

 private:
  friend class Paper;
  struct Node {
    Kind kind = Kind::nothing;
    bool breaks = false;                 ///< A line ends within it.
    bool open = false;                   ///< It ends with a comment that ends its line.
    bool lead_stops = false;             ///< A line may end within it.
    std::uint32_t width = 0;             ///< On one line.
    std::uint32_t lead = 0;              ///< Up to where a line may first end.
    std::uint32_t widest = widest_line;  ///< The column in which it is to end, for all groups within it.
    std::uint32_t first = 0;             ///< Of its children, or its only one.
    std::uint32_t count = 0;             ///< Of its children, or columns.
    std::string_view view = {};
  };

  Part add(Node node);
  Part word(Kind kind, std::string_view view);
  Part bare(Kind kind);
  Part several(Kind kind, std::span<const Part> parts);

  std::vector<Node> nodes_;
  Parts children_;
};

/// The lines so far. Nothing is written before it is known whether its line goes on.
class Paper {
 public:
  void write(const Document& document, Part part);
  /// All of it, with a line break at the end.
  std::string take();

 private:
  using Node = Document::Node;
  enum class Pending : std::uint8_t { none, line, blank };

  void put(Part part, std::uint32_t indent, bool broken, std::uint32_t rest);
  void put_all(const Node& node, std::uint32_t indent, bool broken, std::uint32_t rest);
  void put_fill(const Node& node, std::uint32_t indent, bool broken, std::uint32_t rest);
  void put_word(std::string_view view, std::uint32_t indent);
  void end_line(Pending pending, std::uint32_t indent);
  void flush();
  std::uint32_t column() const;
  std::uint32_t spaces() const { return pads_ + (space_ ? 1 : 0); }
  bool fits(const Node& node, std::uint32_t rest) const;

  const Document* document_ = nullptr;
  std::string text_;
  std::uint32_t column_ = 0;
  Pending pending_ = Pending::none;
  std::uint32_t pending_indent_ = 0;
  bool space_ = false;      ///< Before the next word, if the line goes on; and
  std::uint32_t pads_ = 0;  ///< so much more.
  std::string comment_;     ///< That the line will end with.
};

}  // namespace writ::layout
