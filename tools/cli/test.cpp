// writ test: run the tests that rule files hold.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/facts/write_json.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/test_boundaries.hpp"
#include "tools/cli/test_coverage.hpp"
#include "tools/cli/test_mutate.hpp"
#include "tools/cli/watch.hpp"
#include "tools/testing/test_report.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string filter, format = "text";
  CoverageOptions coverage;
  MutateOptions mutate;
  bool boundaries = false;
  bool watch = false, fail_fast = false, list = false, verbose = false;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ: rules and their tests together.
A page or tracefile of the coverage goes to standard output, and the report of the tests to standard error.

examples:
  writ test rules
  writ test rules --filter "third card" --watch
  writ test rules --coverage --threshold 95
  writ test rules --coverage=html > coverage.html
  writ test rules --boundaries -o written/
  writ test rules --format junit > tests.xml
  writ test rules --mutate --policy negotiated_shipping --max-alive 5

exit status: 0 every test passed, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files,
4 a test failed or too many mutants live, 5 the coverage is below its threshold
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Runs the tests that rule files hold.", "writ test");
  app.footer(footer);
  app.add_option("paths", options.paths, "rule files, or directories of them")->required()->type_name("PATH");
  app.add_option("--filter,-f", options.filter, "only tests whose title or file has this in it")->type_name("TEXT");
  app.add_option("--format", options.format, "text: for people; json: one object; junit: XML; tap: version 14")
      ->check(CLI::IsMember({"text", "json", "junit", "tap"}).description(""))
      ->type_name("text|json|junit|tap");
  declare_coverage(app, options.coverage);
  declare_mutate(app, options.mutate);
  app.add_flag("--boundaries", options.boundaries,
               "write the tests that are missing just before, at and just after each window and count");
  app.add_option("--output,-o", options.coverage.output, "where --coverage or --boundaries writes")->type_name("FILE");
  app.add_flag("--watch,-w", options.watch, "run again whenever a file changes");
  app.add_flag("--fail-fast", options.fail_fast, "stop after the first test that fails");
  app.add_flag("--list", options.list, "name the tests and run none");
  app.add_flag("--verbose,-v", options.verbose, "name the tests that pass too, and open definitions where one fails");
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

std::string report(const testing::TestRun& run, const Options& options, bool colour) {
  if (options.format == "json") return testing::json_report(run);
  if (options.format == "junit") return testing::junit_report(run);
  if (options.format == "tap") return testing::tap_report(run);
  return testing::text_report(run, {colour, options.verbose});
}

/// A page or tracefile of the coverage fills standard output alone.
int print_report(const testing::TestRun& run, const Options& options) {
  const bool aside = options.coverage.fills_output();
  const std::string text = report(run, options, may_colour(aside ? STDERR_FILENO : STDOUT_FILENO));
  if (!aside) return print(text);
  return std::fputs(text.c_str(), stderr) < 0 ? exit_io : exit_done;
}

int run_once(const Options& options, const Thresholds& thresholds) {
  RuleFiles rules = read_rule_files(options.paths);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    return exit_io;
  }
  std::vector<NamedText> texts;
  if (options.mutate.wanted) texts = rules.texts;
  const Loaded loaded = load(std::move(rules.texts));
  show_diagnostics(loaded);
  if (loaded.model == nullptr) return exit_diagnostics;
  if (!found_any(loaded, options)) return exit_usage;
  if (options.list) return print(listed(loaded, options));
  if (options.boundaries) return write_boundaries(loaded, options.filter, options.coverage.output);

  if (options.mutate.wanted) return run_mutants(texts, loaded, options.filter, options.format, options.mutate);

  testing::RunOptions wanted;
  wanted.filter = options.filter;
  wanted.fail_fast = options.fail_fast;
  wanted.unfold = options.verbose ? 2 : 0;
  std::optional<testing::Coverage> coverage;
  if (options.coverage.wanted()) {
    coverage.emplace(loaded);
    wanted.observer = [&](const testing::Observation& seen) { coverage->add(seen.machine.trace(), seen.test); };
  }
  const testing::TestRun run = testing::run_tests(loaded, std::move(wanted));
  if (run.too_large) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return exit_diagnostics;
  }
  const int printed = print_report(run, options);
  if (printed != exit_done) return printed;
  const int covered = coverage ? report_coverage(*coverage, loaded, options.coverage, thresholds) : exit_done;
  return run.failed() > 0 ? exit_failed : covered;
}

}  // namespace

int test(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  const auto thresholds = read_thresholds(options.coverage.threshold);
  if (!thresholds) return exit_usage;
  const auto once = [&] { return run_once(options, *thresholds); };
  return options.watch ? watch(options.paths, once) : once();
}

}  // namespace writ::cli
