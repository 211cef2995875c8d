#pragma once
// What the forms for programs have in common.

#include <string>
#include <string_view>

#include "grammar/told.hpp"

namespace writ {

/// A JSON string, quotes and all.
std::string quoted(std::string_view text);
/// The message and a line of help each.
std::string with_help(const Told& told);

}  // namespace writ
