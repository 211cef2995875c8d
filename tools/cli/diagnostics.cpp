#include "tools/cli/diagnostics.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <span>

#include "engine/api/rule_files.hpp"
#include "grammar/limit_help.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/terminal.hpp"

namespace writ::cli {

namespace {

/// Stands for diagnostics of a file that are not shown: as bad as the worst of them, so that who looks for errors alone
/// finds that there are some.
Told count_of_more(std::span<const Diagnostic> more) {
  Severity worst = Severity::note;
  for (const Diagnostic& each : more) worst = std::min(worst, severity(each.code));
  return {.severity = worst,
          .id = {},
          .place = more.front().place,
          .message = "there " + (more.size() == 1 ? std::string("is 1 more diagnostic")
                                                  : "are " + std::to_string(more.size()) + " more diagnostics"),
          .label = {},
          .labels = {},
          .help = {how_to_raise("diagnostics")},
          .fixes = {},
          .subject = {},
          .fingerprint = {}};
}

}  // namespace

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

std::optional<Loaded> load_right(const std::vector<std::string>& paths, const Limits& limits, int& code) {
  RuleFiles rules = read_rule_files(paths, SavedPrograms::read, limits);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    code = exit_io;
    return std::nullopt;
  }
  Loaded loaded = load(std::move(rules.texts), {}, {}, limits);
  show_diagnostics(loaded);
  if (loaded.model != nullptr) return loaded;
  code = exit_diagnostics;
  return std::nullopt;
}

std::vector<Told> told_within(const Limits& limits, const Diagnostics& diagnostics) {
  const auto rest = diagnostics.begin() + std::min<std::ptrdiff_t>(limits.diagnostics, std::ssize(diagnostics));
  std::vector<Told> told;
  std::transform(diagnostics.begin(), rest, std::back_inserter(told),
                 [](const auto& each) { return writ::told(each); });
  for (auto first = rest; first != diagnostics.end();) {
    const auto last = std::find_if(first, diagnostics.end(),
                                   [&](const Diagnostic& each) { return each.place.file != first->place.file; });
    told.push_back(count_of_more({first, last}));
    first = last;
  }
  return told;
}

std::string shown(const Diagnostics& diagnostics, const SourceSet& sources, const Limits& limits, bool colour) {
  if (diagnostics.size() <= limits.diagnostics) return render(diagnostics, sources, {colour});
  const Diagnostics first(diagnostics.begin(), diagnostics.begin() + limits.diagnostics);
  return render(first, sources, {colour}) + "\nand " + std::to_string(diagnostics.size() - first.size()) +
         " more: " + how_to_raise("diagnostics") + "\n";
}

void show_diagnostics(const Diagnostics& diagnostics, const SourceSet& sources, const Limits& limits) {
  if (diagnostics.empty()) return;
  const std::string text =
      shown(diagnostics, sources, limits, may_colour(STDERR_FILENO)) + "\n" + counted(diagnostics) + "\n";
  std::fputs(text.c_str(), stderr);
}

void show_diagnostics(const Loaded& loaded) { show_diagnostics(loaded.diagnostics, *loaded.sources, loaded.limits); }

}  // namespace writ::cli
