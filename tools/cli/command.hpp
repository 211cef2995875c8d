#pragma once
// What every subcommand is, and the words and numbers that they share.

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace writ::cli {

/// How the program ends.
enum ExitCode : int {
  exit_done = 0,
  exit_io = 1,           ///< Something could not be read or written.
  exit_usage = 2,        ///< The command line makes no sense.
  exit_diagnostics = 3,  ///< The rule files have errors, or records were rejected.
  exit_negative = 4,     ///< With --exit-decision: a decision that says no.
  exit_failed = 4,       ///< Of tests: one failed, or too many mutants live.
  exit_uncovered = 5,    ///< Of tests: the coverage is below its gate.
};

using Arguments = std::vector<std::string>;

struct Command {
  std::string_view name, summary;
  int (*run)(const Arguments& arguments);
};

int build(const Arguments& arguments);
int check(const Arguments& arguments);
int diff(const Arguments& arguments);
int fmt(const Arguments& arguments);
int lint(const Arguments& arguments);
int prove(const Arguments& arguments);
int eval(const Arguments& arguments);
int explain(const Arguments& arguments);
int test(const Arguments& arguments);
int timeline(const Arguments& arguments);
int trace(const Arguments& arguments);
int doc(const Arguments& arguments);

/// Parses; where that ends the command (help, or a mistake that is then told), gives the exit code in `code`.
bool parse_arguments(CLI::App& app, const Arguments& arguments, int& code);

/// `error: …`, with a help line where there is one, on standard error.
void say_error(std::string_view message, std::string_view help = {});

}  // namespace writ::cli
