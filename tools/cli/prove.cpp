// writ prove: show of all facts what rules can and cannot come to.

#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>

#include "engine/api/rule_files.hpp"
#include "tools/cli/asked.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/limit_option.hpp"
#include "tools/cli/lint_settings.hpp"
#include "tools/cli/proof_options.hpp"
#include "tools/cli/prove_report.hpp"

namespace writ::cli {
namespace {

struct Options {
  std::vector<std::string> paths, decisions, invariants, asked, always, parameters;
  AskedProof proof;
  Limits limits;
  std::string scope;
  AskedSettings settings;
  ProveOutput output;
};

constexpr const char* footer = R"(
PATH is a rule file, or a directory that is walked for *.writ. Of every decision: whether each rule can apply, can win
and makes a difference, whether two rules of one value can apply together, and for which facts it is undetermined; and
whether each invariant holds. With --ask or --always only that is asked, unless --decision or --invariant say more.
Lists are looked at up to a length, which is shown. Every example was decided as `writ eval` decides it.

examples:
  writ prove rules
  writ prove rules --decision send_card --verbose
  writ prove rules --ask 'send_card is permitted and agreed_card is present'
  writ prove rules --always 'sent_cards >= 3 implies send_card is forbidden' --bound order.cards=5
  writ prove rules --emit-tests found_test.writ

exit status: 0 nothing was found, 1 something cannot be read or written, 2 wrong usage, 3 errors in rule files, something
was found, or with --require-proof something could not be decided
)";

bool declare(Options& options, const Arguments& arguments, int& code) {
  CLI::App app("Shows of all facts what rules can and cannot come to.", "writ prove");
  app.footer(footer);
  app.add_option("PATH", options.paths, "rule files, or directories of them")->required()->type_name("");
  const auto repeated = [&](const char* name, std::vector<std::string>& values, const char* help, const char* type) {
    return app.add_option(name, values, help)->allow_extra_args(false)->type_name(type);
  };
  repeated("--decision,-d", options.decisions, "these decisions alone", "NAME[,NAME]")->delimiter(',');
  repeated("--invariant", options.invariants, "these invariants alone", "NAME[,NAME]")->delimiter(',');
  repeated("--ask", options.asked, "find facts for which this holds", "EXPR");
  repeated("--always", options.always, "prove that this holds for all facts, or find some for which it does not",
           "EXPR");
  app.add_option("--policy", options.scope, "whose names --ask and --always use, where that is in doubt")
      ->type_name("NAME");
  declare_proof(app, options.proof);
  declare_limit(app, options.limits);
  declare_parameters(app, options.parameters);
  app.add_option("--config", options.settings.config, "this file in place of the nearest writ.toml")->type_name("FILE");
  declare_output(app, options.output);
  return parse_arguments(app, arguments, code);
}

/// What of the model is asked about: what is named, else everything, else only the questions.
bool choose(const Options& options, const model::Model& model, analysis::ProveOptions& wanted) {
  const std::size_t questions = options.asked.size() + options.always.size();
  const auto written = static_cast<std::uint32_t>(model.invariants.size() - questions);
  for (std::uint32_t i = 0; i < questions; ++i) wanted.questions.push_back({written + i, i >= options.asked.size()});
  for (const std::string& name : options.decisions) {
    const FoundDecision found = find_decision(model, name);
    if (found.decision == model::none) {
      say_error(found.problem, found.help);
      return false;
    }
    wanted.decisions.push_back(found.decision);
  }
  for (const std::string& name : options.invariants) {
    const std::size_t before = wanted.invariants.size();
    std::vector<std::string_view> names;
    for (std::uint32_t i = 0; i < written; ++i) {
      const model::Invariant& invariant = model.invariants[i];
      names.push_back(invariant.name);
      const std::string full = model.files[invariant.file].name + "." + invariant.name;
      if (name == invariant.name || name == full) wanted.invariants.push_back(i);
    }
    if (wanted.invariants.size() > before) continue;
    const auto near = near_miss(name, names);
    std::string help = near ? fmt::format("did you mean `{}`?", *near) : std::string();
    if (!near && names.empty()) help = "the policies have no invariants";
    if (!near && !names.empty()) help = fmt::format("the invariants are {}", fmt::join(names, ", "));
    say_error("there is no invariant `" + name + "`", help);
    return false;
  }
  if (!wanted.decisions.empty() || !wanted.invariants.empty() || questions > 0) return true;
  for (const model::DecisionId decision : model.order) wanted.decisions.push_back(decision);
  for (std::uint32_t i = 0; i < written; ++i) wanted.invariants.push_back(i);
  return true;
}

std::optional<Loaded> load_with_questions(const Options& options, int& code) {
  std::vector<ParameterText> parameters;
  code = exit_usage;
  if (!split_parameters(options.parameters, parameters)) return std::nullopt;
  RuleFiles rules = read_rule_files(options.paths, SavedPrograms::refused, options.limits);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    code = exit_io;
    return std::nullopt;
  }
  std::vector<QuestionText> questions;
  for (const std::string& text : options.asked) questions.push_back({"--ask", text, options.scope});
  for (const std::string& text : options.always) questions.push_back({"--always", text, options.scope});
  const std::size_t rule_files = rules.texts.size();
  Loaded loaded = load(std::move(rules.texts), parameters, questions, options.limits);
  show_diagnostics(loaded);
  if (loaded.model != nullptr) return loaded;
  const bool only_options = std::ranges::all_of(loaded.diagnostics, [&](const Diagnostic& diagnostic) {
    return severity(diagnostic.code) != Severity::error || diagnostic.place.file >= rule_files;
  });
  if (!only_options) code = exit_diagnostics;
  return std::nullopt;
}

}  // namespace

int prove(const Arguments& arguments) {
  Options options;
  int code = exit_done;
  if (!declare(options, arguments, code)) return code;
  analysis::ProveOptions wanted;
  if (!read_proof(options.proof, wanted.bounds, wanted.limits)) return exit_usage;
  const auto settings = read_settings(options.settings, options.paths.front(), code);
  if (!settings) return code;
  const auto loaded = load_with_questions(options, code);
  if (!loaded) return code;
  if (!choose(options, *loaded->model, wanted) || !know_lists(*loaded->model, wanted.bounds)) return exit_usage;
  const auto program = compile(loaded->model, {.trace = false, .tests = true});
  if (program == nullptr) {
    say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
    return exit_diagnostics;
  }
  wanted.information = options.output.verbose || options.output.format == "json";
  wanted.all_witnesses =
      options.output.verbose && (options.output.format == "json" || !options.output.witnesses.empty());
  const bool shows_progress = isatty(STDERR_FILENO) != 0;
  if (shows_progress) {
    wanted.progress = [](const std::string& about) {
      std::fputs(fmt::format("\r\033[K{}", about).c_str(), stderr);
      std::fflush(stderr);
    };
  }
  const auto begin = std::chrono::steady_clock::now();
  const analysis::Proof proof = analysis::prove(program, wanted);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  if (shows_progress) std::fputs("\r\033[K", stderr);
  const bool whole = options.decisions.empty() && options.invariants.empty() && wanted.questions.empty();
  return report_proof({*loaded, settings->settings, program, proof, taken.count(), whole}, options.output);
}

}  // namespace writ::cli
