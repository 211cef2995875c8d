#pragma once
// What is wrong with rule files, on the terminal.

#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"

namespace writ::cli {

/// "2 errors, 1 warning"; "no problems".
std::string counted(const Diagnostics& diagnostics);

/// Reads and checks rule files for a command that needs them to be right. Nothing where they cannot be read or have
/// errors; that is then told, with an exit code in `code`.
std::optional<Loaded> load_right(const std::vector<std::string>& paths, int& code);

/// The diagnostics as people read them; where there are more than the limit lets show, a line says how many more.
std::string shown(const Loaded& loaded, const Limits& limits, bool colour);

/// The diagnostics on standard error, coloured where that is a terminal, and a line that counts them; nothing where
/// there is none.
void show_diagnostics(const Loaded& loaded, const Limits& limits = {});

}  // namespace writ::cli
