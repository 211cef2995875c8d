// writ test: run the tests that rule files hold.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/facts/write_json.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/testing/test_report.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string filter;
  bool fail_fast = false, list = false, verbose = false;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ: rules and their tests together.

examples:
  writ test rules
  writ test rules --filter "third card"

exit status: 0 every test passed, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files,
4 a test failed
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Runs the tests that rule files hold.", "writ test");
  app.footer(footer);
  app.add_option("paths", options.paths, "rule files, or directories of them")->required()->type_name("PATH");
  app.add_option("--filter,-f", options.filter, "only tests whose title or file has this in it")->type_name("TEXT");
  app.add_flag("--fail-fast", options.fail_fast, "stop after the first test that fails");
  app.add_flag("--list", options.list, "name the tests and run none");
  app.add_flag("--verbose,-v", options.verbose, "name the tests that pass too");
  return parse_arguments(app, arguments, code);
}

/// False, and told, where there is nothing to run.
bool found_any(const Loaded& loaded, const Options& options) {
  if (loaded.model->tests.empty()) {
    say_error("there are no tests in these files", "a test begins with `test \"what it shows\"`");
    return false;
  }
  if (!testing::tests_that_match(loaded, options.filter).empty()) return true;
  say_error("no test matches `" + options.filter + "`", "`writ test --list` names the tests and their files");
  return false;
}

std::string listed(const Loaded& loaded, const Options& options) {
  std::string text;
  for (const std::uint32_t test : testing::tests_that_match(loaded, options.filter)) {
    const model::Test& declared = loaded.model->tests[test];
    text += place_of(*loaded.sources, declared.span) + "  " + declared.title + "\n";
  }
  return text;
}

}  // namespace

int test(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  RuleFiles rules = read_rule_files(options.paths);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    return exit_io;
  }
  const Loaded loaded = load(std::move(rules.texts));
  show_diagnostics(loaded);
  if (loaded.model == nullptr) return exit_diagnostics;
  if (!found_any(loaded, options)) return exit_usage;
  if (options.list) return print(listed(loaded, options));

  const testing::TestRun run = testing::run_tests(
      loaded, {.filter = options.filter, .fail_fast = options.fail_fast, .observer = {}, .limits = {}});
  if (run.too_large) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return exit_diagnostics;
  }
  const int printed = print(testing::text_report(run, {isatty(STDOUT_FILENO) == 1, options.verbose}));
  if (printed != exit_done) return printed;
  return run.failed() > 0 ? exit_failed : exit_done;
}

}  // namespace writ::cli
