#include "writ/policy_set.hpp"

#include <map>
#include <mutex>
#include <tuple>

#include "engine/api/batch.hpp"
#include "engine/api/bound_decider.hpp"
#include "engine/api/convert.hpp"
#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/explain/why_not.hpp"
#include "engine/facts/write_json.hpp"
#include "engine/saved/saved_program.hpp"

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
        writer(program, *sources, answerer, {}) {}

  /// The record with the bytes after it that reading wants.
  const Answer& answer(std::string_view facts) {
    padded.assign(facts);
    padded.append(json_padding, '\n');
    return answerer.answer(std::string_view(padded).substr(0, facts.size()));
  }

  std::shared_ptr<const Program> program;
  std::shared_ptr<const SourceSet> sources;
  model::DecisionId decision;
  Answerer answerer;
  AnswerWriter writer;
  std::string padded;
};

Decider::Decider(std::unique_ptr<State> state) : state_(std::move(state)) {}
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;
Decider::~Decider() = default;

Decision Decider::decide(std::string_view facts) {
  return to_decision(state_->answer(facts), state_->decision, *state_->program, *state_->sources);
}

Decision Decider::decide(std::string_view facts, Value::Instant now) {
  state_->answerer.set_now(now.microseconds);
  return decide(facts);
}

std::string Decider::decide_as_json(std::string_view facts) {
  std::string line;
  state_->writer.append(line, state_->answer(facts));
  line.pop_back();
  return line;
}

// ---- policies ---------------------------------------------------------------------------------------------------

struct PolicySet::Shared {
  std::shared_ptr<const Program> program;
  std::shared_ptr<const SourceSet> sources;

  /// Deciders that `decide` made and that nobody uses now, by decision, whether the time is given, and strictness.
  using Key = std::tuple<model::DecisionId, bool, bool>;
  mutable std::mutex mutex;
  mutable std::map<Key, std::vector<Decider>> idle;

  /// The same program with its model's expressions, for what looks at more than decisions: one that was saved is
  /// compiled from its texts when that is first asked for. Null where that cannot be.
  std::shared_ptr<const Program> whole() const {
    std::call_once(made_whole_, [this] {
      const auto model = whole_model(program->model, *sources);
      whole_ = model == program->model ? program : model == nullptr ? nullptr : compile(model);
    });
    return whole_;
  }

  /// The same policies, compiled to tell why; made when it is first asked for. Null where that is too large.
  std::shared_ptr<const Program> tracing() const {
    std::call_once(traced_, [this] {
      if (whole() != nullptr) tracing_ = compile(whole()->model, {.trace = true});
    });
    return tracing_;
  }

 private:
  mutable std::once_flag made_whole_, traced_;
  mutable std::shared_ptr<const Program> whole_, tracing_;
};

namespace {

AnswerOptions to_answer_options(const DecideOptions& options) {
  AnswerOptions wanted;
  if (options.now) wanted.now = options.now->microseconds;
  wanted.strict = options.strict;
  return wanted;
}

std::string problem_of(const FoundDecision& found) {
  return found.problem + (found.help.empty() ? "" : ": " + found.help);
}

/// Of a decision that cannot be explained.
Explanation unexplained(std::string_view decision, std::string problem) {
  Explanation::Decided none;
  none.name = decision;
  none.failures.push_back({"", std::move(problem), "", "", ""});
  Explanation explanation;
  explanation.decisions.push_back(std::move(none));
  return explanation;
}

}  // namespace

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

PolicySet::Loaded PolicySet::load(std::vector<PolicyText> texts, const std::vector<ParameterValue>& parameters) {
  std::vector<NamedText> named;
  for (PolicyText& text : texts) named.push_back({std::move(text.name), std::move(text.text)});
  std::vector<ParameterText> values;
  for (const ParameterValue& parameter : parameters) values.push_back({parameter.name, parameter.value});
  const writ::Loaded checked = writ::load(std::move(named), values);
  Loaded loaded;
  for (const Diagnostic& diagnostic : checked.diagnostics) {
    loaded.findings.push_back(to_finding(diagnostic, *checked.sources));
  }
  if (checked.model == nullptr) return loaded;
  const auto shared = std::make_shared<Shared>();
  shared->program = compile(checked.model);
  shared->sources = checked.sources;
  if (shared->program == nullptr) {
    loaded.findings.push_back(
        plain_error("an expression is too large to be compiled", "take parts of it out into definitions of their own"));
  } else {
    loaded.policies = PolicySet(shared);
  }
  return loaded;
}

PolicySet::Loaded PolicySet::restored(std::string_view bytes, const std::string& name) {
  saved::Restored read = saved::restore(bytes);
  if (read.program == nullptr) {
    return {std::nullopt, {plain_error(name + " " + read.problem.message, std::move(read.problem.help))}};
  }
  const auto shared = std::make_shared<Shared>();
  shared->program = std::move(read.program);
  shared->sources = std::move(read.sources);
  return {PolicySet(shared), {}};
}

PolicySet::Loaded PolicySet::load_saved(const std::string& path) {
  const SavedBytes saved = SavedBytes::open(path);
  if (!saved.view().empty()) return restored(saved.view(), path);
  return {std::nullopt, {plain_error(path + " is no saved program, or cannot be read", "`writ build` makes one")}};
}

PolicySet::Loaded PolicySet::load_saved_bytes(std::string_view bytes) { return restored(bytes, "the program"); }

PolicySet::Loaded PolicySet::load_paths(const std::vector<std::string>& paths,
                                        const std::vector<ParameterValue>& parameters) {
  if (paths.size() == 1 && parameters.empty()) {
    const SavedBytes saved = SavedBytes::open(paths.front());
    if (!saved.view().empty()) return restored(saved.view(), paths.front());
  }
  RuleFiles files = read_rule_files(paths, SavedPrograms::read);
  if (!files.error.empty()) return {std::nullopt, {plain_error(std::move(files.error), std::move(files.help))}};
  std::vector<PolicyText> texts;
  for (NamedText& text : files.texts) texts.push_back({std::move(text.name), std::move(text.text)});
  return load(std::move(texts), parameters);
}

std::vector<std::string> PolicySet::decisions() const {
  std::vector<std::string> names;
  for (const model::Decision& decision : shared_->program->model->decisions) names.push_back(decision.name);
  return names;
}

std::optional<Decider> PolicySet::decider(std::string_view decision, const DecideOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return std::nullopt;
  return Decider(
      std::make_unique<Decider::State>(shared_->program, shared_->sources, found.decision, to_answer_options(options)));
}

std::optional<BatchDecider> PolicySet::batch(std::string_view decision) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return std::nullopt;
  std::shared_ptr<const Program> program = shared_->whole();
  if (program == nullptr) return std::nullopt;
  return batch_decider(std::move(program), shared_->sources, found.decision);
}

bound::Made PolicySet::bind(std::string_view decision, bound::Source facts, const DecideOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  std::shared_ptr<const Program> program = shared_->whole();  // What a decision reads is seen in its expressions.
  if (program == nullptr) return {nullptr, {plain_error("the policies cannot be compiled from the saved texts", {})}};
  return make_bound_decider(std::move(program), shared_->sources, found, std::move(facts), options);
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
  const Shared::Key key{found.decision, options.now.has_value(), options.strict};
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
    decider = Decider(std::make_unique<Decider::State>(shared_->program, shared_->sources, found.decision,
                                                       to_answer_options(options)));
  }
  Decision decided = options.now ? decider->decide(facts, *options.now) : decider->decide(facts);
  const std::lock_guard lock(shared_->mutex);
  shared_->idle[key].push_back(std::move(*decider));
  return decided;
}

Explanation PolicySet::explain(std::string_view decision, std::string_view facts,
                               const ExplanationOptions& options) const {
  const FoundDecision found = find_decision(*shared_->program->model, decision);
  if (found.decision == model::none) return unexplained(decision, problem_of(found));
  const std::shared_ptr<const Program> program = shared_->tracing();
  if (program == nullptr) return unexplained(decision, "an expression is too large to be explained");
  std::string padded(facts);
  padded.append(json_padding, '\n');
  Answerer answerer(program, {found.decision}, to_answer_options({options.now, options.strict}));
  const Answer& answer = answerer.answer(std::string_view(padded).substr(0, facts.size()));
  Explanation explanation =
      explain_answer(answerer.machine(), *shared_->sources, answer, found.decision, {.language = options.language});
  if (options.why_not && answer.problems.empty()) {
    explanation.why_not = why_not(answerer.machine(), answerer.facts(), found.decision);
  }
  return explanation;
}

}  // namespace writ
