#pragma once
// What is wrong with rule files, on the terminal.

#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "grammar/told.hpp"

namespace writ::cli {

/// "2 errors, 1 warning"; "no problems".
std::string counted(const Diagnostics& diagnostics);

/// Reads and checks rule files for a command that needs them to be right. Nothing where they cannot be read or have
/// errors; that is then told, with an exit code in `code`.
std::optional<Loaded> load_right(const std::vector<std::string>& paths, const Limits& limits, int& code);

/// As many diagnostics as the limit lets show, and for each file that has more, one without an id that says how many.
std::vector<Told> told_within(const Limits& limits, const Diagnostics& diagnostics);

/// The same as people read them.
std::string shown(const Diagnostics& diagnostics, const SourceSet& sources, const Limits& limits, bool colour);

/// The diagnostics on standard error, coloured where that is a terminal, and a line that counts them; nothing where
/// there is none.
void show_diagnostics(const Diagnostics& diagnostics, const SourceSet& sources, const Limits& limits);
void show_diagnostics(const Loaded& loaded);

}  // namespace writ::cli
