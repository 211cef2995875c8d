#include "tools/cli/test_mutate.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include <CLI/CLI.hpp>

#include "grammar/diagnostic.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/testing/mutation_report.hpp"
#include "tools/testing/test_report.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::cli {

void declare_mutate(CLI::App& app, MutateOptions& options) {
  CLI::Option* mutate = app.add_flag("--mutate", options.wanted,
                                     "change one operator, bound or outcome at a time, and list the changes "
                                     "that no test notices");
  app.add_option("--policy", options.policy, "with --mutate: change this policy or module alone")
      ->needs(mutate)
      ->type_name("NAME");
  app.add_flag("--requirements", options.requirements, "with --mutate: change `require`s, too")->needs(mutate);
  app.add_option("--max-alive", options.most_alive, "with --mutate: fail with status 4 where more go unnoticed")
      ->needs(mutate)
      ->check(CLI::Range(0.0, 100.0).description(""))
      ->type_name("PERCENT");
  app.add_option("--jobs,-j", options.jobs, "with --mutate: how many at once; as many as there are processors")
      ->needs(mutate)
      ->check(CLI::Range(1U, 256U).description(""))
      ->type_name("N");
}

namespace {

/// Mutants mean nothing while tests fail as it is.
bool tests_pass(const Loaded& loaded, const MutateRun& how) {
  testing::RunOptions wanted;
  wanted.filter = how.filter;
  wanted.stopped = how.stopped;
  const testing::TestRun run = testing::run_tests(loaded, std::move(wanted));
  if (run.too_large) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return false;
  }
  if (run.failed() == 0) return true;
  std::fputs(testing::text_report(run, {}).c_str(), stderr);
  say_error("tests fail before anything is changed", "mend them first: mutants are what passing tests do not notice");
  return false;
}

void say_nothing_to_change(const model::Model& model, const std::string& policy) {
  if (policy.empty()) {
    say_error("there is nothing to change",
              "rules, parameters and definitions are changed, and tests and fixtures are not");
    return;
  }
  std::vector<std::string_view> names;
  for (const model::File& file : model.files) names.push_back(file.name);
  if (std::ranges::find(names, policy) != names.end()) {
    say_error("there is nothing to change in `" + policy + "`",
              "rules, parameters and definitions are changed, and tests and fixtures are not");
    return;
  }
  const auto near = near_miss(policy, names);
  say_error("there is no policy or module `" + policy + "`", near ? "did you mean `" + std::string(*near) + "`?" : "");
}

/// A line on a terminal that is written over and over.
class Progress {
 public:
  void operator()(std::size_t done, std::size_t all) {
    const std::size_t percent = done * 100 / all;
    if (percent == shown_ && done != all) return;
    shown_ = percent;
    std::fputs(fmt::format("\r{} of {} mutants ({} %)", done, all, percent).c_str(), stderr);
    if (done == all) std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
  }

 private:
  std::size_t shown_ = 101;
};

}  // namespace

int run_mutants(const std::vector<NamedText>& texts, const Loaded& loaded, const MutateRun& run,
                const MutateOptions& options) {
  if (!tests_pass(loaded, run)) return exit_failed;
  testing::MutationOptions wanted;
  wanted.policy = options.policy;
  wanted.filter = run.filter;
  wanted.stopped = run.stopped;
  wanted.requirements = options.requirements;
  wanted.threads = options.jobs;
  if (isatty(STDERR_FILENO) == 1) wanted.progress = Progress();
  const testing::MutationResult result = testing::mutate(texts, loaded, wanted);
  if (result.stopped) return exit_failed;  // Whoever stopped it wants no report.
  if (result.mutants.empty()) {
    say_nothing_to_change(*loaded.model, options.policy);
    return exit_usage;
  }
  const bool colour = run.output.empty() && may_colour(STDOUT_FILENO);
  const int printed = write_to(
      run.output, run.format == "json" ? testing::mutation_json(result) : testing::mutation_text(result, {colour}));
  if (printed != exit_done || !options.most_alive || result.alive_percent() <= *options.most_alive) return printed;
  say_error(fmt::format("{:.1f} % of the mutants are alive, and at most {:g} % may be", result.alive_percent(),
                        *options.most_alive),
            "write a test that fails with the change, or say on its line why none can: `// mutant: equivalent REASON`");
  return exit_failed;
}

}  // namespace writ::cli
