#include "engine/explain/explanation.hpp"

#include "engine/explain/explainer.hpp"
#include "engine/explain/public_data.hpp"
#include "engine/explain/source_words.hpp"

namespace writ {

using namespace model;

namespace {

constexpr Type instant{Kind::instant, 0, false, 0};

void set_now(Explainer& explainer, time::Instant now) {
  explainer.explanation().now = {now};
  explainer.explanation().now_shown = explainer.shown(instant, number(now));
}

/// Whose time zone the condition is written in, and what it is called.
FileIndex file_of(const Model& model, const Trace& trace, TraceId root) {
  const TraceNode& noted = trace[root];
  if (noted.kind == TraceNode::Kind::requirement) return model.requirements[noted.id].file;
  if (noted.kind == TraceNode::Kind::invariant) return model.invariants[noted.id].file;
  return noted.first_child == none ? 0 : model[trace[noted.first_child].id].file;
}

Explanation::Condition condition_at(Explainer& explainer, Machine& machine, const SourceSet& sources, TraceId root,
                                    std::string_view language) {
  const Model& model = *machine.program().model;
  Explanation::Condition condition;
  condition.node = explainer.condition(root);
  condition.node.decisive = true;
  condition.place = condition.node.place;
  const TraceNode noted = machine.trace()[root];
  if (noted.kind == TraceNode::Kind::requirement) {
    const Requirement& requirement = model.requirements[noted.id];
    condition.name = requirement.name;
    condition.place = place_at(sources, requirement.span);
    condition.messages = to_messages(machine.because(noted.id), language);
  } else if (noted.kind == TraceNode::Kind::invariant) {
    condition.name = model.invariants[noted.id].name;
    condition.place = place_at(sources, model.invariants[noted.id].span);
  }
  return condition;
}

Explanation explain_refusal(Machine& machine, const SourceSet& sources, const Answer& answer, const File& file,
                            time::Instant now, const ExplainOptions& options) {
  const Model& model = *machine.program().model;
  Explainer explainer(machine, sources, file, options);
  set_now(explainer, now);
  for (const FactProblem& problem : answer.problems) {
    explainer.explanation().rejections.push_back(to_rejection(problem, model, sources));
    if (problem.requirement == none) continue;
    const TraceId root = machine.trace().find(TraceNode::Kind::requirement, problem.requirement);
    if (root == none) continue;
    Explanation::Condition condition = condition_at(explainer, machine, sources, root, options.language);
    explainer.explanation().conditions.push_back(std::move(condition));
  }
  return explainer.take();
}

}  // namespace

Explanation explain_decision(Machine& machine, const SourceSet& sources, DecisionId decision, time::Instant now,
                             const ExplainOptions& options) {
  const Model& model = *machine.program().model;
  Explainer explainer(machine, sources, model.files[model.decisions[decision].file], options);
  set_now(explainer, now);
  explainer.decision(decision);
  return explainer.take();
}

Explanation explain_condition(Machine& machine, const SourceSet& sources, TraceId root, time::Instant now,
                              const ExplainOptions& options) {
  const Model& model = *machine.program().model;
  Explainer explainer(machine, sources, model.files[file_of(model, machine.trace(), root)], options);
  set_now(explainer, now);
  Explanation::Condition condition = condition_at(explainer, machine, sources, root, options.language);
  explainer.explanation().conditions.push_back(std::move(condition));
  return explainer.take();
}

Explanation explain_answer(Machine& machine, const SourceSet& sources, const Answer& answer, DecisionId decision,
                           const ExplainOptions& options) {
  const Model& model = *machine.program().model;
  const File& file = model.files[model.decisions[decision].file];
  if (!answer.problems.empty()) return explain_refusal(machine, sources, answer, file, answer.now, options);
  Explanation explanation = explain_decision(machine, sources, decision, answer.now, options);
  for (const DecisionAnswer& each : answer.decisions) {
    if (each.decision != decision) continue;
    explanation.follows_now = each.horizon.follows_now;
    explanation.holds_at_least = each.horizon.kind == Horizon::Kind::at_least;
    if (each.horizon.kind != Horizon::Kind::never_changes) {
      const Explainer writer(machine, sources, file, options);
      explanation.holds_until = writer.shown(instant, number(each.horizon.at));
    }
  }
  return explanation;
}

// ---- names ------------------------------------------------------------------------------------------------------

const char* name(Explanation::Rule::Verdict verdict) {
  using enum Explanation::Rule::Verdict;
  switch (verdict) {
    case won: return "won";
    case applies: return "applies";
    case outweighed: return "outweighed";
    case overridden: return "overridden";
    case does_not_apply: return "does_not_apply";
    case not_in_force: return "not_in_force";
    case failed: return "failed";
    case not_looked_at: return "not_looked_at";
  }
  return "";
}

const char* name(Explanation::Node::Kind kind) {
  using enum Explanation::Node::Kind;
  switch (kind) {
    case all: return "all";
    case any: return "any";
    case implies: return "implies";
    case negation: return "not";
    case comparison: return "comparison";
    case quantifier: return "quantifier";
    case pick: return "pick";
    case aggregate: return "aggregate";
    case choice: return "choice";
    case fallback: return "fallback";
    case call: return "call";
    case made: return "made";
    case bound: return "bound";
    case field: return "field";
    case fact: return "fact";
    case now: return "now";
    case parameter: return "parameter";
    case definition: return "definition";
    case decision: return "decision";
    case literal: return "literal";
  }
  return "";
}

const char* name(Explanation::Node::State state) {
  using enum Explanation::Node::State;
  switch (state) {
    case yes: return "yes";
    case no: return "no";
    case value: return "value";
    case error: return "error";
    case not_evaluated: return "not_evaluated";
  }
  return "";
}

const char* name(Explanation::Node::Skipped skipped) {
  using enum Explanation::Node::Skipped;
  switch (skipped) {
    case evaluated: return "evaluated";
    case guarded: return "guarded";
    case not_needed: return "not_needed";
    case after_error: return "after_error";
  }
  return "";
}

const char* name(Explanation::Element::Role role) {
  using enum Explanation::Element::Role;
  switch (role) {
    case satisfies: return "satisfies";
    case fails: return "fails";
    case counted: return "counted";
    case chosen: return "chosen";
    case excluded: return "excluded";
    case error: return "error";
  }
  return "";
}

}  // namespace writ
