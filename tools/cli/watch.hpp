#pragma once
// Doing something again whenever a rule file changes.

#include <functional>
#include <string>
#include <vector>

namespace writ::cli {

/// Runs `once`, then again after each change of a file at or below `paths`, until `q` is read from standard input,
/// which gives what `once` gave last, or Ctrl-C, which gives 130.
int watch(const std::vector<std::string>& paths, const std::function<int()>& once);

}  // namespace writ::cli
