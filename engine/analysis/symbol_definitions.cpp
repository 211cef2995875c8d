// What is known of the unknowns that terms are made of: to be assumed with a question about them.

#include <set>
#include <span>

#include "engine/analysis/symbol_state.hpp"

namespace writ::analysis {

Term SymbolicFacts::definitions(std::span<const Term> about) const {
  State& state = *state_;
  Term all = state.terms.truth(true);
  if (state.quotients.empty() && state.questions.empty() && !state.lower) return all;
  std::map<std::uint32_t, Term> by_variable;
  for (const State::Quotient& quotient : state.quotients) by_variable.emplace(quotient.variable, quotient.definition);
  std::set<FunctionId> questions;
  for (const State::Question& question : state.questions) questions.insert(question.function);
  std::map<Term, std::vector<FunctionId>> asked;
  std::vector<Term> lowered;
  std::vector<Term> open(about.begin(), about.end());
  std::vector<bool> seen(state.terms.size());
  while (!open.empty()) {
    const Term next = open.back();
    open.pop_back();
    if (seen[next]) continue;
    seen[next] = true;
    const TermNode& node = state.terms[next];
    switch (node.op) {
      case TermOp::truth:
      case TermOp::number: break;
      case TermOp::variable:
        if (const auto found = by_variable.find(node.id); found != by_variable.end()) {
          all = state.terms.both(all, found->second);
          open.push_back(found->second);
          seen.resize(state.terms.size());
        }
        break;
      case TermOp::choose: open.push_back(node.c); [[fallthrough]];
      case TermOp::both:
      case TermOp::either:
      case TermOp::equal:
      case TermOp::at_most:
      case TermOp::add:
      case TermOp::times:
      case TermOp::quotient:
      case TermOp::remainder: open.push_back(node.b); [[fallthrough]];
      case TermOp::negation: open.push_back(node.a); break;
      case TermOp::apply:
        if (questions.contains(node.id)) asked[node.a].push_back(node.id);
        if (state.lower == node.id) lowered.push_back(node.a);
        open.push_back(node.a);
        break;
    }
  }
  return state.terms.both(all, state.consistent(asked, lowered));
}

}  // namespace writ::analysis
