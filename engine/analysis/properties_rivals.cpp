// Two rules of a decision that has one: facts for which both stand.

#include <algorithm>

#include "engine/analysis/properties_decision.hpp"

namespace writ::analysis {

using namespace model;

namespace {

bool several(const Verdict& verdict) {
  return std::ranges::any_of(verdict.errors, [](const EvaluationError& error) {
    return error.fault == Fault::several_rules && error.decision == none;
  });
}

}  // namespace

Term DecisionAsker::stands(std::uint32_t rule) {
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
void DecisionAsker::ask_rivals() {
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

}  // namespace writ::analysis
