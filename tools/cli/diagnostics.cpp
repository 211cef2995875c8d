#include "tools/cli/diagnostics.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/api/rule_files.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/terminal.hpp"

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

std::optional<Loaded> load_right(const std::vector<std::string>& paths, int& code) {
  RuleFiles rules = read_rule_files(paths, SavedPrograms::read);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    code = exit_io;
    return std::nullopt;
  }
  Loaded loaded = load(std::move(rules.texts));
  show_diagnostics(loaded);
  if (loaded.model != nullptr) return loaded;
  code = exit_diagnostics;
  return std::nullopt;
}

void show_diagnostics(const Loaded& loaded) {
  if (loaded.diagnostics.empty()) return;
  const RenderOptions options{may_colour(STDERR_FILENO)};
  const std::string text =
      render(loaded.diagnostics, *loaded.sources, options) + "\n" + counted(loaded.diagnostics) + "\n";
  std::fputs(text.c_str(), stderr);
}

}  // namespace writ::cli
