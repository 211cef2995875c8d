// What is proved possible is met among the records where these are all, and what is proved impossible is met nowhere.

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "engine/analysis/properties.hpp"
#include "engine/analysis/prover.hpp"
#include "engine/run/machine.hpp"
#include "tests/fuzz/policies/brute_force.hpp"
#include "tests/fuzz/policies/trial.hpp"

namespace writ::random {
namespace {

using namespace writ::analysis;

std::string_view name_of(Claim claim) {
  switch (claim) {
    case Claim::facts_admitted: return "facts are admitted";
    case Claim::rule_applies: return "the rule applies";
    case Claim::rule_wins: return "the rule wins";
    case Claim::rule_matters: return "the rule matters";
    case Claim::also_applies: return "an also is told";
    case Claim::one_rule: return "two rules stand";
    case Claim::some_rule: return "no rule applies";
    case Claim::decided: return "deciding fails";
    case Claim::no_overflow: return "deciding overflows";
    case Claim::invariant_holds: return "an invariant is broken";
    case Claim::invariant_decided: return "an invariant fails";
    default: return "a question";
  }
}

/// Other decisions that these ask, directly or not.
std::vector<model::DecisionId> decisions_used(const model::Model& model, std::span<const model::ExprId> roots) {
  const auto below = reachable(model, roots);
  std::set<model::DecisionId> used;
  for (model::ExprId id = 0; id < below.size(); ++id) {
    if (!below[id]) continue;
    if (const auto* value = std::get_if<model::DecisionRef>(&model[id].node)) used.insert(value->decision);
    if (const auto* outcome = std::get_if<model::OutcomeTest>(&model[id].node)) used.insert(outcome->decision);
  }
  return {used.begin(), used.end()};
}

bool is_overflow(Fault fault) { return fault == Fault::overflow || fault == Fault::out_of_range; }

class ProofTrial {
 public:
  ProofTrial(Trial& trial, Findings& findings)
      : trial_(trial), findings_(findings), model_(trial.model()), replay_(trial.program()) {}

  std::string run() {
    meet_all();
    ProveOptions options;
    for (model::DecisionId id = 0; id < model_.decisions.size(); ++id) options.decisions.push_back(id);
    for (std::uint32_t i = 0; i < model_.invariants.size(); ++i) {
      if (trial_.is_read(model_.invariants[i].needs)) options.invariants.push_back(i);
    }
    options.limits.milliseconds = 300;
    options.limits.lessons = 100;
    options.information = true;
    const Proof proof = prove(trial_.program(), options);
    for (const Statement& statement : proof.statements) {
      if (statement.claim == Claim::facts_admitted) have_rivals_ = false;
      if (statement.claim == Claim::one_rule && statement.answer == Answer::no) have_rivals_ = true;
      if (std::string wrong = judge(statement); !wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  // ---- what the machine does ----------------------------------------------------------------------------------------

  void meet_all() {
    met_.resize(model_.decisions.size());
    for (model::DecisionId id = 0; id < met_.size(); ++id) {
      const model::Decision& decision = model_.decisions[id];
      met_[id].whole = trial_.whole(decision.needs, decision.reads_now);
      met_[id].used = decisions_used(model_, roots_of(decision));
      for (std::uint32_t rule = 0; rule < decision.rules.size(); ++rule) without_.push_back(without(id, rule));
    }
    met_invariants_.resize(model_.invariants.size());
    for (std::uint32_t i = 0; i < met_invariants_.size(); ++i) {
      met_invariants_[i].whole = trial_.whole(model_.invariants[i].needs, model_.invariants[i].reads_now);
      met_invariants_[i].used = decisions_used(model_, std::array{model_.invariants[i].condition});
    }
    trial_.each([&](const std::string&, Facts facts) {
      std::size_t number = 0;
      for (model::DecisionId id = 0; id < met_.size(); ++id) {
        meet(id, facts, number);
        number += model_.decisions[id].rules.size();
      }
      for (std::uint32_t i = 0; i < met_invariants_.size(); ++i) meet_invariant(i, facts);
      return true;
    });
  }

  /// The same policies, but a rule never applies.
  std::unique_ptr<Machine> without(model::DecisionId id, std::uint32_t rule) const {
    auto changed = std::make_shared<model::Model>(model_);
    changed->exprs.push_back({Type{writ::Kind::boolean}, {}, 0, model::Constant{0}});
    model::Rule& removed = changed->decisions[id].rules[rule];
    removed.when = static_cast<model::ExprId>(changed->exprs.size() - 1);
    removed.unless = removed.in_force = model::none;
    const auto program = compile(changed);
    return program == nullptr ? nullptr : std::make_unique<Machine>(program);
  }

  void meet(model::DecisionId id, Facts facts, std::size_t first_rule) {
    const model::Decision& decision = model_.decisions[id];
    Met& met = met_[id];
    if (!replay_.begin(facts, decision.needs).admitted()) return;
    ++met.admitted;
    const Verdict& verdict = replay_.decide(id);
    met.outcomes.insert(verdict.outcome);
    met.wins.insert(verdict.rules.begin(), verdict.rules.end());
    if (verdict.outcome != model::Outcome::undetermined) {
      if (verdict.rules.empty() && !verdict.policy_not_in_force) met.none_applies = true;
      for (const NoticeResult& notice : verdict.obligations) met.told.insert(notice.notice);
      for (const NoticeResult& notice : verdict.advice) met.told.insert(notice.notice);
    } else {
      meet_errors(met, verdict, is_decided(met.used));
    }
    for (std::uint32_t rule = 0; rule < decision.rules.size(); ++rule) {
      Machine* const other = without_[first_rule + rule].get();
      if (other == nullptr || met.matters.contains(rule)) continue;
      other->begin(facts);
      const Verdict& changed = other->decide(id);
      Verdict same_rules = changed;
      same_rules.rules = verdict.rules;
      if (!same_verdict(model_, decision, verdict, same_rules)) met.matters.insert(rule);
    }
  }

  /// What fails in a decision that is used is told of that one.
  bool is_decided(const std::vector<model::DecisionId>& used) {
    return std::ranges::all_of(
        used, [&](model::DecisionId id) { return replay_.decide(id).outcome != model::Outcome::undetermined; });
  }

  static void meet_errors(Met& met, const Verdict& verdict, bool by_itself) {
    std::vector<std::uint32_t> rivals;
    bool used = false;
    for (const EvaluationError& error : verdict.errors) {
      if (error.decision != model::none) continue;
      if (error.fault == Fault::several_rules) rivals.push_back(error.rule);
      used = used || error.fault == Fault::undetermined_used || error.fault == Fault::policy_not_in_force;
    }
    for (const std::uint32_t a : rivals) {
      for (const std::uint32_t b : rivals) {
        if (a < b) met.rivals.emplace(a, b);
      }
    }
    if (used || !by_itself || !rivals.empty()) return;
    bool fails = false, overflows = false;
    for (const EvaluationError& error : verdict.errors) {
      if (error.decision != model::none) continue;
      (is_overflow(error.fault) ? overflows : fails) = true;
    }
    met.fails = met.fails || fails;
    met.overflows = met.overflows || overflows;
    // Overflow apart, what overflowed may be anything, and the other failure then no matter.
    met.fails_alone = met.fails_alone || (fails && !overflows);
  }

  void meet_invariant(std::uint32_t number, Facts facts) {
    const model::Invariant& invariant = model_.invariants[number];
    MetInvariant& met = met_invariants_[number];
    if (!trial_.is_read(invariant.needs) || !replay_.begin(facts, invariant.needs).admitted()) return;
    ++met.admitted;
    const auto result = replay_.invariant(number);
    if (result.error) {
      const Fault fault = result.error->fault;
      if (!is_overflow(fault) && fault != Fault::undetermined_used && is_decided(met.used)) ++met.failed;
    } else if (!result.holds) {
      ++met.broken;
    }
  }

  // ---- what is said of it -------------------------------------------------------------------------------------------

  std::string judge(const Statement& statement) {
    if (statement.answer == Answer::unknown) {
      ++findings_.unknown;
      return {};
    }
    const bool possible = (statement.answer == Answer::yes) != about_all_facts(statement.claim);
    ++(possible ? findings_.possible : findings_.impossible);
    const std::optional<bool> seen = is_met(statement);
    if (!seen) return {};
    const bool whole =
        statement.decision != model::none ? met_[statement.decision].whole : met_invariants_[statement.invariant].whole;
    if (!possible && *seen) return told(statement) + " is said to be impossible, and is met";
    if (possible && whole && !*seen) return told(statement) + " is said to be possible, and is never met";
    if (statement.witness) return judge_witness(statement);
    return {};
  }

  /// Facts that are shown are admitted.
  std::string judge_witness(const Statement& statement) {
    const auto& needs = statement.decision != model::none ? model_.decisions[statement.decision].needs
                                                          : model_.invariants[statement.invariant].needs;
    const Example laid_out = example(*trial_.program(), *statement.witness);
    return replay_.begin(laid_out, needs).admitted() ? "" : told(statement) + " has a witness that is not admitted";
  }

  std::optional<bool> is_met(const Statement& statement) const {
    if (statement.decision == model::none) {
      const MetInvariant& met = met_invariants_[statement.invariant];
      switch (statement.claim) {
        case Claim::facts_admitted: return met.admitted > 0;
        case Claim::invariant_holds: return met.broken > 0;
        case Claim::invariant_decided: return met.failed > 0;
        default: return std::nullopt;
      }
    }
    const Met& met = met_[statement.decision];
    switch (statement.claim) {
      case Claim::facts_admitted: return met.admitted > 0;
      case Claim::rule_applies:
      case Claim::rule_wins: return met.wins.contains(statement.rule);
      case Claim::rule_matters: return met.matters.contains(statement.rule);
      case Claim::also_applies: {
        const auto& also = model_.decisions[statement.decision].alsos[statement.rule];
        const bool told = met.told.contains(also.call.notice);
        // A rule may tell the same.
        if (told && statement.answer == Answer::no) return std::nullopt;
        return told;
      }
      case Claim::one_rule:
        if (statement.rule == model::none) return !met.rivals.empty();
        return met.rivals.contains(std::minmax(statement.rule, statement.rival));
      case Claim::some_rule: return met.none_applies;
      // Where two rules stand anyway it makes no difference whether a third fails.
      case Claim::decided:
        if (statement.answer == Answer::yes && (have_rivals_ || !met.fails_alone)) return false;
        return met.fails;
      case Claim::no_overflow:
        if (statement.answer == Answer::yes && have_rivals_) return false;
        return met.overflows;
      default: return std::nullopt;
    }
  }

  std::string told(const Statement& statement) const {
    std::string text(name_of(statement.claim));
    if (statement.decision != model::none) text += " of " + model_.decisions[statement.decision].name;
    if (statement.invariant != model::none) text += " of " + model_.invariants[statement.invariant].name;
    if (statement.rule != model::none) text += ", rule " + std::to_string(statement.rule);
    return text;
  }

  Trial& trial_;
  Findings& findings_;
  const model::Model& model_;
  Replay replay_;
  std::vector<std::unique_ptr<Machine>> without_;  // By decision and rule.
  std::vector<Met> met_;
  std::vector<MetInvariant> met_invariants_;
  bool have_rivals_ = false;  // Two rules of the decision that is judged stand together for some facts.
};

}  // namespace

std::string wrong_proofs(Trial& trial, Findings& findings) { return ProofTrial(trial, findings).run(); }

}  // namespace writ::random
