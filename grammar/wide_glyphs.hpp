#pragma once
// Full-width punctuation outside texts, as a Chinese keyboard gives it.

#include <string_view>
#include <vector>

#include "grammar/diagnostic.hpp"

namespace writ {

struct WideGlyph {
  Span place;
  char plain;  ///< What it was read as.
};

/// One error a line, however many stand on it.
void report_wide_glyphs(const std::vector<WideGlyph>& glyphs, std::string_view source, Diagnostics& diagnostics);

}  // namespace writ
