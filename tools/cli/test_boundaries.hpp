#pragma once
// The part of `writ test` that writes the tests which are missing at boundaries.

#include <string>

#include "engine/api/load.hpp"

namespace writ::cli {

/// To standard output, or to `output`: a file, or a directory where each file of tests gets one of its own. Says on
/// standard error what there was to write. An exit code.
int write_boundaries(const Loaded& loaded, const std::string& filter, const std::string& output);

}  // namespace writ::cli
