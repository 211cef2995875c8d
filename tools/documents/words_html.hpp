#pragma once
// Words, conditions and texts as HTML.

#include <functional>
#include <string>
#include <string_view>

#include "tools/documents/wording.hpp"

namespace writ::documents {

/// Where a name leads; empty: nowhere.
using Link = std::function<std::string(const Target&)>;
inline std::string no_link(const Target&) { return {}; }

/// Code in `<code>`, with its names as links; what is not code as it is.
std::string words_html(const Words& words, const Link& link = no_link);

/// ` lang="zh"` where the text is Chinese.
std::string_view language_of(std::string_view text);

/// A text of Markdown as it is mostly written: paragraphs, lists, blocks of code; in them emphasis and code. All else,
/// HTML among it, is text.
std::string markdown_html(std::string_view text);

/// As an address within a page.
std::string fragment(std::string_view text);

}  // namespace writ::documents
