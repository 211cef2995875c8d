#pragma once
// The clause map for people and for programs.

#include <string>

#include "tools/documents/clause_map.hpp"

namespace writ::documents {

struct ClauseTextOptions {
  std::size_t width = 100;  ///< Columns of the terminal.
  bool colour = false;
  bool cut = true;  ///< What is wider than its column ends in `…`; else it pushes the others along.
};

/// A table for a terminal: a line a clause, and one more for each further rule that cites it.
std::string clause_text(const ClauseMap& map, const ClauseTextOptions& options);

/// One object: `sources` with their clauses, rules and tests, and `findings`.
std::string clause_json(const ClauseMap& map);

/// A page that stands alone: the sources on the left, the rules that cite them on the right.
std::string clause_html(const ClauseMap& map);

struct ClauseCounts {
  std::size_t clauses = 0, cited = 0, notes = 0, uncited = 0, untested = 0;
};
ClauseCounts count_clauses(const MappedSource& source);

}  // namespace writ::documents
