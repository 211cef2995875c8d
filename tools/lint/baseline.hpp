#pragma once
// What was found before and is left for later: a file of findings that are not told again.

#include <string>
#include <string_view>
#include <vector>

#include "tools/lint/lint.hpp"

namespace writ::lint {

struct BaselineEntry {
  std::string fingerprint, lint, subject, file, message;
};

struct Baseline {
  std::vector<BaselineEntry> entries;
  std::string error;  ///< A sentence in lower case, where the text is none; then there are no entries.
};

Baseline read_baseline(std::string_view text);

/// JSON, a finding a line, by file, subject and lint: what two people add does not meet in one line.
std::string write_baseline(std::vector<BaselineEntry> entries);

/// The findings as entries. `fingerprints` are theirs; files are named as the settings see them.
std::vector<BaselineEntry> entries_of(const Subject& subject, const Findings& findings,
                                      const std::vector<std::string>& fingerprints);

}  // namespace writ::lint
