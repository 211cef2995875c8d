#include "tools/cli/asked.hpp"

#include <algorithm>
#include <set>

#include <CLI/CLI.hpp>

#include "engine/api/rule_files.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/saved/saved_program.hpp"
#include "engine/value/time/format.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/diagnostics.hpp"
#include "tools/cli/limit_option.hpp"

namespace writ::cli {
namespace {

bool find_decisions(const model::Model& model, const std::vector<std::string>& names,
                    std::vector<model::DecisionId>& wanted) {
  for (const std::string& name : names) {
    const FoundDecision found = find_decision(model, name);
    if (found.decision == model::none) {
      say_error(found.problem, found.help);
      return false;
    }
    wanted.push_back(found.decision);
  }
  return true;
}

}  // namespace

bool split_parameters(const std::vector<std::string>& written, std::vector<ParameterText>& parameters) {
  for (const std::string& parameter : written) {
    const auto equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      const bool is_named = equals != 0 && !parameter.empty();
      say_error("`--set " + parameter + (is_named ? "` names no value" : "` names no parameter"),
                "write `--set " + (is_named ? parameter : "card_quota") + "=5`");
      return false;
    }
    parameters.push_back({parameter.substr(0, equals), parameter.substr(equals + 1)});
  }
  return true;
}

void declare_parameters(CLI::App& app, std::vector<std::string>& parameters) {
  app.add_option("--set", parameters, "another value for a parameter")
      ->type_name("PARAMETER=VALUE")
      ->take_all()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void declare_asked(CLI::App& app, Asked& asked) {
  app.add_option("--policy,-p", asked.policies, "rule files, or directories of them; or one saved program")
      ->required()
      ->allow_extra_args(false)
      ->type_name("PATH");
  app.add_option("--decision,-d", asked.decisions, "the decisions wanted; unqualified where that is unambiguous")
      ->required()
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("NAME[,NAME]");
  declare_parameters(app, asked.parameters);
  declare_limit(app, asked.limits);
}

void declare_records(CLI::App& app, AskedRecords& records, const std::string& what_id_does) {
  app.add_flag("--strict", records.strict, "reject records with members that the policy does not know");
  app.add_option("--id", records.id_pointer, what_id_does)
      ->type_name("POINTER")
      ->check(CLI::Validator(
          [](const std::string& pointer) {
            return pointer.starts_with('/') ? std::string() : "a JSON pointer begins with a slash: `/" + pointer + "`";
          },
          ""));
  app.add_option("FILE", records.files, "facts")->required()->type_name("");
}

void declare_width(CLI::App& app, std::size_t& width, std::size_t least) {
  app.add_option("--width", width, "columns of the text; those of the terminal where nothing is said")
      ->type_name("COLUMNS")
      ->check(CLI::Range(least, std::size_t{400}).description(""));
}

namespace {

/// A saved program as it is, where it is one and will do; false, and told, where it cannot be used.
bool take_saved(const std::string& path, const Limits& limits, Ready& ready) {
  const SavedBytes bytes = SavedBytes::open(path);
  if (bytes.view().empty()) return true;
  saved::Restored restored = saved::restore(bytes.view());
  if (restored.program == nullptr) {
    say_error(path + " " + restored.problem.message, restored.problem.help);
    return false;
  }
  ready.loaded.sources = std::move(restored.sources);
  ready.loaded.model = restored.program->model;
  ready.loaded.limits = limits;
  ready.program = std::move(restored.program);
  return true;
}

bool compile_texts(const Asked& asked, const std::vector<ParameterText>& parameters, const CompileOptions& options,
                   Ready& ready, int& code) {
  RuleFiles rules = read_rule_files(asked.policies, SavedPrograms::read, asked.limits);
  if (!rules.error.empty()) {
    say_error(rules.error, rules.help);
    code = exit_io;
    return false;
  }
  const std::size_t rule_files = rules.texts.size();
  ready.loaded = load(std::move(rules.texts), parameters, {}, asked.limits);
  show_diagnostics(ready.loaded);
  // After the rule files come the texts of the command line.
  const bool only_parameters = std::ranges::all_of(ready.loaded.diagnostics, [&](const Diagnostic& diagnostic) {
    return severity(diagnostic.code) != Severity::error || diagnostic.place.file >= rule_files;
  });
  code = only_parameters ? exit_usage : exit_diagnostics;
  if (ready.loaded.model == nullptr) return false;
  ready.program = compile(ready.loaded.model, options);
  if (ready.program != nullptr) return true;
  code = exit_diagnostics;
  say_error("an expression is too large to be compiled", "take parts of it out into definitions of their own");
  return false;
}

}  // namespace

std::optional<Ready> make_ready(const Asked& asked, const CompileOptions& options, Uses uses, int& code) {
  std::vector<ParameterText> parameters;
  if (!split_parameters(asked.parameters, parameters)) {
    code = exit_usage;
    return std::nullopt;
  }
  Ready ready;
  if (uses == Uses::decisions && asked.policies.size() == 1 && parameters.empty() &&
      !take_saved(asked.policies.front(), asked.limits, ready)) {
    code = exit_io;
    return std::nullopt;
  }
  if (ready.program == nullptr && !compile_texts(asked, parameters, options, ready, code)) return std::nullopt;
  if (!find_decisions(*ready.loaded.model, asked.decisions, ready.wanted)) {
    code = exit_usage;
    return std::nullopt;
  }
  code = exit_done;
  return ready;
}

bool has_language(const model::Model& model, const std::string& language) {
  std::set<std::string_view> spoken;
  const auto add = [&](const model::Message& message) {
    for (const model::MessageText& text : message.texts) spoken.insert(text.language);
  };
  for (const model::Requirement& requirement : model.requirements) add(requirement.because);
  for (const model::Decision& decision : model.decisions) {
    for (const model::Rule& rule : decision.rules) {
      if (rule.because) add(*rule.because);
    }
    if (decision.otherwise && decision.otherwise->because) add(*decision.otherwise->because);
  }
  spoken.erase("");  // Those that are in one language do not say which.
  const auto fits = [&](std::string_view each) { return same_tongue(each, language); };
  if (language.empty() || spoken.empty() || std::ranges::any_of(spoken, fits)) return true;
  std::string listed;
  for (const std::string_view each : spoken) listed.append(listed.empty() ? "" : ", ").append(each);
  say_error("no message is in `" + language + "`", "there are: " + listed);
  return false;
}

bool is_document(std::string_view path) { return path.ends_with(".json") || path.ends_with(".json.gz"); }

bool read_instant(std::string_view option, const std::string& written, std::optional<time::Instant>& instant) {
  if (written.empty()) return true;
  instant = time::parse_instant(written);
  if (instant) return true;
  say_error("`" + std::string(option) + " " + written + "` is no instant", "write it as 2025-03-12T10:00:00+08:00");
  return false;
}

}  // namespace writ::cli
