#pragma once
// The help of a command in other forms, made of the same declarations: `--help=man` prints a man page, and
// `--help=bash`, `zsh` and `fish` what completes a command line. The package installs what they print.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cli/command.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

enum class HelpForm : std::uint8_t { man, bash, zsh, fish };

/// The form of an argument `--help=FORM`, where it is one.
std::optional<HelpForm> help_form(std::string_view argument);

struct OptionHelp {
  std::vector<std::string> names;  ///< `-f`, `--filter`; of a positional its one name.
  std::string value;               ///< What it takes, in words: FILE, `text|json`; empty of a flag.
  bool value_may_lack = false;     ///< It is given as `--coverage=html`, or not at all.
  bool required = false, repeats = false;
  std::string text;

  /// Where the value is one of some words: those.
  std::vector<std::string> choices() const;
};

struct CommandHelp {
  std::string name;     ///< `check`
  std::string summary;  ///< A sentence.
  std::vector<OptionHelp> options, positionals;
  std::string footer;  ///< Paragraphs, `examples:` and `exit status:`.
};

CommandHelp help_of(const CLI::App& app);

/// The man page of a command, or the part of a completion that is about it.
std::string help_in_form(const CommandHelp& help, HelpForm form);

/// What stands before and behind the parts of the commands.
std::string completion_begin(std::span<const Command> commands, HelpForm form);
std::string completion_end(std::span<const Command> commands, HelpForm form);

}  // namespace writ::cli
