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

/// Every diagnostic on standard error as people read it, coloured where that is a terminal, and a line that counts
/// them; nothing where there is none.
void show_diagnostics(const Loaded& loaded);

}  // namespace writ::cli
