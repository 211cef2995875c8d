#pragma once
// What a change of a text is, as `patch` reads it.

#include <string>
#include <string_view>

namespace writ::cli {

/// A unified diff with three lines around each change, the file named `a/NAME` and `b/NAME`; empty where nothing
/// differs. Coloured for a terminal where asked.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after, bool colour = false);

}  // namespace writ::cli
