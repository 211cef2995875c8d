#pragma once
// What a machine says of an example: nothing that a solver found is believed before.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "engine/analysis/symbol.hpp"
#include "engine/run/machine.hpp"

namespace writ::analysis {

/// Whether `eval` takes facts at all.
struct Admission {
  model::RequirementId refused_by = model::none;  ///< The first requirement that does not hold; or none.
  std::optional<EvaluationError> error;           ///< It could not be evaluated.

  bool admitted() const { return refused_by == model::none; }
};

class Replay {
 public:
  /// Each of many examples takes a moment: facts that are harder to decide are no example.
  static constexpr std::uint64_t most_steps = 1'000'000;

  /// Invariants can be asked for where the program was compiled with its tests.
  explicit Replay(std::shared_ptr<const Program> program, const Limits& limits = {.steps = most_steps});

  /// Takes facts, as `eval` does where these are needed. Their memory must live until the next.
  Admission begin(Facts facts, std::span<const model::FactId> needs);
  Admission begin(const Example& example, std::span<const model::FactId> needs) {
    return begin(example.facts(), needs);
  }
  /// Of the facts taken; where they were not admitted nothing may be asked.
  const Verdict& decide(model::DecisionId decision) { return machine_.decide(decision); }
  Machine::RequirementResult invariant(std::uint32_t invariant) { return machine_.check_invariant(invariant); }
  Machine& machine() { return machine_; }

 private:
  Machine machine_;
};

}  // namespace writ::analysis
