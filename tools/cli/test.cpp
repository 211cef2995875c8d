// writ test: run the tests that rule files hold.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/facts/write_json.hpp"
#include "grammar/harmless.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/test_boundaries.hpp"
#include "tools/cli/test_coverage.hpp"
#include "tools/cli/test_mutate.hpp"
#include "tools/cli/watch.hpp"
#include "tools/cli/write_file.hpp"
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
  Limits limits;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ: rules and their tests together.
A page or tracefile of the coverage goes to standard output, and the report of the tests to standard error. With `-o`
the coverage goes to that file, and the report of the tests to standard output; without --coverage it takes the report.

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

/// False, and told, where one option makes another mean nothing.
bool agree(const Options& options) {
  const auto refused = [](const std::string& message, const std::string& help) {
    say_error(message, help);
    return false;
  };
  std::vector<std::string> modes;
  if (options.list) modes.emplace_back("--list");
  if (options.mutate.wanted) modes.emplace_back("--mutate");
  if (options.boundaries) modes.emplace_back("--boundaries");
  const std::string measured = !options.coverage.format.empty() ? "--coverage" : "--threshold";
  if (options.coverage.wanted()) modes.push_back(measured);
  if (modes.size() > 1) {
    return refused("`" + modes[0] + "` and `" + modes[1] + "` cannot go together", "run the tests once for each");
  }
  const bool runs = modes.empty() || options.coverage.wanted();
  for (const auto& [given, name] : {std::pair(options.fail_fast, "--fail-fast"), {options.verbose, "--verbose"}}) {
    if (given && !runs) return refused("`" + modes[0] + "` has no use for `" + name + "`", "leave one of them out");
  }
  const bool is_text = options.format == "text";
  if (!is_text && !runs && !(options.mutate.wanted && options.format == "json")) {
    return refused("`" + modes[0] + "` is not written as " + options.format,
                   options.mutate.wanted ? "`--format text` and `--format json` are" : "leave `--format` out");
  }
  if (!is_text && options.coverage.format == "text" && options.coverage.output.empty()) {
    return refused("the report is " + options.format + ", and the coverage would stand behind it as text",
                   "give the coverage a file, `-o coverage.txt`, or another form, `--coverage=json`");
  }
  return options.boundaries || may_replace(options.coverage.output);
}

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Runs the tests that rule files hold.", "writ test");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->required()->type_name("");
  app.add_option("--filter,-f", options.filter, "only tests whose title or file has this in it")->type_name("TEXT");
  app.add_option("--format", options.format, "text: for people; json: one object; junit: XML; tap: version 14")
      ->check(CLI::IsMember({"text", "json", "junit", "tap"}).description(""))
      ->type_name("text|json|junit|tap");
  declare_coverage(app, options.coverage);
  declare_mutate(app, options.mutate);
  app.add_flag("--boundaries", options.boundaries,
               "write the tests that are missing just before, at and just after each window and count");
  app.add_option("--output,-o", options.coverage.output, "where the report, --coverage or --boundaries writes")
      ->type_name("FILE");
  app.add_flag("--watch,-w", options.watch, "run again whenever a file changes");
  app.add_flag("--fail-fast", options.fail_fast, "stop after the first test that fails");
  app.add_flag("--list", options.list, "name the tests and run none");
  app.add_flag("--verbose,-v", options.verbose, "name the tests that pass too, and open definitions where one fails");
  declare_limit(app, options.limits);
  if (!parse_arguments(app, arguments, code)) return false;
  if (agree(options)) return true;
  code = exit_usage;
  return false;
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
    text += harmless_line(place_of(*loaded.sources, declared.span)) + "  " + harmless_line(declared.title) + "\n";
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
  if (options.coverage.format.empty() && !options.coverage.output.empty()) {
    return write_to(options.coverage.output, report(run, options, false));
  }
  const bool aside = options.coverage.fills_output();
  const std::string text = report(run, options, may_colour(aside ? STDERR_FILENO : STDOUT_FILENO));
  if (!aside) return print(text);
  return std::fputs(text.c_str(), stderr) < 0 ? exit_io : exit_done;
}

int run_once(const Options& options, const Thresholds& thresholds, const Stopped& stopped) {
  RuleFiles rules = read_rule_files(options.paths, SavedPrograms::refused, options.limits);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    return exit_io;
  }
  std::vector<NamedText> texts;
  if (options.mutate.wanted) texts = rules.texts;
  const Loaded loaded = load(std::move(rules.texts), {}, {}, options.limits);
  show_diagnostics(loaded);
  if (loaded.model == nullptr) return exit_diagnostics;
  if (!found_any(loaded, options)) return exit_usage;
  if (options.list) return write_to(options.coverage.output, listed(loaded, options));
  if (options.boundaries) return write_boundaries(loaded, options.filter, options.coverage.output);

  if (options.mutate.wanted) {
    return run_mutants(texts, loaded, {options.filter, options.format, options.coverage.output, stopped},
                       options.mutate);
  }

  testing::RunOptions wanted;
  wanted.filter = options.filter;
  wanted.fail_fast = options.fail_fast;
  wanted.stopped = stopped;
  wanted.unfold = options.verbose ? 2 : 0;
  std::optional<testing::Coverage> coverage;
  if (options.coverage.wanted()) {
    coverage.emplace(loaded);
    wanted.observer = [&](const testing::Observation& seen) { coverage->add(seen); };
  }
  const testing::TestRun run = testing::run_tests(loaded, std::move(wanted));
  if (run.too_large) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return exit_diagnostics;
  }
  if (stopped && stopped()) return exit_failed;  // Half a report would mislead.
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
  const auto once = [&](const Stopped& stopped) { return run_once(options, *thresholds, stopped); };
  return options.watch ? watch(options.paths, once) : once({});
}

}  // namespace writ::cli
