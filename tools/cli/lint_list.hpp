#pragma once
// What lints there are.

#include <string>

#include "tools/lint/settings.hpp"

namespace writ::cli {

/// A line each, with the level that the settings give it; as text, or as JSON.
std::string list_of_lints(const lint::Settings& settings, bool json);

/// One of them in full: what it finds, its level, and its options with what they are set to.
std::string about_lint(lint::Lint lint, const lint::Settings& settings);

}  // namespace writ::cli
