#include "engine/analysis/properties_decision.hpp"

#include <algorithm>

namespace writ::analysis {

using namespace model;

namespace {

bool won(const Verdict& verdict, std::uint32_t rule) {
  return std::ranges::find(verdict.rules, rule) != verdict.rules.end();
}

bool says_something(const Rule& rule) { return rule.because.has_value() || !rule.then.empty(); }

}  // namespace

std::vector<RequirementId> contradiction(Prover& prover, std::span<const FactId> needs) {
  const auto& requirements = prover.model().requirements;
  std::vector<RequirementId> kept;
  for (RequirementId id = 0; id < requirements.size(); ++id) {
    if (std::ranges::includes(needs, requirements[id].reads)) kept.push_back(id);
  }
  const auto contradict = [&](const std::vector<RequirementId>& some) {
    std::vector<Term> all;
    for (const RequirementId id : some) all.push_back(prover.encoding().condition(requirements[id].condition).holds);
    Solver solver(prover.terms(), prover.limits());
    return prover.ask(solver, std::move(all)).possible == Possible::no;
  };
  if (!contradict(kept)) return {};
  for (std::size_t i = 0; i < kept.size();) {
    std::vector<RequirementId> fewer = kept;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (contradict(fewer)) {
      kept = std::move(fewer);
    } else {
      ++i;
    }
  }
  return kept;
}

DecisionAsker::DecisionAsker(Prover& prover, DecisionId id, const ProveOptions& options, Proof& proof)
    : prover_(prover),
      terms_(prover.terms()),
      model_(prover.model()),
      id_(id),
      decision_(model_.decisions[id]),
      options_(options),
      proof_(proof),
      about_(roots_of(decision_)),
      solver_(prover.solver(decision_.needs)),
      made_(prover.encoding().decision(id)) {}

void DecisionAsker::ask() {
  if (!ask_admitted()) return;
  for (std::uint32_t rule = 0; rule < rule_count(); ++rule) ask_rule(rule);
  for (std::uint32_t also = 0; also < decision_.alsos.size(); ++also) ask_also(also);
  if (!decision_.permission && decision_.combine == syntax::Combine::single) ask_rivals();
  ask_decided();
  if (!decision_.otherwise && options_.information) ask_some_rule();
}

Answer DecisionAsker::again(const Statement& statement) {
  Statement second{.claim = statement.claim, .rule = statement.rule};
  switch (statement.claim) {
    case Claim::facts_admitted:
      return ask(second, sought(
                             {}, [](const Verdict&) { return true; }, true))
          .answer;
    case Claim::also_applies: return ask(second, tells(statement.rule)).answer;
    case Claim::rule_matters: {
      const auto what = matters(statement.rule);
      return what ? ask(second, *what).answer : Answer::unknown;
    }
    default: return ask(second, wins(statement.rule)).answer;
  }
}

std::uint32_t DecisionAsker::rule_count() const {
  return static_cast<std::uint32_t>(decision_.rules.size()) + (decision_.otherwise ? 1 : 0);
}

Sought DecisionAsker::sought(std::vector<Term> terms, std::function<bool(const Verdict&)> confirmed,
                             bool likely) const {
  return {.needs = decision_.needs,
          .terms = std::move(terms),
          .confirmed = [this, confirmed = std::move(confirmed)](
                           Machine& machine, const FactSet&) { return confirmed(machine.decide(id_)); },
          .likely = likely};
}

/// Asks, and keeps what is found for the questions that come after.
Statement& DecisionAsker::ask(Statement statement, const Sought& what) {
  FoundFacts found;
  if (!about_all_facts(statement.claim)) found = known(what);
  if (found.possible != Possible::yes) found = prover_.find(solver_, what, about_);
  if (found.facts && std::ranges::find(pool_, *found.facts) == pool_.end()) pool_.push_back(*found.facts);
  take(std::move(found), statement);
  if (statement.witness && (statement.answer == Answer::no || options_.all_witnesses)) {
    statement.witness = prover_.shrunk(std::move(*statement.witness), what, decision_.file);
    Sought errors = what;
    errors.confirmed = [&](Machine& machine, const FactSet&) {
      statement.errors = machine.decide(id_).errors;
      return true;
    };
    prover_.bears_out(*statement.witness, errors);
  } else {
    statement.witness.reset();
  }
  statement.decision = id_;
  proof_.statements.push_back(std::move(statement));
  return proof_.statements.back();
}

/// Facts that were found before may serve.
FoundFacts DecisionAsker::known(const Sought& what) {
  for (const FactSet& facts : pool_) {
    if (prover_.bears_out(facts, what)) return {Possible::yes, facts, {}};
  }
  return {};
}

bool DecisionAsker::ask_admitted() {
  const Sought any = sought(
      {}, [](const Verdict&) { return true; }, true);
  Statement& admitted = ask({.claim = Claim::facts_admitted}, any);
  if (admitted.answer == Answer::no) admitted.contradiction = contradiction(prover_, decision_.needs);
  return admitted.answer != Answer::no;
}

// ---- rules -------------------------------------------------------------------------------------------------------

Sought DecisionAsker::wins(std::uint32_t rule) const {
  return sought(
      {made_.wins[rule]}, [rule](const Verdict& verdict) { return won(verdict, rule); }, true);
}

void DecisionAsker::ask_rule(std::uint32_t rule) {
  const bool otherwise = rule == decision_.rules.size();
  const Answer answer = ask({.claim = Claim::rule_wins, .rule = rule}, wins(rule)).answer;
  if (answer == Answer::unknown || otherwise) return;
  if (answer == Answer::yes) {
    const bool says = says_something(decision_.rules[rule]);
    const bool may_be_fault = is_fault(
        model_,
        {.claim = Claim::rule_matters, .decision = id_, .rule = rule, .answer = Answer::no, .says_something = says});
    const auto what = may_be_fault || options_.information ? matters(rule) : std::nullopt;
    if (what) ask({.claim = Claim::rule_matters, .rule = rule, .says_something = says}, *what);
    return;
  }
  // Of two that stand together neither wins: that is told by itself.
  const bool single = !decision_.permission && decision_.combine == syntax::Combine::single;
  if (single && prover_.ask(solver_, {stands(rule), made_.in_force}).possible != Possible::no) {
    proof_.statements.pop_back();
    return;
  }
  // It never wins: because it never applies, or because of others.
  Statement& never_wins = proof_.statements.back();
  if (prover_.ask(solver_, {made_.rules[rule].holds}).possible == Possible::no) {
    never_wins.claim = Claim::rule_applies;
    return;
  }
  for (std::uint32_t other = 0; other < rule_count(); ++other) {
    if (other == rule) continue;
    const Found beside = prover_.ask(solver_, {made_.rules[rule].holds, terms_.negation(made_.wins[other])});
    if (beside.possible == Possible::no) never_wins.winners.push_back(other);
  }
}

Sought DecisionAsker::tells(std::uint32_t also) const {
  const Also& node = decision_.alsos[also];
  std::vector<Term> outcomes;
  const auto outcome_term = [&](Outcome outcome) {
    switch (outcome) {
      case Outcome::permitted: return made_.permitted;
      case Outcome::forbidden: return made_.forbidden;
      case Outcome::referred: return made_.referred;
      case Outcome::decided: return made_.decided;
      case Outcome::undetermined: return made_.undetermined;
    }
    return made_.undetermined;
  };
  for (const Outcome outcome : node.outcomes) outcomes.push_back(outcome_term(outcome));
  const Term told = node.outcomes.empty() ? terms_.negation(made_.undetermined) : terms_.any(outcomes);
  const NoticeId notice = node.call.notice;
  return sought(
      {made_.alsos[also].holds, told},
      [notice](const Verdict& verdict) {
        const auto gives = [notice](const NoticeResult& each) { return each.notice == notice; };
        return std::ranges::any_of(verdict.obligations, gives) || std::ranges::any_of(verdict.advice, gives);
      },
      true);
}

void DecisionAsker::ask_also(std::uint32_t also) { ask({.claim = Claim::also_applies, .rule = also}, tells(also)); }

// ---- all facts ---------------------------------------------------------------------------------------------------

/// Undetermined for a reason of its own: not two rules, which is told already, nor a decision that it uses, nor that
/// the policy is not in force.
void DecisionAsker::ask_decided() {
  std::vector<Term> own{made_.undetermined, made_.in_force};
  for (const Term rivals : rivals_) own.push_back(terms_.negation(rivals));
  for (const DecisionId used : decisions_used()) {
    own.push_back(terms_.negation(prover_.encoding().decision(used).undetermined));
  }
  const auto cause = [](const EvaluationError& error) {
    return error.fault != Fault::undetermined_used && error.fault != Fault::several_rules &&
           error.fault != Fault::policy_not_in_force && error.decision == none;
  };
  Sought faulty = sought(
      own,
      [cause](const Verdict& verdict) {
        return verdict.outcome == Outcome::undetermined &&
               std::ranges::any_of(verdict.errors, [&](const EvaluationError& error) {
                 return cause(error) && !is_overflow(error.fault);
               });
      },
      false);
  faulty.overflow_counts = false;
  if (ask({.claim = Claim::decided}, faulty).answer == Answer::yes) {
    const Prover::Through through =
        prover_.through(solver_, terms_.both(made_.undetermined, made_.in_force), decisions_used());
    proof_.statements.back().where_determined = through.undetermined;
    proof_.statements.back().where_in_force = through.not_in_force;
  }
  const Sought overflowing = sought(
      own,
      [cause](const Verdict& verdict) {
        return verdict.outcome == Outcome::undetermined &&
               std::ranges::any_of(verdict.errors, [&](const EvaluationError& error) {
                 return cause(error) && is_overflow(error.fault);
               });
      },
      false);
  if (options_.information && proof_.statements.back().answer == Answer::yes)
    ask({.claim = Claim::no_overflow}, overflowing);
}

/// For a permission nothing permits, a value is absent: as it should be, but worth knowing.
void DecisionAsker::ask_some_rule() {
  std::vector<Term> none_applies{terms_.negation(made_.undetermined), made_.in_force};
  for (const Term wins : made_.wins) none_applies.push_back(terms_.negation(wins));
  ask({.claim = Claim::some_rule}, sought(
                                       none_applies,
                                       [](const Verdict& verdict) {
                                         return verdict.outcome != Outcome::undetermined && verdict.rules.empty() &&
                                                !verdict.policy_not_in_force;
                                       },
                                       true));
}

std::vector<DecisionId> DecisionAsker::decisions_used() const {
  std::vector<DecisionId> used = decisions_below(model_, about_);
  std::erase(used, id_);
  return used;
}

}  // namespace writ::analysis
