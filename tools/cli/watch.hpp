#pragma once
// Doing something again whenever a rule file changes.

#include <functional>
#include <string>
#include <vector>

namespace writ::cli {

/// Whether such a signal has come: long work asks now and then, and leaves off.
using Stopped = std::function<bool()>;

/// Runs `once`, then again after each change of a file at or below `paths`, until `q` is read from standard input,
/// which gives what `once` gave last, or Ctrl-C or another signal to end, which gives 128 and its number.
int watch(const std::vector<std::string>& paths, const std::function<int(const Stopped&)>& once);

}  // namespace writ::cli
