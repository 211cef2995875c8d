#pragma once
// Findings as they are rendered.

#include <span>
#include <string>
#include <vector>

#include "grammar/told.hpp"
#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

Told told(const Subject& subject, const Finding& finding, std::string fingerprint = {});

/// The lints as they are listed, but those that are off: what they may tell.
std::vector<ToldRule> told_rules(const Settings& settings);

/// JUnit's XML: a suite a file, a failure a finding; what is a note is no failure. A file of which nothing is told has
/// a case that passes.
std::string junit_report(std::span<const Told> all, const SourceSet& sources, std::string_view tool = "writ lint");

/// "11 files, 2 warnings, 1 note (2 time, 1 style)"; "11 files, no findings".
std::string summary(std::span<const Told> all, std::size_t files);

}  // namespace writ::lint
