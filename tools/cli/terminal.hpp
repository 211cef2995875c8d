#pragma once
// What the place where text goes can show.

#include <cstddef>

namespace writ::cli {

/// How wide the terminal is: COLUMNS, else what it says, from 24 to 400; 80 where the file is none.
std::size_t terminal_columns(int file);

/// Whether text there may be coloured: it is a terminal, and NO_COLOR is not set.
bool may_colour(int file);

}  // namespace writ::cli
