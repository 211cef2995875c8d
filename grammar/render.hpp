#pragma once
// Diagnostics, and all else that is told of a place, as text: for people, and in the forms that editors and build
// servers read.

#include <span>
#include <string>
#include <string_view>

#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"
#include "grammar/told.hpp"

namespace writ {

struct RenderOptions {
  bool colour = false;  ///< ANSI escapes.
};

/// The message, the lines that it is about with carets under the places, and the help. Ends with a line break.
std::string render(const Told& told, const SourceSet& sources, RenderOptions options = {});
std::string render(const Diagnostic& diagnostic, const SourceSet& sources, RenderOptions options = {});
/// All of them, with an empty line between.
std::string render(const Diagnostics& diagnostics, const SourceSet& sources, RenderOptions options = {});

/// One JSON object on one line, without a line break. Lines and columns count from one, columns in code points;
/// `begin` and `end` are bytes.
std::string render_json(const Told& told, const SourceSet& sources);

/// A whole SARIF 2.1.0 document. `rules` has all that is told of, and may have more.
std::string render_sarif(std::span<const Told> all, std::span<const ToldRule> rules, const SourceSet& sources,
                         std::string_view version);

/// A workflow command as GitHub Actions reads it, without a line break.
std::string render_github(const Told& told, const SourceSet& sources);

std::string_view word(Severity severity);  ///< "error"

}  // namespace writ
