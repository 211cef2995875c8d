// Whether a rule makes a difference: the decision with it beside the decision without it.

#include <algorithm>
#include <array>

#include "engine/analysis/properties_decision.hpp"
#include "engine/analysis/symbol_operations.hpp"
#include "engine/run/equality.hpp"

namespace writ::analysis {

using namespace model;

/// The same policies, but this rule never applies.
std::shared_ptr<const Model> DecisionAsker::without(std::uint32_t rule) const {
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

bool DecisionAsker::same_result(const Verdict& a, const Verdict& b) const {
  if (a.outcome != b.outcome) return false;
  if (decision_.permission || a.outcome != Outcome::decided) return true;
  if (a.present != b.present) return false;
  std::uint64_t work = 0;
  return !a.present || equal_values(model_.schema, decision_.type.present(), a.value, b.value, work);
}

/// Outcome or value would be others without it. Nothing where the policies without it cannot be compiled.
std::optional<Sought> DecisionAsker::matters(std::uint32_t rule) {
  const std::shared_ptr<const Model> other_model = without(rule);
  const auto other_program = compile(other_model);
  if (other_program == nullptr) return std::nullopt;
  const auto other_machine = std::make_shared<Machine>(other_program);
  Encoding other(prover_.keep(other_model), terms_, prover_.facts());
  const DecisionTerms& without = other.decision(id_);
  const auto differ = [&](Term a, Term b) { return terms_.negation(terms_.equal(a, b)); };
  std::vector<Term> differences = {differ(made_.permitted, without.permitted),
                                   differ(made_.forbidden, without.forbidden), differ(made_.referred, without.referred),
                                   differ(made_.decided, without.decided)};
  if (!decision_.permission) {
    const Term same = equal_symbols(terms_, model_.schema, decision_.type, made_.value, without.value);
    differences.push_back(terms_.all(std::array{made_.decided, without.decided, terms_.negation(same)}));
  }
  return Sought{.needs = decision_.needs,
                .terms = {terms_.any(differences)},
                .confirmed =
                    [this, other_program, other_machine](Machine& machine, const FactSet& facts) {
                      const Example laid_out = example(*other_program, facts);
                      other_machine->begin(laid_out.facts());
                      return !same_result(machine.decide(id_), other_machine->decide(id_));
                    },
                .likely = true};
}

}  // namespace writ::analysis
