#pragma once
// What stands in the source, for people: an expression's words on one line, and where they are.

#include <string>

#include "grammar/source.hpp"
#include "writ/explanation.hpp"

namespace writ {

/// The words of a span without comments and line breaks. Parentheses that it cuts apart are completed.
std::string words_at(const SourceSet& sources, Span span);

/// The word before a span: `from` of a bound.
std::string word_before(const SourceSet& sources, Span span);

Explanation::Place place_at(const SourceSet& sources, Span span);

}  // namespace writ
