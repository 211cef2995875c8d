#pragma once
// syntax -> text: the one form in which a rule file is written. docs/formatting.md says what it is.

#include <string>
#include <string_view>

#include "grammar/source.hpp"
#include "grammar/syntax.hpp"
#include "writ/limits.hpp"

namespace writ {

/// A file that was parsed without errors, in its canonical form, comments and all. Empty where the tree and the text do
/// not belong together.
std::string print(const Source& source, const syntax::File& file);

/// A file before and after it was printed.
struct PrintedFile {
  const Source& source;
  const syntax::File& file;
};
/// Whether two files say the same: all but where things stand. Clauses, modifiers and comments beside them may have
/// changed places where the order has no meaning.
bool same_tree(const PrintedFile& before, const PrintedFile& after);

/// A text that was printed and proved to be right. `error` is a fault of the program, which an author cannot mend.
struct Formatted {
  std::string text, error;
};
/// Prints a file that was parsed without errors, reads it again, and makes sure that it says the same and that printing
/// it once more changes nothing.
Formatted format(const Source& source, const syntax::File& file, const Limits& limits = {});

}  // namespace writ
