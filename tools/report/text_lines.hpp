#pragma once
// Lines for a terminal: indented, wrapped between words by what glyphs are wide, with something faint at the right end.

#include <cstddef>
#include <string>
#include <string_view>

namespace writ {

enum class Tint : unsigned char { plain, strong, good, bad, doubtful, faint };

class TextLines {
 public:
  TextLines(std::size_t columns, bool colour);

  /// A word that stands before the next line, within its indentation.
  void label(std::string_view word) { label_ = word; }

  struct Line {
    std::size_t indent = 0;
    std::string_view mark = {};  ///< Before the text: what follows is indented past it.
    Tint mark_tint = Tint::plain;
    std::string_view text = {};
    Tint tint = Tint::plain;
    std::string_view right = {};  ///< At the right end, faint; on a line of its own where it does not fit.
  };
  void add(const Line& line);
  void blank() { out_ += '\n'; }

  std::size_t columns() const { return columns_; }
  std::string take() { return std::move(out_); }
  /// For what writes its own lines.
  std::string& out() { return out_; }

 private:
  void append(Tint tint, std::string_view text);

  std::size_t columns_;
  bool colour_;
  std::string label_;
  std::string out_;
};

}  // namespace writ
