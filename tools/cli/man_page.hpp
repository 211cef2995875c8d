#pragma once
// Help as man pages, in the macros of man(7).

#include <span>
#include <string>
#include <string_view>

#include "tools/cli/help_forms.hpp"

namespace writ::cli {

std::string man_page(const CommandHelp& help);
/// Of the program.
std::string man_page(std::span<const Command> commands, std::string_view summary, std::string_view footer);

}  // namespace writ::cli
