// What seems impossible, looked at again before it is called a fault: lists may have been too short, or a parameter may
// be there to be set.

#include <algorithm>

#include <fmt/format.h>

#include "engine/analysis/properties_decision.hpp"

namespace writ::analysis {

using namespace model;

namespace {

constexpr std::uint32_t wide_enough = 20;  ///< Of lists that are counted further than was looked at.

Bounds wider(const std::vector<ListBound>& bounds) {
  Bounds wide;
  for (ListBound bound : bounds) {
    bound.most = bound.enough ? std::min(2 * bound.most, bound.most + 3) : std::max(wide_enough, bound.most + 3);
    wide.lists.push_back(std::move(bound));
  }
  return wide;
}

/// The same policies with facts in place of the parameters that a decision reads and a caller may set.
std::shared_ptr<const Model> with_any_parameters(const Model& model, DecisionId decision) {
  auto free = std::make_shared<Model>(model);
  free->tests.clear();
  bool changed = false;
  for (const ParameterId id : model.decisions[decision].parameters) {
    Parameter& parameter = free->parameters[id];
    if (parameter.fixed || parameter.overridden || parameter.type.base == Kind::period) continue;
    const auto fact = static_cast<FactId>(free->facts.size());
    free->facts.push_back({.name = parameter.name,
                           .spelling = parameter.name,
                           .type = parameter.type,
                           .file = parameter.file,
                           .span = parameter.span});
    free->exprs.push_back({parameter.type, parameter.span, parameter.file, FactRef{fact}});
    parameter.value = static_cast<ExprId>(free->exprs.size() - 1);
    free->decisions[decision].needs.push_back(fact);
    changed = true;
  }
  return changed ? free : nullptr;
}

Answer ask_again(Prover& prover, const ProveOptions& options, const Statement& statement) {
  Proof aside;
  return DecisionAsker(prover, statement.decision, options, aside).again(statement);
}

}  // namespace

std::optional<std::string> too_short(Prover& prover, std::span<const FactId> needs) {
  for (const ListBound& bound : prover.facts().bounds()) {
    const std::string fact = bound.path.substr(0, bound.path.find_first_of(".["));
    const bool needed =
        std::ranges::any_of(needs, [&](FactId id) { return prover.model().facts[id].spelling == fact; });
    if (needed && !bound.enough) {
      return fmt::format("more than {} {} were not looked at, and they are counted further", bound.most, bound.path);
    }
  }
  return std::nullopt;
}

void Doubt::look_again(Statement& statement) {
  if (statement.decision == none || statement.answer != Answer::no || about_all_facts(statement.claim)) return;
  if (!is_fault(prover_.model(), statement)) return;
  if (wider_ == nullptr) {
    wider_ = std::make_unique<Prover>(prover_.shared_program(), wider(prover_.facts().bounds()), prover_.limits());
  }
  switch (ask_again(*wider_, options_, statement)) {
    case Answer::yes:
      statement.answer = Answer::yes;
      if (statement.claim == Claim::rule_applies) statement.claim = Claim::rule_wins;
      statement.winners.clear();
      return;
    case Answer::unknown:
      statement.answer = Answer::unknown;
      statement.why = "it is not with these lists, and longer ones are too much";
      return;
    case Answer::no: break;
  }
  if (const auto list = too_short(*wider_, prover_.model().decisions[statement.decision].needs)) {
    statement.answer = Answer::unknown;
    statement.why = *list;
    return;
  }
  const auto free = with_any_parameters(prover_.model(), statement.decision);
  const auto program = free == nullptr ? nullptr : compile(free);
  if (program == nullptr) return;
  Prover with_any(program, {std::nullopt, prover_.facts().bounds()}, prover_.limits());
  statement.by_parameters = ask_again(with_any, options_, statement) != Answer::no;
}

}  // namespace writ::analysis
