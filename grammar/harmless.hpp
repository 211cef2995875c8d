#pragma once
// Text of others in what a terminal shows: facts, messages and names may hold anything.

#include <string>
#include <string_view>

namespace writ {

/// Control characters could do anything to a terminal, and those of direction show a text as another: a replacement
/// character stands for each. Newlines stay.
std::string harmless(std::string_view text);

/// The same for a place that has one line: a blank stands for each newline.
std::string harmless_line(std::string_view text);

}  // namespace writ
