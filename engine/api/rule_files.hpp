#pragma once
// Rule files from the disk.

#include <string>
#include <vector>

#include "engine/api/load.hpp"

namespace writ {

struct RuleFiles {
  std::vector<NamedText> texts;
  std::string error, help;  ///< Where something cannot be read; `texts` is then not complete.
};

/// Each path is a file, or a directory that is walked for *.writ in the order of names. A file that is met twice is
/// read once.
RuleFiles read_rule_files(const std::vector<std::string>& paths);

}  // namespace writ
