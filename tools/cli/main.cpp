// The program `writ`: a table of subcommands, one file each.

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "engine/value/time/zone.hpp"
#include "grammar/diagnostic.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/help_forms.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/man_page.hpp"
#include "tools/cli/memory.hpp"

namespace writ::cli {
namespace {

constexpr std::array commands{
    Command{"check", "check rule files and show what is wrong with them", check},
    Command{"build", "save rule files as a program that is ready at once", build},
    Command{"fmt", "write rule files in their one canonical form", fmt},
    Command{"lint", "find what rule files hardly mean, and mend what can be", lint},
    Command{"prove", "show of all facts what rules can and cannot come to", prove},
    Command{"diff", "show what changed in meaning between two versions of rule files", diff},
    Command{"eval", "decide records of facts, one JSON object a line", eval},
    Command{"explain", "show why decisions came out as they did", explain},
    Command{"test", "run the tests that rule files hold", test},
    Command{"timeline", "show what decisions come to from one time to another", timeline},
    Command{"doc", "write a readable page for each policy", doc},
    Command{"trace", "show each clause of the sources beside its rules and tests", trace},
};

constexpr std::string_view summary = "policies as text, checked before they run, decided with their reasons";

constexpr std::string_view examples = R"(
examples:
  writ check rules
  writ eval --policy rules --decision send_card --lang zh orders.ndjson
  gzip -dc orders.ndjson.gz | writ eval --policy rules --decision send_card,ship_by --id /order/order_id -
  writ test rules --coverage

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files or rejected records,
4 a test failed or a decision said no, 5 the coverage is below its threshold

`writ COMMAND --help` says more about a command.
)";

int help() {
  std::string text = "Writ: " + std::string(summary) + ".\n\nusage: writ COMMAND …\n\n";
  for (const Command& command : commands) {
    text.append("  ").append(command.name).append(10 - command.name.size(), ' ').append(command.summary).append("\n");
  }
  text += "  --version this program's version and that of the tz database\n";
  text += examples;
  return print(text);
}

/// `--help=man`, and completions of all commands.
int help(HelpForm form, const std::string& argument) {
  if (form == HelpForm::man) return print(man_page(commands, summary, examples));
  if (const int code = print(completion_begin(commands, form)); code != exit_done) return code;
  for (const Command& command : commands) {
    if (const int code = command.run({argument}); code != exit_done) return code;
  }
  return print(completion_end(commands, form));
}

int version() {
  return print(std::string("writ ") + WRIT_VERSION + "\ntz database " + time::tz_database_version() + "\n");
}

int unknown(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command& command : commands) names.push_back(command.name);
  const auto near = near_miss(name, names);
  say_error("there is no command `" + std::string(name) + "`",
            near ? "did you mean `writ " + std::string(*near) + "`?" : "`writ --help` says what there is");
  return exit_usage;
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    say_error("a command is missing", "`writ --help` says what there is");
    return exit_usage;
  }
  const bool asks_for_help = words.front() == "--help" || words.front() == "-h" || words.front() == "help";
  if (asks_for_help && words.size() == 1) return help();
  const std::string& name = words[asks_for_help ? 1 : 0];
  const auto* const command = std::ranges::find(commands, name, &Command::name);
  if (command != commands.end())
    return command->run(asks_for_help ? Arguments{"--help"} : Arguments{words.begin() + 1, words.end()});
  if (asks_for_help) return unknown(name);
  if (const auto form = words.size() == 1 ? help_form(name) : std::nullopt) return help(*form, name);
  if (name == "--version" || name == "-V" || name == "version") return version();
  return unknown(name);
}

}  // namespace
}  // namespace writ::cli

int main(int count, char* words[]) {
  writ::cli::be_ready_to_unwind();
  writ::cli::take_large_pages();
  // A reader that goes away is an error of writing, and no sudden end; and so is a file that may not become so large.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return writ::cli::run({words + 1, words + count});
  } catch (const std::bad_alloc&) {
    std::fputs("error: out of memory\n", stderr);
  } catch (const std::exception& unforeseen) {
    writ::cli::say_error(unforeseen.what());
  }
  return writ::cli::exit_io;
}
