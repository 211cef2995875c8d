#include "tools/cli/help_forms.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "tools/cli/man_page.hpp"

namespace writ::cli {
namespace {

/// Between single quotes of a shell.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      out += "'\\''";
    } else {
      out += letter;
    }
  }
  return out + "'";
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : between).append(word);
  return out;
}

std::string bash_part(const CommandHelp& help) {
  std::string out;
  std::vector<std::string> names;
  const auto row = [&](const std::string& words, const std::vector<std::string>& follow) {
    out += "    " + shell_quoted(words) + ") echo " + shell_quoted(joined(follow, " ")) + " ;;\n";
  };
  for (const OptionHelp& option : help.options) {
    const auto choices = option.choices();
    for (const std::string& name : option.names) {
      if (name.starts_with("--")) names.push_back(name);
      if (!choices.empty()) row(help.name + " " + name, choices);
    }
  }
  row(help.name, names);
  return out;
}

/// In the words of zsh's _arguments.
std::string zsh_option(const OptionHelp& option) {
  std::string told = "[";
  for (const char letter : option.text) {
    if (letter == '[' || letter == ']' || letter == '\\') told += '\\';
    told += letter;
  }
  told += ']';
  std::string value;
  if (!option.value.empty()) {
    const auto choices = option.choices();
    value = (option.value_may_lack ? "::value:" : ":value:") +
            (choices.empty() ? std::string("_files") : "(" + joined(choices, " ") + ")");
  }
  std::string out;
  for (const std::string& name : option.names) {
    std::string_view sign = "";
    if (!option.value.empty()) sign = option.value_may_lack ? "=-" : name.starts_with("--") ? "=" : "+";
    std::string spec = option.repeats ? "*" : "(" + joined(option.names, " ") + ")";
    spec.append(name).append(sign).append(told).append(value);
    out += " \\\n        " + shell_quoted(spec);
  }
  return out;
}

std::string zsh_part(const CommandHelp& help) {
  std::string out = "    " + help.name + ")\n      _arguments";
  for (const OptionHelp& option : help.options) out += zsh_option(option);
  return out + " \\\n        '*:file:_files' ;;\n";
}

std::string fish_part(const CommandHelp& help) {
  std::string out;
  for (const OptionHelp& option : help.options) {
    out += "complete -c writ -n " + shell_quoted("__fish_seen_subcommand_from " + help.name);
    for (const std::string& name : option.names) {
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    const auto choices = option.choices();
    if (!choices.empty() && !option.value_may_lack) {
      out += " -x -a " + shell_quoted(joined(choices, " "));
    } else if (!option.value.empty() && !option.value_may_lack) {
      out += " -r";
    }
    out += " -d " + shell_quoted(option.text) + "\n";
  }
  return out;
}

constexpr std::string_view bash_begin = R"(# Completion of writ for bash. Printed by `writ --help=bash`.

# What may follow: a command, or a command and its option.
_writ_words() {
  case "$1" in
)";

constexpr std::string_view bash_end = R"(  esac
}

_writ() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words
  if [ "$word" = = ]; then # bash takes `--format=json` apart at the sign
    word=
  elif [ "$before" = = ]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$(_writ_words '')
  else
    words=$(_writ_words "${COMP_WORDS[1]} $before")
    [ -n "$words" ] || [ "${word#-}" = "$word" ] || words=$(_writ_words "${COMP_WORDS[1]}")
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _writ writ
)";

constexpr std::string_view zsh_begin = R"(#compdef writ
# Completion of writ for zsh. Printed by `writ --help=zsh`.

_writ() {
  local -a commands=(
)";

constexpr std::string_view zsh_middle = R"(  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
)";

constexpr std::string_view zsh_end = R"(  esac
}

_writ "$@"
)";

}  // namespace

std::optional<HelpForm> help_form(std::string_view argument) {
  if (argument == "--help=man") return HelpForm::man;
  if (argument == "--help=bash") return HelpForm::bash;
  if (argument == "--help=zsh") return HelpForm::zsh;
  if (argument == "--help=fish") return HelpForm::fish;
  return std::nullopt;
}

std::vector<std::string> OptionHelp::choices() const {
  const bool are_words = value.find('|') != std::string::npos &&
                         value.find_first_not_of("abcdefghijklmnopqrstuvwxyz|") == std::string::npos;
  std::vector<std::string> words;
  for (std::size_t begin = 0; are_words && begin < value.size();) {
    const std::size_t end = std::min(value.find('|', begin), value.size());
    words.push_back(value.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

CommandHelp help_of(const CLI::App& app) {
  CommandHelp help{app.get_name(), app.get_description(), {}, {}, app.get_footer()};
  help.name = help.name.substr(help.name.find(' ') + 1);
  for (const CLI::Option* option : app.get_options()) {
    OptionHelp told;
    for (const std::string& name : option->get_snames()) told.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) told.names.push_back("--" + name);
    told.value = option->get_type_name();
    told.value_may_lack = told.value.starts_with("[=");  // A flag that may say more.
    if (told.value_may_lack) told.value = told.value.substr(2, told.value.size() - 3);
    if (option->get_items_expected_max() == 0 && !told.value_may_lack) told.value.clear();
    told.required = option->get_required();
    told.repeats = option->get_items_expected_max() > 1;
    told.text = option == app.get_help_ptr() ? "print a help message and exit" : option->get_description();
    if (!option->get_positional()) {
      help.options.push_back(std::move(told));
      continue;
    }
    told.names = {option->get_name(true)};
    help.positionals.push_back(std::move(told));
  }
  return help;
}

std::string help_in_form(const CommandHelp& help, HelpForm form) {
  switch (form) {
    case HelpForm::man: return man_page(help);
    case HelpForm::bash: return bash_part(help);
    case HelpForm::zsh: return zsh_part(help);
    case HelpForm::fish: return fish_part(help);
  }
  return {};
}

std::string completion_begin(std::span<const Command> commands, HelpForm form) {
  if (form == HelpForm::bash) return std::string(bash_begin);
  if (form == HelpForm::zsh) {
    std::string out(zsh_begin);
    for (const Command& command : commands) {
      out += "    " + shell_quoted(std::string(command.name) + ":" + std::string(command.summary)) + "\n";
    }
    return out + std::string(zsh_middle);
  }
  std::string out = "# Completion of writ for fish. Printed by `writ --help=fish`.\n";
  for (const Command& command : commands) {
    out += "complete -c writ -n __fish_use_subcommand -f -a " + std::string(command.name) + " -d " +
           shell_quoted(command.summary) + "\n";
  }
  return out + "complete -c writ -n __fish_use_subcommand -l help -d 'print a help message and exit'\n" +
         "complete -c writ -n __fish_use_subcommand -l version -d 'print the version and exit'\n";
}

std::string completion_end(std::span<const Command> commands, HelpForm form) {
  if (form == HelpForm::fish) return {};
  if (form == HelpForm::zsh) return std::string(zsh_end);
  std::string names;
  for (const Command& command : commands) names.append(command.name).append(" ");
  return "    '') echo " + shell_quoted(names + "--help --version") + " ;;\n" + std::string(bash_end);
}

}  // namespace writ::cli
