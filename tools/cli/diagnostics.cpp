#include "tools/cli/diagnostics.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "grammar/render.hpp"

namespace writ::cli {

std::string counted(const Diagnostics& diagnostics) {
  std::string text;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const auto is_such = [&](const Diagnostic& diagnostic) { return writ::severity(diagnostic.code) == severity; };
    const auto count = std::count_if(diagnostics.begin(), diagnostics.end(), is_such);
    if (count == 0) continue;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + " " + std::string(word(severity)) + (count == 1 ? "" : "s");
  }
  return text.empty() ? "no problems" : text;
}

void show_diagnostics(const Loaded& loaded) {
  if (loaded.diagnostics.empty()) return;
  const RenderOptions options{isatty(STDERR_FILENO) == 1};
  const std::string text =
      render(loaded.diagnostics, *loaded.sources, options) + "\n" + counted(loaded.diagnostics) + "\n";
  std::fputs(text.c_str(), stderr);
}

}  // namespace writ::cli
