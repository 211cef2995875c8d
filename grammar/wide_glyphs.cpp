#include "grammar/wide_glyphs.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace writ {
namespace {

/// A full-width quote closes with another that the parse does not single out.
std::string with_plain_quotes(std::string_view text) {
  std::string result(text);
  for (const std::string_view quote : {"“", "”", "＂"}) {
    for (std::size_t at = result.find(quote); at != std::string::npos; at = result.find(quote, at)) {
      result.replace(at, quote.size(), "\"");
    }
  }
  return result;
}

}  // namespace

void report_wide_glyphs(const std::vector<WideGlyph>& glyphs, std::string_view source, Diagnostics& diagnostics) {
  for (std::size_t first = 0; first < glyphs.size();) {
    const std::size_t line_end = std::min(source.find('\n', glyphs[first].place.begin), source.size());
    std::size_t last = first;
    while (last + 1 < glyphs.size() && glyphs[last + 1].place.begin < line_end) ++last;

    std::uint32_t end = glyphs[last].place.end;
    const bool quoted = std::any_of(glyphs.begin() + static_cast<std::ptrdiff_t>(first),
                                    glyphs.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                                    [](const WideGlyph& glyph) { return glyph.plain == '"'; });
    if (quoted) {
      const std::size_t closing = source.substr(0, line_end).rfind("”");
      if (closing != std::string_view::npos && closing >= end) end = static_cast<std::uint32_t>(closing + 3);
    }
    std::string plain;
    std::uint32_t at = glyphs[first].place.begin;
    for (std::size_t i = first; i <= last; ++i) {
      plain += source.substr(at, glyphs[i].place.begin - at);
      plain += glyphs[i].plain;
      at = glyphs[i].place.end;
    }
    plain += source.substr(at, end - at);
    if (quoted) plain = with_plain_quotes(plain);

    const Span place = glyphs[first].place;
    const std::string_view written = source.substr(place.begin, place.end - place.begin);
    const bool space = glyphs[first].plain == ' ';
    Diagnostic diagnostic{Code::full_width_punctuation, place, {}, {}, {}, {}, {}};
    diagnostic.message =
        space ? std::string("a space of another kind than the space bar gives")
              : fmt::format("`{}` is full-width; the language writes `{}`", written, glyphs[first].plain);
    constexpr std::size_t most_labels = 8;
    for (std::size_t i = first + 1; i <= std::min(last, first + most_labels); ++i)
      diagnostic.labels.push_back({glyphs[i].place, "also here"});
    diagnostic.help.emplace_back(space ? "replace it by a plain space"
                                       : "full-width punctuation stands in texts and comments only");
    diagnostic.fix = Fix{{place.file, place.begin, end}, std::move(plain)};
    diagnostics.push_back(std::move(diagnostic));
    first = last + 1;
  }
}

}  // namespace writ
