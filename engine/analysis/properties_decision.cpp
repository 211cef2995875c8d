#include "engine/analysis/properties_decision.hpp"

#include <algorithm>
#include <array>

#include "engine/analysis/symbol_operations.hpp"
#include "engine/run/equality.hpp"

namespace writ::analysis {
namespace {

using namespace model;

class DecisionAsker {
 public:
  DecisionAsker(Prover& prover, DecisionId id, const ProveOptions& options, Proof& proof)
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

  void ask() {
    if (!ask_admitted()) return;
    const std::uint32_t rules = rule_count();
    for (std::uint32_t rule = 0; rule < rules; ++rule) ask_rule(rule);
    for (std::uint32_t also = 0; also < decision_.alsos.size(); ++also) ask_also(also);
    if (!decision_.permission && decision_.combine == syntax::Combine::single) ask_rivals();
    ask_decided();
    if (!decision_.otherwise) ask_some_rule();
  }

 private:
  std::uint32_t rule_count() const {
    return static_cast<std::uint32_t>(decision_.rules.size()) + (decision_.otherwise ? 1 : 0);
  }

  Sought sought(std::vector<Term> terms, std::function<bool(const Verdict&)> confirmed, bool likely) const {
    return {.needs = decision_.needs,
            .terms = std::move(terms),
            .confirmed = [this, confirmed = std::move(confirmed)](
                             Machine& machine, const FactSet&) { return confirmed(machine.decide(id_)); },
            .likely = likely};
  }

  /// Asks, and keeps what is found for the questions that come after.
  Statement& ask(Statement statement, const Sought& what) {
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
  FoundFacts known(const Sought& what) {
    for (const FactSet& facts : pool_) {
      if (prover_.bears_out(facts, what)) return {Possible::yes, facts, {}};
    }
    return {};
  }

  // ---- requirements -----------------------------------------------------------------------------------------------

  bool ask_admitted() {
    const Sought any = sought(
        {}, [](const Verdict&) { return true; }, true);
    if (ask({.claim = Claim::facts_admitted}, any).answer != Answer::no) return true;
    for (RequirementId id = 0; id < model_.requirements.size(); ++id) {
      const Requirement& requirement = model_.requirements[id];
      if (!std::ranges::includes(decision_.needs, requirement.reads)) continue;
      Solver alone(terms_, options_.limits);
      const Truth truth = prover_.encoding().condition(requirement.condition);
      const Found found = alone.find(std::array{truth.holds});
      if (found.possible == Possible::no) {
        proof_.statements.push_back({.claim = Claim::requirement_holds, .requirement = id, .answer = Answer::no});
      }
    }
    return false;
  }

  // ---- rules ------------------------------------------------------------------------------------------------------

  static bool won(const Verdict& verdict, std::uint32_t rule) {
    return std::ranges::find(verdict.rules, rule) != verdict.rules.end();
  }

  void ask_rule(std::uint32_t rule) {
    const bool otherwise = rule == decision_.rules.size();
    const Sought wins = sought(
        {made_.wins[rule]}, [rule](const Verdict& verdict) { return won(verdict, rule); }, true);
    const Answer answer = ask({.claim = Claim::rule_wins, .rule = rule}, wins).answer;
    if (answer == Answer::yes) {
      if (!otherwise) ask_matters(rule);
      return;
    }
    if (answer == Answer::unknown || otherwise) return;
    // It never wins: because it never applies, or because of others.
    Statement& never_wins = proof_.statements.back();
    const Found applies = solver_.find(std::array{made_.rules[rule].holds, prover_.encoding().overflow_counts()});
    if (applies.possible == Possible::no) {
      never_wins.claim = Claim::rule_applies;
      return;
    }
    for (std::uint32_t other = 0; other < rule_count(); ++other) {
      if (other == rule) continue;
      const Found beside = solver_.find(std::array{made_.rules[rule].holds, terms_.negation(made_.wins[other])});
      if (beside.possible != Possible::no) continue;
      never_wins.winners.push_back(other);
    }
  }

  void ask_also(std::uint32_t also) {
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
    const Sought what = sought(
        {made_.alsos[also].holds, told},
        [notice](const Verdict& verdict) {
          const auto gives = [notice](const NoticeResult& each) { return each.notice == notice; };
          return std::ranges::any_of(verdict.obligations, gives) || std::ranges::any_of(verdict.advice, gives);
        },
        true);
    ask({.claim = Claim::also_applies, .rule = also}, what);
  }

  // ---- whether a rule matters -------------------------------------------------------------------------------------

  /// The same policies, but this rule never applies.
  std::shared_ptr<const Model> without(std::uint32_t rule) const {
    auto model = std::make_shared<Model>(model_);
    Expr never{Type{Kind::boolean}, decision_.rules[rule].span, decision_.file, Constant{0}};
    model->exprs.push_back(std::move(never));
    Rule& removed = model->decisions[id_].rules[rule];
    removed.when = static_cast<ExprId>(model->exprs.size() - 1);
    removed.unless = removed.in_force = none;
    removed.overrides.clear();
    model->tests.clear();
    return model;
  }

  bool same_result(const Verdict& a, const Verdict& b) const {
    if (a.outcome != b.outcome) return false;
    if (decision_.permission || a.outcome != Outcome::decided) return true;
    if (a.present != b.present) return false;
    std::uint64_t work = 0;
    return !a.present || equal_values(model_.schema, decision_.type.present(), a.value, b.value, work);
  }

  /// Outcome or value would be others without it.
  void ask_matters(std::uint32_t rule) {
    const std::shared_ptr<const Model> other_model = without(rule);
    const auto other_program = compile(other_model);
    if (other_program == nullptr) return;
    Machine other_machine(other_program);
    const auto differs = [&](Machine& machine, const FactSet& facts) {
      const Example laid_out = example(*other_program, facts);
      other_machine.begin(laid_out.facts());
      return !same_result(machine.decide(id_), other_machine.decide(id_));
    };
    Encoding other(prover_.keep(other_model), terms_, prover_.facts());
    const DecisionTerms& without = other.decision(id_);
    const auto differ = [&](Term a, Term b) { return terms_.negation(terms_.equal(a, b)); };
    std::vector<Term> differences = {differ(made_.permitted, without.permitted),
                                     differ(made_.forbidden, without.forbidden),
                                     differ(made_.referred, without.referred), differ(made_.decided, without.decided)};
    if (!decision_.permission) {
      const Term same = equal_symbols(terms_, model_.schema, decision_.type, made_.value, without.value);
      differences.push_back(terms_.all(std::array{made_.decided, without.decided, terms_.negation(same)}));
    }
    const Sought what{
        .needs = decision_.needs, .terms = {terms_.any(differences)}, .confirmed = differs, .likely = true};
    ask({.claim = Claim::rule_matters, .rule = rule, .says_something = says_something(decision_.rules[rule])}, what);
  }

  bool says_something(const Rule& rule) const { return rule.because.has_value() || !rule.then.empty(); }

  // ---- all facts --------------------------------------------------------------------------------------------------

  Term stands(std::uint32_t rule) {
    std::vector<Term> conditions{made_.rules[rule].holds};
    for (std::uint32_t other = 0; other < decision_.rules.size(); ++other) {
      const auto& overrides = decision_.rules[other].overrides;
      if (std::ranges::find(overrides, rule) == overrides.end()) continue;
      conditions.push_back(terms_.negation(made_.rules[other].holds));
      conditions.push_back(terms_.negation(made_.rules[other].fails));
    }
    return terms_.all(conditions);
  }

  /// Pairs of rules that both stand: one question where there are none.
  void ask_rivals() {
    const auto rules = static_cast<std::uint32_t>(decision_.rules.size());
    std::vector<Term> standing;
    for (std::uint32_t rule = 0; rule < rules; ++rule) standing.push_back(stands(rule));
    for (;;) {
      std::vector<Term> pairs;
      for (std::uint32_t a = 0; a < rules; ++a) {
        for (std::uint32_t b = a + 1; b < rules; ++b) {
          const Term both = terms_.both(standing[a], standing[b]);
          if (std::ranges::find(rivals_, both) == rivals_.end()) pairs.push_back(both);
        }
      }
      if (pairs.empty() && !rivals_.empty()) return;
      const Sought what = sought({terms_.any(pairs), made_.in_force}, several, false);
      const FoundFacts found = prover_.find(solver_, what, about_);
      if (found.possible != Possible::yes) {
        Statement statement{.claim = Claim::one_rule, .decision = id_};
        take(found, statement);
        if (rivals_.empty() || statement.answer == Answer::unknown) proof_.statements.push_back(std::move(statement));
        return;
      }
      std::uint32_t first = none, second = none;
      const Sought which = sought(
          {},
          [&](const Verdict& verdict) {
            if (!several(verdict)) return false;
            std::vector<std::uint32_t> rivals;
            for (const EvaluationError& error : verdict.errors) {
              if (error.fault == Fault::several_rules && error.decision == none) rivals.push_back(error.rule);
            }
            for (std::size_t a = 0; a < rivals.size(); ++a) {
              for (std::size_t b = a + 1; b < rivals.size(); ++b) {
                const Term both = terms_.both(standing[rivals[a]], standing[rivals[b]]);
                if (std::ranges::find(rivals_, both) != rivals_.end()) continue;
                if (first == none) first = rivals[a], second = rivals[b];
                return rivals[a] == first && rivals[b] == second;
              }
            }
            return false;
          },
          false);
      if (!prover_.bears_out(*found.facts, which) || first == none) return;
      Statement statement{
          .claim = Claim::one_rule, .decision = id_, .rule = first, .rival = second, .answer = Answer::no};
      statement.witness = prover_.shrunk(*found.facts, which, decision_.file);
      proof_.statements.push_back(std::move(statement));
      rivals_.push_back(terms_.both(standing[first], standing[second]));
    }
  }

  static bool several(const Verdict& verdict) {
    return std::ranges::any_of(verdict.errors, [](const EvaluationError& error) {
      return error.fault == Fault::several_rules && error.decision == none;
    });
  }

  /// Undetermined for a reason of its own: not two rules, which is told already, nor a decision that it uses, nor that
  /// the policy is not in force.
  void ask_decided() {
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
    ask({.claim = Claim::decided}, faulty);
    const Sought overflowing = sought(
        own,
        [cause](const Verdict& verdict) {
          return verdict.outcome == Outcome::undetermined &&
                 std::ranges::any_of(verdict.errors, [&](const EvaluationError& error) {
                   return cause(error) && is_overflow(error.fault);
                 });
        },
        false);
    if (proof_.statements.back().answer == Answer::yes) ask({.claim = Claim::no_overflow}, overflowing);
  }

  /// For a permission nothing permits, a value is absent: as it should be, but worth knowing.
  void ask_some_rule() {
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

  std::vector<DecisionId> decisions_used() const {
    std::vector<DecisionId> used;
    std::vector<ExprId> roots = about_;
    const auto below = reachable(model_, roots);
    for (ExprId expr = 0; expr < model_.exprs.size(); ++expr) {
      if (!below[expr]) continue;
      DecisionId id = none;
      if (const auto* value = std::get_if<DecisionRef>(&model_[expr].node)) id = value->decision;
      if (const auto* outcome = std::get_if<OutcomeTest>(&model_[expr].node)) id = outcome->decision;
      if (id != none && id != id_ && std::ranges::find(used, id) == used.end()) used.push_back(id);
    }
    return used;
  }

  Prover& prover_;
  Terms& terms_;
  const Model& model_;
  DecisionId id_;
  const Decision& decision_;
  const ProveOptions& options_;
  Proof& proof_;
  std::vector<ExprId> about_;
  Solver solver_;
  const DecisionTerms made_;
  std::vector<FactSet> pool_;
  std::vector<Term> rivals_;  // Pairs that stand together and are told.
};

}  // namespace

void ask_about_decision(Prover& prover, DecisionId decision, const ProveOptions& options, Proof& proof) {
  DecisionAsker(prover, decision, options, proof).ask();
}

}  // namespace writ::analysis
