#include "writ/policy_set.hpp"

#include "engine/api/batch.hpp"
#include "engine/api/bound_decider.hpp"
#include "engine/api/convert.hpp"
#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/api/set_limit.hpp"
#include "engine/api/shared_policies.hpp"
#include "engine/facts/json_writer.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/saved/saved_program.hpp"
#include "grammar/harmless.hpp"
#include "grammar/limit_help.hpp"

namespace writ {

const char* name(Outcome outcome) {
  switch (outcome) {
    case Outcome::permitted: return "permitted";
    case Outcome::forbidden: return "forbidden";
    case Outcome::referred: return "referred";
    case Outcome::decided: return "decided";
    case Outcome::undetermined: return "undetermined";
    case Outcome::rejected: return "rejected";
  }
  return "";
}

// ---- one question, again and again ------------------------------------------------------------------------------

struct Decider::State {
  State(std::shared_ptr<const Program> compiled, std::shared_ptr<const SourceSet> texts, model::DecisionId id,
        AnswerOptions options)
      : program(std::move(compiled)),
        sources(std::move(texts)),
        decision(id),
        answerer(program, {id}, std::move(options)),
        writer(program, *sources, answerer, {}),
        overridden(overridden_parameters(decision, *program, answerer.machine())) {}

  /// The record with the bytes after it that reading wants.
  const Answer& answer(std::string_view facts, std::optional<time::Instant> now = {}) {
    padded.assign(facts);
    padded.append(json_padding, '\n');
    return answerer.answer(std::string_view(padded).substr(0, facts.size()), now);
  }
  Decision decided(const Answer& answer) const { return to_decision(answer, decision, *program, *sources, overridden); }
  std::string line(const Answer& answer) {
    std::string text;
    writer.append(text, answer);
    text.pop_back();
    return text;
  }

  std::shared_ptr<const Program> program;
  std::shared_ptr<const SourceSet> sources;
  model::DecisionId decision;
  Answerer answerer;
  AnswerWriter writer;
  std::vector<Decision::Parameter> overridden;
  std::string padded;
};

Decider::Decider(std::unique_ptr<State> state) : state_(std::move(state)) {}
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;
Decider::~Decider() = default;

Decision Decider::decide(std::string_view facts) { return state_->decided(state_->answer(facts)); }

Decision Decider::decide(std::string_view facts, Value::Instant now) {
  return state_->decided(state_->answer(facts, now.microseconds));
}

std::string Decider::decide_as_json(std::string_view facts) { return state_->line(state_->answer(facts)); }

std::string Decider::decide_as_json(std::string_view facts, Value::Instant now) {
  return state_->line(state_->answer(facts, now.microseconds));
}

// ---- policies ---------------------------------------------------------------------------------------------------

std::string unknown_decision_line(std::string_view decision, const FoundDecision& found) {
  JsonWriter json;
  json.begin_object();
  json.member("decision", harmless_line(decision));  // It comes from anywhere, and need not be UTF-8.
  json.member("outcome", name(Outcome::undetermined));
  json.name("errors");
  json.begin_list();
  json.begin_object();
  json.member("message", problem_of(found));
  json.end_object();
  json.end_list();
  json.end_object();
  return json.take();
}

Finding plain_error(std::string message, std::string help) {
  Finding finding;
  finding.rendered = "error: " + message + "\n";
  finding.message = std::move(message);
  if (!help.empty()) {
    finding.rendered += "  = help: " + help + "\n";
    finding.help.push_back(std::move(help));
  }
  return finding;
}

PolicySet::PolicySet(std::shared_ptr<const Shared> shared) : shared_(std::move(shared)) {}

PolicySet::Loaded PolicySet::load(std::vector<PolicyText> texts, const std::vector<ParameterValue>& parameters,
                                  const Limits& wanted) {
  const Limits limits = at_most_allowed(wanted);
  std::vector<NamedText> named;
  for (PolicyText& text : texts) named.push_back({std::move(text.name), std::move(text.text)});
  std::vector<ParameterText> values;
  for (const ParameterValue& parameter : parameters) values.push_back({parameter.name, parameter.value});
  const writ::Loaded checked = writ::load(std::move(named), values, {}, limits);
  Loaded loaded;
  for (const Diagnostic& diagnostic : checked.diagnostics) {
    if (loaded.findings.size() == limits.diagnostics) {
      const std::size_t more = checked.diagnostics.size() - loaded.findings.size();
      loaded.findings.push_back(
          plain_error("there are " + std::to_string(more) + " more findings", how_to_raise("diagnostics")));
      break;
    }
    loaded.findings.push_back(to_finding(told(diagnostic), *checked.sources));
  }
  if (checked.model == nullptr) return loaded;
  const auto shared = std::make_shared<Shared>();
  shared->program = compile(checked.model);
  shared->sources = checked.sources;
  shared->limits = limits;
  if (shared->program == nullptr) {
    loaded.findings.push_back(
        plain_error("an expression is too large to be compiled", "take parts of it out into definitions of their own"));
  } else {
    loaded.policies = PolicySet(shared);
  }
  return loaded;
}

PolicySet::Loaded PolicySet::restored(std::string_view bytes, const std::string& name, const Limits& limits) {
  saved::Restored read = saved::restore(bytes);
  if (read.program == nullptr) {
    return {std::nullopt, {plain_error(name + " " + read.problem.message, std::move(read.problem.help))}};
  }
  const auto shared = std::make_shared<Shared>();
  shared->program = std::move(read.program);
  shared->sources = std::move(read.sources);
  shared->limits = at_most_allowed(limits);
  return {PolicySet(shared), {}};
}

PolicySet::Loaded PolicySet::load_saved(const std::string& path, const Limits& limits) {
  const SavedBytes saved = SavedBytes::open(path);
  if (!saved.view().empty()) return restored(saved.view(), path, limits);
  return {std::nullopt, {plain_error(path + " is no saved program, or cannot be read", "`writ build` makes one")}};
}

PolicySet::Loaded PolicySet::load_saved_bytes(std::string_view bytes, const Limits& limits) {
  return restored(bytes, "the program", limits);
}

PolicySet::Loaded PolicySet::load_paths(const std::vector<std::string>& paths,
                                        const std::vector<ParameterValue>& parameters, const Limits& limits) {
  if (paths.size() == 1 && parameters.empty()) {
    const SavedBytes saved = SavedBytes::open(paths.front());
    if (!saved.view().empty()) return restored(saved.view(), paths.front(), limits);
  }
  RuleFiles files = read_rule_files(paths, SavedPrograms::read, at_most_allowed(limits));
  if (!files.error.empty()) return {std::nullopt, {plain_error(std::move(files.error), std::move(files.help))}};
  std::vector<PolicyText> texts;
  for (NamedText& text : files.texts) texts.push_back({std::move(text.name), std::move(text.text)});
  return load(std::move(texts), parameters, limits);
}

std::vector<std::string> PolicySet::decisions() const {
  std::vector<std::string> names;
  for (const model::Decision& decision : shared_->program->model->decisions) names.push_back(decision.name);
  return names;
}

std::optional<Decider> PolicySet::decider(std::string_view decision, const DecideOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return std::nullopt;
  return Decider(std::make_unique<Decider::State>(shared_->program, shared_->sources, found.decision,
                                                  to_answer_options(options, shared_->limits)));
}

std::optional<BatchDecider> PolicySet::batch(std::string_view decision) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return std::nullopt;
  std::shared_ptr<const Program> program = shared_->whole();
  if (program == nullptr) return std::nullopt;
  return batch_decider(std::move(program), shared_->sources, found.decision, {.limits = shared_->limits});
}

bound::Made PolicySet::bind(std::string_view decision, bound::Source facts, const DecideOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  // Its expressions say what a decision reads; and its code, which is never a file's, reads nothing that is absent.
  std::shared_ptr<const Program> program = shared_->whole();
  if (program == nullptr) return {nullptr, {plain_error("the policies cannot be compiled from the saved texts", {})}};
  return make_bound_decider(std::move(program), shared_->sources, found, std::move(facts), options, shared_->limits);
}

template <typename Use>
auto PolicySet::with_decider(std::uint32_t decision, const DecideOptions& options, Use use) const {
  const Shared::Key key{decision, options.now.has_value(), options.strict};
  std::optional<Decider> decider;
  {
    const std::lock_guard lock(shared_->mutex);
    auto& idle = shared_->idle[key];
    if (!idle.empty()) {
      decider = std::move(idle.back());
      idle.pop_back();
    }
  }
  if (!decider) {
    decider = Decider(std::make_unique<Decider::State>(shared_->program, shared_->sources, decision,
                                                       to_answer_options(options, shared_->limits)));
  }
  auto result = use(*decider);
  const std::lock_guard lock(shared_->mutex);
  shared_->idle[key].push_back(std::move(*decider));
  return result;
}

Decision PolicySet::decide(std::string_view decision, std::string_view facts, const DecideOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) {
    Decision none;
    none.decision = decision;
    none.outcome = Outcome::undetermined;
    none.failures.push_back({"", problem_of(found), "", "", ""});
    return none;
  }
  return with_decider(found.decision, options, [&](Decider& decider) {
    return options.now ? decider.decide(facts, *options.now) : decider.decide(facts);
  });
}

std::string PolicySet::decide_as_json(std::string_view decision, std::string_view facts,
                                      const DecideOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return unknown_decision_line(decision, found);
  return with_decider(found.decision, options, [&](Decider& decider) {
    return options.now ? decider.decide_as_json(facts, *options.now) : decider.decide_as_json(facts);
  });
}

}  // namespace writ
