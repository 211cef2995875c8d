#pragma once
// Decides one order after another. A machine owns all the memory that deciding needs and keeps it, so that after the
// first few orders it allocates nothing. One machine serves one thread; a program serves any number of machines.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/program/program.hpp"
#include "engine/run/motion.hpp"

namespace writ {

/// What an evaluation reads: a row of facts laid out by the program, and the time.
struct Facts {
  const Slot* row = nullptr;
  time::Instant now = 0;
};

struct EvaluationError {
  Fault fault = Fault::none;
  model::ExprId expr = model::none;         ///< Where; or none.
  std::uint32_t rule = model::none;         ///< While evaluating this rule; or none.
};

/// What a decision came to, by numbers of the model. `otherwise` counts as the rule after the last.
struct Verdict {
  model::Outcome outcome = model::Outcome::undetermined;
  /// Rules that won, in order. Empty with `forbidden`: no_rule_permits, or policy_not_in_force.
  std::vector<std::uint32_t> rules;
  bool policy_not_in_force = false;
  /// A present value has `present`; a list that rules built lies in the machine's arena.
  bool present = false;
  Slot value{};
  std::vector<EvaluationError> errors;      ///< Those that decided it (undetermined), else those that changed nothing.

  time::Instant until = forever;            ///< First instant at which any part may differ; a lower bound.
  Piece value_piece;                        ///< How the value moves.
};

struct NoticeResult {
  model::NoticeId notice;
  std::span<const Slot> arguments;          ///< Registers, as wide as the types.
};
struct MessageResult {
  std::string_view language;
  const Text* text;
};
/// All that a decision says beside its outcome. Filled by `describe`.
struct Description {
  struct Reason {
    std::uint32_t rule;
    std::vector<MessageResult> message;
  };
  std::vector<Reason> reasons;
  std::vector<NoticeResult> obligations, advice;
};

/// Until when a decision holds.
struct Horizon {
  enum class Kind : std::uint8_t { never_changes, changes, at_least };
  Kind kind = Kind::never_changes;
  time::Instant at = 0;
  bool follows_now = false;
};

struct Limits {
  std::uint64_t steps = 100'000'000;       ///< Of loops and calls in one evaluation.
  std::uint32_t horizon_changes = 10'000;  ///< After which `holds_at_least` is said.
  std::uint64_t horizon_steps = 20'000'000;
};

class Machine {
 public:
  explicit Machine(std::shared_ptr<const Program> program, Limits limits = {});
  ~Machine();
  Machine(Machine&&) noexcept;
  Machine& operator=(Machine&&) noexcept;

  const Program& program() const;

  /// Takes facts; what was decided before is forgotten. The facts' memory must live until the next `begin`.
  void begin(Facts facts);
  /// For facts' own memory: reset by the caller, never by the machine.

  /// Whether a requirement holds: 1, 0, or an error.
  struct RequirementResult {
    bool holds = true;
    std::optional<EvaluationError> error;
  };
  RequirementResult check(model::RequirementId requirement);
  std::vector<MessageResult> because(model::RequirementId requirement);

  /// Decides. The reference holds until the next `begin`.
  const Verdict& decide(model::DecisionId decision);
  /// Messages, obligations and advice of a decision that was decided. May turn it undetermined: an obligation that
  /// cannot be computed cannot be left out of a permission.
  Description describe(model::DecisionId decision);
  /// Until when it holds. Decides again at later instants: what `decide` and `describe` returned for
  /// these facts stays valid, but decide all that is wanted first.
  Horizon horizon(model::DecisionId decision);

  /// The value of an expression block that needs no facts: a parameter's.
  struct ParameterValue { bool failed; bool present; Slot value; };
  ParameterValue parameter(model::ParameterId parameter);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ
