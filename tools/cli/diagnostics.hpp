#pragma once
// What is wrong with rule files, on the terminal.

#include <string>

#include "engine/api/load.hpp"

namespace writ::cli {

/// "2 errors, 1 warning"; "no problems".
std::string counted(const Diagnostics& diagnostics);

/// Every diagnostic on standard error as people read it, coloured where that is a terminal, and a line that counts
/// them; nothing where there is none.
void show_diagnostics(const Loaded& loaded);

}  // namespace writ::cli
