#pragma once
// The file of findings that are left for later.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/cli/lint_settings.hpp"
#include "tools/lint/baseline.hpp"

namespace writ::cli {

/// Nothing where it cannot be read, or is no baseline; that is then told, with an exit code in `code`.
std::optional<lint::Baseline> read_baseline_file(const std::string& path, int& code);

/// Writes what is found now. What an earlier one has of files that are not looked at now stays, while there are such
/// files. An exit code; what was done is told.
int write_baseline_file(const std::string& path, std::vector<lint::BaselineEntry> found, const LintSettings& settings,
                        const std::set<std::string>& looked_at);

/// Tells, on standard error, of entries that match nothing any more.
void tell_of_gone(const lint::Baseline& baseline, const std::set<std::string>& found,
                  const std::set<std::string>& looked_at, const lint::Settings& settings);

}  // namespace writ::cli
