#pragma once
// HTML pages that stand alone: escaping, and a frame with the style that all pages share, on screen light or dark, on
// paper, in English or Chinese.

#include <string>
#include <string_view>

namespace writ {

/// Text in which something stands for each control character but tabs and line breaks: what a terminal would obey.
std::string visible(std::string_view text);

/// Text between tags or inside a quoted attribute, of HTML or SVG alike. What XML cannot hold, such as a control
/// character, becomes a picture of it.
std::string html_escape(std::string_view text);
void append_html(std::string& out, std::string_view text);

struct HtmlOptions {
  std::string_view language = "en";  ///< Of the page as a whole; parts may have a `lang` of their own.
  std::string_view style;            ///< CSS after the frame's own.
};

/// A whole document. `title` is text and is not repeated in the page; `body` is HTML.
///
/// Besides plain elements (headings, p, table, code, pre, details, figure) the style knows these classes:
///   permitted forbidden referred decided undetermined    the colour of an outcome, on any element
///   badge          a word in a coloured box; with an outcome's class, in its colour
///   faint          what matters less: places, citations
///   wide           a table or picture that may be wider than the text: it scrolls by itself
///   number         a table cell whose figures stand under each other
///   columns        a grid of two columns that becomes one on a narrow screen
/// and these variables: --paper --ink --faint --line --shade --accent --permitted --forbidden --referred --decided
/// --undetermined.
std::string html_page(std::string_view title, std::string_view body, const HtmlOptions& options = {});

}  // namespace writ
