#include "engine/analysis/properties.hpp"

#include <algorithm>
#include <array>

#include "engine/analysis/properties_decision.hpp"

namespace writ::analysis {
namespace {

using namespace model;

class Asker {
 public:
  Asker(const std::shared_ptr<const Program>& program, const ProveOptions& options)
      : options_(options), prover_(program, options.bounds, options.limits) {}

  Proof prove() {
    for (const DecisionId decision : options_.decisions) {
      tell(prover_.model().decisions[decision].name);
      const std::size_t before = proof_.statements.size();
      DecisionAsker(prover_, decision, options_, proof_).ask();
      for (std::size_t i = before; i < proof_.statements.size(); ++i) doubt_.look_again(proof_.statements[i]);
    }
    for (const std::uint32_t invariant : options_.invariants) {
      tell(prover_.model().invariants[invariant].name);
      ask_invariant(invariant, Claim::invariant_holds);
    }
    for (const QuestionAsked& question : options_.questions) {
      tell(prover_.model().invariants[question.invariant].name);
      ask_invariant(question.invariant, question.always ? Claim::always : Claim::possible);
    }
    for (Statement& statement : proof_.statements) limit(statement);
    proof_.bounds = prover_.facts().bounds();
    for (const Loosened& each : prover_.encoding().loosened()) {
      if (std::ranges::find(proof_.loosened, each.why) == proof_.loosened.end()) proof_.loosened.push_back(each.why);
    }
    return std::move(proof_);
  }

 private:
  void tell(const std::string& about) {
    if (options_.progress) options_.progress(about);
  }

  /// What was proved of lists that are counted further than was looked at is not known. What a decision's rules never
  /// do was looked at again.
  void limit(Statement& statement) {
    const bool of_all = about_all_facts(statement.claim);
    if (statement.answer != (of_all ? Answer::yes : Answer::no)) return;
    if (!of_all && statement.decision != none) return;
    const Model& model = prover_.model();
    const auto why = too_short(prover_, statement.decision != none ? model.decisions[statement.decision].needs
                                                                   : model.invariants[statement.invariant].needs);
    if (!why) return;
    statement.answer = Answer::unknown;
    statement.why = *why + ": see --bound";
    statement.contradiction.clear();
  }

  void ask_invariant(std::uint32_t number, Claim claim) {
    const Invariant& invariant = prover_.model().invariants[number];
    Solver solver = prover_.solver(invariant.needs);
    const std::array about{invariant.condition};
    const auto ask = [&](Claim asked, Sought sought) {
      sought.needs = invariant.needs;
      Statement statement{.claim = asked, .invariant = number};
      take(prover_.find(solver, sought, about), statement);
      const bool is_question = claim == Claim::possible;
      if (statement.witness && (is_question || statement.answer == Answer::no || options_.all_witnesses)) {
        statement.witness = prover_.shrunk(std::move(*statement.witness), sought, invariant.file);
        sought.confirmed = [&](Machine& machine, const FactSet&) {
          if (const auto error = machine.check_invariant(number).error) statement.errors.push_back(*error);
          return true;
        };
        prover_.bears_out(*statement.witness, sought);
      } else {
        statement.witness.reset();
      }
      proof_.statements.push_back(statement);
      return statement.answer;
    };

    if (ask(Claim::facts_admitted, {.confirmed = [](Machine&, const FactSet&) { return true; }, .likely = true}) ==
        Answer::no) {
      proof_.statements.back().contradiction = contradiction(prover_, invariant.needs);
      return;
    }
    const Truth truth = prover_.encoding().condition(invariant.condition);
    Terms& terms = prover_.terms();
    if (claim == Claim::possible) {
      ask(claim,
          {.terms = {truth.holds},
           .confirmed = [number](Machine& machine, const FactSet&) { return machine.check_invariant(number).holds; },
           .likely = true});
      return;
    }
    ask(claim, {.terms = {terms.negation(truth.holds), terms.negation(truth.fails)},
                .confirmed = [number](Machine& machine, const FactSet&) {
                  const auto result = machine.check_invariant(number);
                  return !result.holds && !result.error;
                }});
    Sought fails{.terms = {truth.fails}, .overflow_counts = false};
    const std::vector<DecisionId> used = decisions_below(prover_.model(), about);
    for (const DecisionId decision : used) {
      fails.terms.push_back(terms.negation(prover_.encoding().decision(decision).undetermined));
    }
    fails.confirmed = [number](Machine& machine, const FactSet&) {
      const auto result = machine.check_invariant(number);
      return result.error && !is_overflow(result.error->fault) && result.error->fault != Fault::undetermined_used;
    };
    if (ask(Claim::invariant_decided, std::move(fails)) != Answer::yes || used.empty()) return;

    // Its own parts never fail. What it reads may; that is told once, of the decision where that is asked about too.
    const Prover::Through through = prover_.through(solver, truth.fails, used);
    const bool told = std::ranges::all_of(through.undetermined, [&](DecisionId decision) {
      return std::ranges::find(options_.decisions, decision) != options_.decisions.end();
    });
    if (!told) {
      proof_.statements.pop_back();
      if (ask(Claim::invariant_decided, fails_by_others(number, truth.fails, used)) == Answer::no) return;
      proof_.statements.back().answer = Answer::yes;
      proof_.statements.back().why.clear();
    }
    proof_.statements.back().where_determined = through.undetermined;
    proof_.statements.back().where_in_force = through.not_in_force;
  }

  /// It cannot be evaluated because a decision that it reads is undetermined, in force and overflow apart.
  Sought fails_by_others(std::uint32_t number, Term fails, const std::vector<DecisionId>& used) {
    Sought sought{.terms = {fails}, .overflow_counts = false};
    std::vector<Term> undetermined;
    for (const DecisionId decision : used) {
      const DecisionTerms& terms = prover_.encoding().decision(decision);
      sought.terms.push_back(terms.in_force);
      undetermined.push_back(terms.undetermined);
    }
    sought.terms.push_back(prover_.terms().any(undetermined));
    sought.confirmed = [number, used](Machine& machine, const FactSet&) {
      const auto result = machine.check_invariant(number);
      if (!result.error || result.error->fault != Fault::undetermined_used) return false;
      return std::ranges::any_of(used, [&](DecisionId decision) {
        return std::ranges::any_of(machine.decide(decision).errors, [](const EvaluationError& error) {
          return !is_overflow(error.fault) && error.fault != Fault::undetermined_used &&
                 error.fault != Fault::policy_not_in_force;
        });
      });
    };
    return sought;
  }

  const ProveOptions& options_;
  Prover prover_;
  Doubt doubt_{prover_, options_};
  Proof proof_;
};

}  // namespace

bool about_all_facts(Claim claim) { return claim >= Claim::one_rule; }

bool is_fault(const Model& model, const Statement& statement) {
  if (statement.answer != Answer::no || statement.by_parameters) return false;
  switch (statement.claim) {
    case Claim::some_rule:
    case Claim::no_overflow:
    case Claim::possible: return false;
    case Claim::rule_matters: {
      // A prohibition that another always accompanies still says why; a rule may be there for what it says.
      const auto effect = model.decisions[statement.decision].rules[statement.rule].effect;
      return !statement.says_something && (!effect || *effect == syntax::Effect::permit);
    }
    case Claim::rule_wins: {
      // A type that cannot be absent makes its author write an `otherwise`, whether it is ever reached or not.
      const Decision& decision = model.decisions[statement.decision];
      return statement.rule < decision.rules.size() || decision.type.optional;
    }
    default: return true;
  }
}

void take(FoundFacts found, Statement& statement) {
  const bool all = about_all_facts(statement.claim);
  switch (found.possible) {
    case Possible::yes: statement.answer = all ? Answer::no : Answer::yes; break;
    case Possible::no: statement.answer = all ? Answer::yes : Answer::no; break;
    case Possible::unknown: statement.answer = Answer::unknown; break;
  }
  statement.why = std::move(found.why);
  statement.witness = std::move(found.facts);
}

bool is_overflow(Fault fault) { return fault == Fault::overflow || fault == Fault::out_of_range; }

Proof prove(const std::shared_ptr<const Program>& program, const ProveOptions& options) {
  return Asker(program, options).prove();
}

}  // namespace writ::analysis
