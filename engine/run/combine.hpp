#pragma once
// How the verdicts of rules make a decision: pure functions over what applied and what failed. Errors close: where a
// rule that failed could have changed the outcome, the decision is undetermined.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/program/program.hpp"

namespace writ {

/// A rule that did not simply fail to apply.
struct RuleVerdict {
  std::uint32_t rule;
  bool failed;          ///< Else it applies.
  std::uint32_t error;  ///< Number of its error, where it failed.
};

struct Winners {
  enum class Kind : std::uint8_t {
    outcome,       ///< Of a permission; `rules` won, or none permits.
    rules,         ///< Of a value: these rules give it.
    nothing,       ///< No rule applies: `otherwise` or what stands for it.
    several,       ///< Single rule, and more than one applies.
    undetermined,  ///< A rule that failed could have changed it.
  };
  Kind kind = Kind::undetermined;
  model::Outcome outcome = model::Outcome::undetermined;
};

/// Whom overrides leave standing.
struct Standing {
  bool surely;    ///< Applies, and nothing that applies or failed removes it.
  bool possibly;  ///< Applies or failed, and nothing that applies removes it.
};

/// Keeps its memory from one decision to the next.
class Combiner {
 public:
  /// `verdicts` in the order of the rules. Appends the winners to `rules`.
  Winners combine(const model::Decision& decision, const DecisionCode& code, std::span<const RuleVerdict> verdicts,
                  std::vector<std::uint32_t>& rules);

 private:
  Standing standing(const DecisionCode& code, const RuleVerdict& verdict) const;
  Winners permission(const DecisionCode& code, std::span<const RuleVerdict> verdicts,
                     std::vector<std::uint32_t>& rules);
  Winners plain_permission(const DecisionCode& code, std::span<const RuleVerdict> verdicts,
                           std::vector<std::uint32_t>& rules);
  Winners value(const model::Decision& decision, const DecisionCode& code, std::span<const RuleVerdict> verdicts,
                std::vector<std::uint32_t>& rules);

  enum class State : std::uint8_t { none, applies, failed };
  std::vector<State> states_;  // By rule, in decisions with overrides; none between decisions.
};

}  // namespace writ
