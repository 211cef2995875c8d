#pragma once
// What is wrong with rule files, on the terminal.

#include "engine/api/load.hpp"

namespace writ::cli {

/// Every diagnostic as text on standard error, coloured where that is a terminal, and a line that counts them.
void show_diagnostics(const Loaded& loaded);

}  // namespace writ::cli
