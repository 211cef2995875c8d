#pragma once
// The text that is printed anew, word by word: what comes next, and the comments and line breaks before it.

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/source.hpp"
#include "grammar/syntax.hpp"

namespace writ {

/// A comment as it is printed: without blanks at its end.
std::string_view comment_text(std::string_view source, const syntax::Comment& comment);

class PrintReader {
 public:
  PrintReader(std::string_view source, const std::vector<syntax::Comment>& comments);

  struct OwnComment {
    std::string_view text;
    std::uint32_t column;  ///< From zero, in bytes.
    bool blank_before;     ///< An empty line stands before it.
  };

  /// Where the next word begins; the size of the text at its end.
  std::uint32_t next();
  std::uint32_t at() const { return at_; }
  bool done() { return next() == source_.size(); }
  bool follows(std::string_view text) { return source_.substr(next()).starts_with(text); }
  /// The name or reserved word that comes next, empty where something else does.
  std::string_view word();
  std::string_view from(std::uint32_t begin, std::uint32_t end) const { return source_.substr(begin, end - begin); }

  /// Behind the word that ends there. Comments before and within it are passed.
  void move_to(std::uint32_t end);

  /// The comment that ends the line of what was read last; empty where none does.
  std::string_view take_end_comment();
  /// The next one on a line of its own before the next word.
  bool has_own_comment();
  OwnComment take_own_comment();

  /// Whether a comment was read last, so that its line has ended.
  bool behind_comment() const { return comment_ > 0 && (*comments_)[comment_ - 1].span.end == at_; }

  /// Of what lies between the last word or comment and the next word, with its comments.
  bool line_ends_here();
  bool blank_before_word();  ///< Behind the last comment.
  std::uint32_t word_column();

  /// Whether the line that was read last ends with a comment about that line: it stays as it is.
  bool on_marked_line();
  /// Whether the next word is on a line that ends with a comment.
  bool next_line_has_comment();
  std::size_t comments_read() const { return comment_; }
  /// Whether one of those from the first on that were read would document what follows it.
  bool read_doc_since(std::size_t first) const;

 private:
  /// Of the line of a place; places rise but for a word's length or so.
  std::uint32_t line_end(std::uint32_t from);
  std::uint32_t column_of(std::uint32_t at) const;

  std::string_view source_;
  const std::vector<syntax::Comment>* comments_;
  std::uint32_t at_ = 0;
  std::size_t comment_ = 0;       ///< The first that was not taken.
  std::uint32_t next_ = 0;        ///< Where the next word begins, if known_.
  std::size_t next_comment_ = 0;  ///< The first behind it.
  bool known_ = false;
  std::uint32_t line_begin_ = 0, line_end_ = 0;  ///< The line asked for last.
};

}  // namespace writ
