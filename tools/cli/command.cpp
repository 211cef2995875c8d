#include "tools/cli/command.hpp"

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

namespace writ::cli {

bool parse_arguments(CLI::App& app, const Arguments& arguments, int& code) {
  try {
    app.parse(Arguments(arguments.rbegin(), arguments.rend()));  // CLI11 takes them last first.
    return true;
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);
    code = std::fflush(stdout) == 0 ? exit_done : exit_io;
  } catch (const CLI::ParseError& mistake) {
    say_error(mistake.what(), "`" + app.get_name() + " --help` says what there is");
    code = exit_usage;
  }
  return false;
}

void say_error(std::string_view message, std::string_view help) {
  std::string text = "error: ";
  text.append(message).append("\n");
  if (!help.empty()) text.append("  = help: ").append(help).append("\n");
  std::fputs(text.c_str(), stderr);
}

}  // namespace writ::cli
