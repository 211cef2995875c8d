#include "tools/cli/command.hpp"

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "grammar/diagnostic.hpp"
#include "grammar/harmless.hpp"
#include "tools/cli/help_forms.hpp"
#include "tools/cli/io.hpp"

namespace writ::cli {

namespace {

/// CLI11 tells of a missing option before it tells of a misspelt one.
bool knows_options(CLI::App& app, const Arguments& arguments) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (argument == "--") break;
    if (!name.starts_with("--") || std::ranges::find(names, name) != names.end()) continue;
    const auto near = near_miss(name, std::vector<std::string_view>(names.begin(), names.end()));
    say_error("there is no option `" + name + "`", near ? "did you mean `" + std::string(*near) + "`?"
                                                        : "`" + app.get_name() + " --help` says what there is");
    return false;
  }
  return true;
}

}  // namespace

bool parse_arguments(CLI::App& app, const Arguments& arguments, int& code) {
  if (const auto form = arguments.size() == 1 ? help_form(arguments.front()) : std::nullopt) {
    code = print(help_in_form(help_of(app), *form));
    return false;
  }
  if (!knows_options(app, arguments)) {
    code = exit_usage;
    return false;
  }
  try {
    app.parse(Arguments(arguments.rbegin(), arguments.rend()));  // CLI11 takes them last first.
    return true;
  } catch (const CLI::CallForHelp&) {
    code = print(app.help());
  } catch (const CLI::ParseError& mistake) {
    say_error(mistake.what(), "`" + app.get_name() + " --help` says what there is");
    code = exit_usage;
  }
  return false;
}

void say_error(std::string_view message, std::string_view help) {
  std::string text = "error: ";
  text.append(harmless(message)).append("\n");
  if (!help.empty()) text.append("  = help: ").append(harmless(help)).append("\n");
  std::fputs(text.c_str(), stderr);
}

}  // namespace writ::cli
