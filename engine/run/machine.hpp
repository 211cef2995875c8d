#pragma once
// Decides one order after another. A machine owns all the memory that deciding needs and keeps it, so that after the
// first few orders it allocates nothing. One machine serves one thread; a program serves any number of machines.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/program/program.hpp"
#include "engine/run/motion.hpp"
#include "engine/run/trace.hpp"
#include "writ/limits.hpp"

namespace writ {

/// What an evaluation reads: a row of facts laid out by the program, and the time.
struct Facts {
  const Slot* row = nullptr;
  time::Instant now = 0;
};

struct EvaluationError {
  Fault fault = Fault::none;
  model::ExprId expr = model::none;  ///< Where; or none: the decision as a whole.
  std::uint32_t rule = model::none;  ///< While evaluating this rule; or none.
  /// Whose rule it is, where the error is the cause of another: that of a decision that is used and is undetermined.
  model::DecisionId decision = model::none;

  friend bool operator==(const EvaluationError&, const EvaluationError&) = default;
};

/// A rule by its number in a verdict: `otherwise` is the one after the last.
inline const model::Rule& rule_of(const model::Decision& decision, std::uint32_t number) {
  return number == decision.rules.size() ? *decision.otherwise : decision.rules[number];
}

struct NoticeResult {
  model::NoticeId notice;
  std::span<const Slot> arguments;  ///< One after another, each `registers(type)` long.
};

/// What a decision came to, by numbers of the model.
struct Verdict {
  model::Outcome outcome = model::Outcome::undetermined;
  /// Rules that won, in the order written; `otherwise` is the number after the last. With `forbidden` and no rule:
  /// no_rule_permits, or policy_not_in_force.
  std::vector<std::uint32_t> rules;
  bool policy_not_in_force = false;
  bool present = false;  ///< Of a value decision: not absent.
  Slot value{};
  std::vector<NoticeResult> obligations, advice;
  /// Those that left it undetermined; with another outcome, those that changed nothing.
  std::vector<EvaluationError> errors;
};

struct MessageResult {
  std::string_view language;  ///< "" for a text without one.
  const Text* text;
};

/// Until when a decision holds: the first instant at which outcome, rules or value differ if only `now` changes.
struct Horizon {
  enum class Kind : std::uint8_t { never_changes, changes, at_least };
  Kind kind = Kind::never_changes;
  time::Instant at = 0;      ///< Of `changes` and `at_least`.
  bool follows_now = false;  ///< The value moves with `now`; `at` is about outcome and rules.
  /// Where it follows: the first instant at which it no longer does, as far as the search went; else past all times.
  time::Instant follows_until = forever;
  std::uint64_t steps = 0;  ///< The work that it took, in loops and calls.
};

class Machine {
 public:
  explicit Machine(std::shared_ptr<const Program> program, Limits limits = {});
  ~Machine();
  Machine(Machine&&) noexcept;
  Machine& operator=(Machine&&) noexcept;

  const Program& program() const;
  const Limits& limits() const;

  /// Takes facts; what was decided before is forgotten. Their memory must live until the next `begin`. Who is going to
  /// ask for horizons too says so, and has them sooner.
  enum class Asking : std::uint8_t { decisions, horizons };
  void begin(Facts facts, Asking asking = Asking::decisions);
  /// Where facts may be put for `begin` to take them from without a copy; a slot more than there are facts is free.
  Slot* facts();
  /// `begin` with the facts that were put there, and `decide`: in machine_state.hpp.
  [[gnu::always_inline]] inline const Verdict& begin_and_decide(time::Instant now, Asking asking,
                                                                model::DecisionId decision);

  struct RequirementResult {
    bool holds = true;
    std::optional<EvaluationError> error;  ///< It could not be evaluated, and so does not hold.
  };
  RequirementResult check(model::RequirementId requirement);
  /// Whether an invariant, by its number in the model, holds; the program was compiled with its tests.
  RequirementResult check_invariant(std::uint32_t invariant);
  /// Why it refuses, as `message` has it.
  std::span<const MessageResult> because(model::RequirementId requirement);

  /// Decides, with all that the decision uses, each once. The reference holds until the next `begin`.
  const Verdict& decide(model::DecisionId decision);
  /// The message of a rule; a language whose text cannot be made is left out.
  std::span<const MessageResult> message(model::DecisionId decision, std::uint32_t rule);
  /// Until when the decision holds. Does not disturb what was decided. The reference holds until one is asked for
  /// again.
  const Horizon& horizon(model::DecisionId decision);

  struct ParameterValue {
    bool failed = false, present = false;
    Slot value{};
  };
  ParameterValue parameter(model::ParameterId parameter);

  /// What a step of a test gives, sets or expects; its program has the tests. A record is its row.
  struct StepValue {
    std::optional<EvaluationError> error;
    bool present = false;
    Slot value{};
  };
  StepValue step_value(std::uint32_t test, std::uint32_t step);
  /// The notice that a step expects.
  struct StepNotice {
    std::optional<EvaluationError> error;
    NoticeResult notice{};
  };
  StepNotice step_notice(std::uint32_t test, std::uint32_t step);

  /// That deciding took since `begin`: elements of lists, calls, bytes of texts. No horizon's are among them.
  std::uint64_t steps() const;

  /// What was noted since `begin`; empty unless the program was compiled to trace. The horizon notes nothing.
  const Trace& trace() const;
  /// An error that the trace names by its number.
  const EvaluationError& error(std::uint32_t number) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ
