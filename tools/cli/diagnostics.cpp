#include "tools/cli/diagnostics.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/api/rule_files.hpp"
#include "grammar/limit_help.hpp"
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

std::string shown(const Loaded& loaded, const Limits& limits, bool colour) {
  const Diagnostics& all = loaded.diagnostics;
  if (all.size() <= limits.diagnostics) return render(all, *loaded.sources, {colour});
  const Diagnostics first(all.begin(), all.begin() + limits.diagnostics);
  return render(first, *loaded.sources, {colour}) + "\nand " + std::to_string(all.size() - first.size()) +
         " more: " + how_to_raise("diagnostics") + "\n";
}

void show_diagnostics(const Loaded& loaded, const Limits& limits) {
  if (loaded.diagnostics.empty()) return;
  const std::string text = shown(loaded, limits, may_colour(STDERR_FILENO)) + "\n" + counted(loaded.diagnostics) + "\n";
  std::fputs(text.c_str(), stderr);
}

}  // namespace writ::cli
