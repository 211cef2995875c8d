#include "tools/testing/expectation.hpp"

#include <algorithm>

#include "engine/run/equality.hpp"
#include "engine/value/overloaded.hpp"
#include "tools/testing/account.hpp"

namespace writ::testing {

using namespace model;

Place place(const SourceSet& sources, Span span) {
  const Source& source = sources[span.file];
  const Position position = source.position(span.begin);
  return {source.name(), position.line, position.column};
}

std::string one_line(std::string_view text) {
  std::string line;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool blank = text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : text[at];
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

namespace {

bool is_there(const Ask& ask, FactId fact) {
  return ask.situation.given_at[fact] != none || ask.model().facts[fact].type.optional;
}

/// All that evaluating this expectation reads.
std::vector<FactId> needs(const Ask& ask) {
  const Model& model = ask.model();
  const TestStep& step = ask.step_node();
  std::vector<FactId> facts = step.needs;
  const auto of_decision = [&](DecisionId decision) {
    const auto& more = model.decisions[decision].needs;
    facts.insert(facts.end(), more.begin(), more.end());
  };
  std::visit(Overloaded{[&](const ExpectOutcome& node) { of_decision(node.decision); },
                        [&](const ExpectNotice& node) { of_decision(node.decision); },
                        [&](const ExpectHolds& node) { of_decision(node.decision); },
                        [&](const ExpectRejected& node) {
                          const auto& reads = model.requirements[node.requirement].reads;
                          facts.insert(facts.end(), reads.begin(), reads.end());
                        },
                        [](const auto&) {}},
             step.node);
  std::ranges::sort(facts);
  facts.erase(std::ranges::unique(facts).begin(), facts.end());
  return facts;
}

bool reads_now(const Ask& ask) {
  const Model& model = ask.model();
  const TestStep& step = ask.step_node();
  const auto decision = [&](DecisionId id) { return model.decisions[id].reads_now; };
  return step.reads_now ||
         std::visit(
             Overloaded{[&](const ExpectOutcome& node) { return decision(node.decision); },
                        [&](const ExpectNotice& node) { return decision(node.decision); },
                        [](const ExpectHolds&) { return true; },
                        [&](const ExpectRejected& node) { return model.requirements[node.requirement].reads_now; },
                        [](const auto&) { return false; }},
             step.node);
}

/// The requirements whose facts are all among these; where `now` is not said, those that do not read it.
std::vector<RequirementId> requirements_of(const Ask& ask, const std::vector<FactId>& facts) {
  std::vector<RequirementId> found;
  const auto& requirements = ask.model().requirements;
  for (RequirementId i = 0; i < requirements.size(); ++i) {
    const Requirement& requirement = requirements[i];
    if (requirement.reads_now && !ask.situation.now) continue;
    const auto among = [&](FactId fact) { return std::ranges::binary_search(facts, fact); };
    if (std::ranges::all_of(requirement.reads, among)) found.push_back(i);
  }
  return found;
}

struct Refusal {
  RequirementId requirement;
  std::optional<EvaluationError> error;
};

/// As an answerer refuses records: where one that shows presence is broken, the others are not evaluated.
std::vector<Refusal> refusals(const Ask& ask, Machine& machine, const std::vector<RequirementId>& requirements) {
  std::vector<Refusal> found;
  bool all_shown = true;
  for (const RequirementId id : requirements) {
    const bool narrows = ask.model().requirements[id].narrows;
    if (!narrows && !all_shown) break;
    const auto result = machine.check(id);
    if (result.holds && !result.error) continue;
    if (narrows) all_shown = false;
    found.push_back({id, result.error});
  }
  return found;
}

class Examination {
 public:
  Examination(const Ask& ask, Machine& machine, Failure& failure, bool tell)
      : ask_(ask), model_(ask.model()), machine_(machine), failure_(failure), tell_(tell) {}

  bool run() {
    const std::vector<FactId> needed = needs(ask_);
    machine_.begin(ask_.situation.facts());
    if (!has_facts(needed) || !has_now()) return false;
    if (const auto* rejected = std::get_if<ExpectRejected>(&ask_.step_node().node)) return is_rejected(*rejected);
    const auto refused = refusals(ask_, machine_, requirements_of(ask_, needed));
    if (!refused.empty()) {
      failure_.kind = FailureKind::refused;
      if (tell_) tell_refused(refused);
      return false;
    }
    return std::visit(
        Overloaded{[&](const ExpectOutcome& node) { return outcome(node); },
                   [&](const ExpectNotice& node) { return notice(node); },
                   [&](const ExpectHolds& node) { return holds(node); },
                   [&](const ExpectExpr& node) { return condition(node); }, [](const auto&) { return true; }},
        ask_.step_node().node);
  }

 private:
  bool has_facts(const std::vector<FactId>& needed) {
    const auto missing = std::ranges::find_if(needed, [&](FactId fact) { return !is_there(ask_, fact); });
    if (missing == needed.end()) return true;
    failure_.kind = FailureKind::missing_fact;
    if (tell_) tell_missing(ask_, *missing, failure_);
    return false;
  }

  bool has_now() {
    if (ask_.situation.now || !reads_now(ask_)) return true;
    failure_.kind = FailureKind::missing_now;
    if (tell_) {
      failure_.expected = "a time to decide for";
      failure_.got = "no `at` before this expectation, which depends on `now`";
      failure_.help = "write `at 2025-03-12T10:00:00` before it";
    }
    return false;
  }

  bool is_rejected(const ExpectRejected& node) {
    std::vector<FactId> there;
    for (FactId fact = 0; fact < model_.facts.size(); ++fact)
      if (is_there(ask_, fact)) there.push_back(fact);
    const auto refused = refusals(ask_, machine_, requirements_of(ask_, there));
    if (std::ranges::find(refused, node.requirement, &Refusal::requirement) != refused.end()) return true;
    failure_.kind = FailureKind::rejected;
    if (!tell_) return false;
    const std::string& name = model_.requirements[node.requirement].name;
    failure_.expected = "rejected by " + name;
    failure_.got = refused.empty() ? "the facts are accepted" : "rejected by";
    for (std::size_t i = 0; i < refused.size(); ++i) {
      failure_.got += (i == 0 ? " " : ", ") + model_.requirements[refused[i].requirement].name;
    }
    add_refusals(refused);
    add_requirement(ask_, machine_, node.requirement, RuleAccount::Role::missing, failure_);
    return false;
  }

  void add_refusals(const std::vector<Refusal>& refused) {
    for (const Refusal& one : refused) {
      add_requirement(ask_, machine_, one.requirement, RuleAccount::Role::refused, failure_);
      if (one.error) failure_.errors.push_back(account_of(*one.error, none, ask_.loaded));
    }
  }

  void tell_refused(const std::vector<Refusal>& refused) {
    failure_.expected = expected_words(ask_);
    failure_.got = "the facts are rejected by";
    for (std::size_t i = 0; i < refused.size(); ++i) {
      failure_.got += (i == 0 ? " " : ", ") + model_.requirements[refused[i].requirement].name;
    }
    add_refusals(refused);
    add_given_notes(ask_, model_.requirements[refused.front().requirement].reads, failure_);
    failure_.help =
        "mend the fact, or write `expect rejected by " + model_.requirements[refused.front().requirement].name + "`";
  }

  bool outcome(const ExpectOutcome& node) {
    const Decision& decision = model_.decisions[node.decision];
    const Verdict& verdict = machine_.decide(node.decision);
    const std::vector<std::string> won = names_of_winners(decision, verdict);
    const bool same_outcome = verdict.outcome == node.outcome;
    const bool same_rules = !node.has_rules || std::ranges::is_permutation(won, node.rules);
    if (same_outcome && same_rules) return true;
    failure_.kind = same_outcome ? FailureKind::rules : FailureKind::outcome;
    if (tell_) tell_outcome(ask_, machine_, node, failure_);
    return false;
  }

  bool notice(const ExpectNotice& node) {
    const Verdict& verdict = machine_.decide(node.decision);
    if (node.call.notice == none) {
      if ((node.kind == syntax::NoticeKind::obligation ? verdict.obligations : verdict.advice).empty()) return true;
      failure_.kind = FailureKind::notice;
      if (tell_) tell_notice(ask_, machine_, node, {}, failure_);
      return false;
    }
    const Machine::StepNotice wanted = machine_.step_notice(ask_.test, ask_.step);
    const bool binding = model_.notices[node.call.notice].kind == syntax::NoticeKind::obligation;
    if (!wanted.error) {
      for (const NoticeResult& given : binding ? verdict.obligations : verdict.advice) {
        if (given.notice == node.call.notice && same_arguments(wanted.notice, given)) return true;
      }
    }
    failure_.kind = wanted.error ? FailureKind::error : FailureKind::notice;
    if (tell_) tell_notice(ask_, machine_, node, wanted, failure_);
    return false;
  }

  bool same_arguments(const NoticeResult& a, const NoticeResult& b) const {
    std::size_t at = 0;
    std::uint64_t work = 0;
    for (const Notice::Parameter& parameter : model_.notices[a.notice].parameters) {
      const Type type = parameter.type;
      const bool present = !type.optional || a.arguments[at].number != 0;
      const std::size_t value = at + (type.optional ? 1 : 0);
      if (type.optional && a.arguments[at].number != b.arguments[at].number) return false;
      if (present && !equal_values(model_.schema, type.present(), a.arguments[value], b.arguments[value], work))
        return false;
      at += registers(type);
    }
    return true;
  }

  bool holds(const ExpectHolds& node) {
    machine_.decide(node.decision);
    const Horizon horizon = machine_.horizon(node.decision);
    const bool same = [&] {
      if (node.kind == syntax::HoldsKind::forever) return horizon.kind == Horizon::Kind::never_changes;
      const time::Instant change = node.kind == syntax::HoldsKind::through ? node.instant + 1 : node.instant;
      return horizon.kind == Horizon::Kind::changes && horizon.at == change;
    }();
    if (same) return true;
    failure_.kind = FailureKind::holds;
    if (tell_) tell_holds(ask_, machine_, node, horizon, failure_);
    return false;
  }

  bool condition(const ExpectExpr& node) {
    const Machine::StepValue value = machine_.step_value(ask_.test, ask_.step);
    if (!value.error && value.value.number != 0) return true;
    failure_.kind = value.error ? FailureKind::error : FailureKind::condition;
    if (tell_) tell_condition(ask_, machine_, node, value.error, failure_);
    return false;
  }

  const Ask& ask_;
  const Model& model_;
  Machine& machine_;
  Failure& failure_;
  bool tell_;
};

}  // namespace

bool examine(const Ask& ask, Machine& machine, Failure& failure, bool tell) {
  return Examination(ask, machine, failure, tell).run();
}

bool invariant_holds(const Ask& ask, Machine& machine, std::uint32_t number, Failure& failure, bool tell) {
  const Invariant& invariant = ask.model().invariants[number];
  if (invariant.reads_now && !ask.situation.now) return true;
  const auto there = [&](FactId fact) { return is_there(ask, fact); };
  if (!std::ranges::all_of(invariant.needs, there)) return true;
  machine.begin(ask.situation.facts());
  if (!refusals(ask, machine, requirements_of(ask, invariant.needs)).empty()) return true;
  const auto result = machine.check_invariant(number);
  if (result.holds && !result.error) return true;
  failure.kind = FailureKind::invariant;
  if (tell) tell_invariant(ask, machine, number, result.error, failure);
  return false;
}

}  // namespace writ::testing
