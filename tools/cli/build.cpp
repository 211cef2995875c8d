// writ build: check and compile once, and save the program.

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/saved/saved_program.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/write_file.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string output;
  bool check = false;
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ. All files are checked together: they may use each other.
The rule files are in the program, as they are. eval, explain, timeline and diff take it as --policy: it decides as they
do, and eval and timeline are ready at once. The same version of Writ reads it, on the same kind of machine; another one
refuses it. Take saved programs from where you would take programs from; `--check` shows that one is nothing but its rule
files, saved.

examples:
  writ build -o card.writc rules
  writ eval --policy card.writc --decision send_card orders.ndjson
  writ build --check -o card.writc rules
  writ build --check -o card.writc

exit status: 0 done, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files, 4 with --check when
FILE is another program
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Saves rule files as a program that is ready at once.", "writ build");
  app.footer(footer);
  app.add_option("-o,--output", options.output, "the file to write; - is standard output")
      ->required()
      ->type_name("FILE");
  app.add_flag("--check", options.check,
               "write nothing: compare FILE with what the rule files give, or those in it where no PATH is named");
  declare_limit(app, options.limits);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->type_name("");
  if (!parse_arguments(app, arguments, code)) return false;
  if (!options.paths.empty()) return true;
  if (options.check) {
    options.paths.push_back(options.output);
    return true;
  }
  say_error("no rule files are named", "`writ build --help` says what there is");
  code = exit_usage;
  return false;
}

/// Whether the file is this program.
int compare(const std::string& path, std::string_view program) {
  const SavedBytes there = SavedBytes::open(path);
  if (there.view().empty()) {
    say_error(path + " is no saved program, or cannot be read");
    return exit_io;
  }
  if (there.view() == program) return exit_done;
  say_error(path + " is another program", "build it again, or find out where it comes from");
  return exit_failed;
}

}  // namespace

int build(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  if (!options.check && !may_replace(options.output)) return exit_usage;
  const auto loaded = load_right(options.paths, options.limits, code);
  if (!loaded) return code;
  const auto program = saved::save(loaded->model, *loaded->sources);
  if (!program) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return exit_diagnostics;
  }
  return options.check ? compare(options.output, *program) : write_to(options.output, *program);
}

}  // namespace writ::cli
