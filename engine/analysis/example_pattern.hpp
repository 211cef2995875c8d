#pragma once
// Texts that a pattern may match. Included by this room's own files only.

#include <string>
#include <string_view>
#include <vector>

namespace writ::analysis {

/// A few short texts that most likely match a pattern in the syntax of RE2; the caller tries them.
std::vector<std::string> samples_of(std::string_view pattern);

}  // namespace writ::analysis
