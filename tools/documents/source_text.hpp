#pragma once
// A source that rules cite, as its clauses: a Markdown text in which a clause begins with an anchor at the start of a
// line, `[1.5a]`, and runs to the next anchor or heading. `[2.1 note]` begins one that is not normative.
//
// Lines in code blocks (``` and ~~~) and in comments (<!-- -->) begin nothing; what is commented out is left out.

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grammar/source.hpp"

namespace writ::documents {

struct Clause {
  std::string anchor;  ///< `1.5a`
  bool note = false;
  Span place;        ///< Of the anchor, with its brackets.
  std::string text;  ///< After the anchor; paragraphs as they stand, with an empty line between.
};

struct Heading {
  std::size_t level = 1;
  std::string text;
};
/// What belongs to no clause.
struct Prose {
  std::string text;
};
struct ClauseAt {
  std::size_t index;  ///< In `SourceText::clauses`.
};
using SourceBlock = std::variant<Heading, Prose, ClauseAt>;

struct SourceText {
  std::string title;  ///< The first heading; may be empty.
  std::vector<Clause> clauses;
  std::vector<SourceBlock> blocks;  ///< The whole text, in order.
  /// What looks like an anchor where none can stand: indented, in a list, in a quotation, bold, or
  /// with a colon, which would begin the address of a link.
  struct Misplaced {
    std::string anchor;
    Span place;
  };
  std::vector<Misplaced> misplaced;
  /// A comment or a block of code that runs to the end: what it hides may have been meant as clauses.
  struct Unclosed {
    bool is_comment;
    Span place;  ///< Of the line that begins it.
  };
  std::optional<Unclosed> unclosed;
};

SourceText read_source(const SourceSet& sources, FileId file);

/// The paragraphs of a text: what stands between empty lines.
std::vector<std::string> paragraphs(std::string_view text);

}  // namespace writ::documents
