#pragma once
// What stands in the source, for people: an expression's words on one line, and where they are.

#include <string>
#include <string_view>

#include "grammar/source.hpp"
#include "writ/explanation.hpp"

namespace writ {

/// The words of a span without comments and line breaks. Parentheses that it cuts apart are completed.
std::string words_at(const SourceSet& sources, Span span);

/// The word before a span: `from` of a bound.
std::string word_before(const SourceSet& sources, Span span);

/// A comment that documents what follows it, without its slashes.
std::string plain_doc(std::string_view doc);

Explanation::Place place_at(const SourceSet& sources, Span span);

}  // namespace writ
