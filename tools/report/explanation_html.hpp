#pragma once
// Explanations as a page that stands alone: the decision and what would permit it, its timeline, the rules with their
// conditions as a tree that opens and closes, and the facts with those marked that were read.

#include <string>

#include "writ/explanation.hpp"

namespace writ {

struct ExplanationHtmlOptions {
  std::string language = {};
  std::string timeline = {};  ///< A picture: an <svg> element.
  std::string facts = {};     ///< Tables: see facts_html.hpp.
};

std::string explanation_html(const Explanation& explanation, const ExplanationHtmlOptions& options = {});

}  // namespace writ
