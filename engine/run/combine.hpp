#pragma once
// How the verdicts of rules make a decision: pure functions over what applied and what failed. Errors close: where a
// rule that failed could have changed the outcome, the decision is undetermined.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ {

/// What the rules of a decision came to: those that apply and those that failed, each in the order of the rules. All
/// others do not apply.
class RuleVerdicts {
 public:
  /// Room for so many rules.
  explicit RuleVerdicts(std::size_t rules) : applied_(rules + 1) {}

  void clear() {
    count_ = 0;
    failed_.clear();
  }
  /// Without a branch: which rules apply is what a processor cannot foretell. What is too much for the room is left
  /// out.
  void add(std::uint32_t rule, bool applies) {
    applied_[count_] = rule;
    count_ = std::min(count_ + (applies ? 1 : 0), applied_.size() - 1);
  }
  struct Failure {
    std::uint32_t rule = 0;
    EvaluationError error = {};
  };
  void fail(std::uint32_t rule, EvaluationError error) { failed_.push_back({rule, error}); }
  /// Where they were added in another order. With `first_alone` what comes after the first is left out.
  void put_in_order(bool first_alone);
  /// Those that were added from here on come among those before, in the order of the rules.
  void put_among(std::size_t from);
  /// Both, of rules that are asked apart.
  void merge(const RuleVerdicts& some, const RuleVerdicts& others);

  std::span<const std::uint32_t> applied() const { return {applied_.data(), count_}; }
  const std::vector<Failure>& failed() const { return failed_; }
  /// The same rules apply as in another, and in both none failed.
  bool apply_as(const RuleVerdicts& other) const;
  bool none() const { return count_ == 0 && failed_.empty(); }

 private:
  std::vector<std::uint32_t> applied_;
  std::size_t count_ = 0;
  std::vector<Failure> failed_;
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
  /// Appends the winners to `rules`.
  Winners combine(const model::Decision& decision, const DecisionCode& code, const RuleVerdicts& verdicts,
                  std::vector<std::uint32_t>& rules);

 private:
  enum class State : std::uint8_t { none, applies, failed };
  struct Candidate {
    std::uint32_t rule;
    bool failed;  // Else it applies.
  };

  void line_up(const DecisionCode& code, const RuleVerdicts& verdicts);
  Standing standing(const DecisionCode& code, Candidate candidate) const;
  Winners plain_permission(const DecisionCode& code, std::span<const std::uint32_t> applied,
                           std::vector<std::uint32_t>& rules) const;
  Winners permission(const DecisionCode& code, std::vector<std::uint32_t>& rules) const;
  Winners value(const model::Decision& decision, const DecisionCode& code, std::vector<std::uint32_t>& rules) const;

  std::vector<Candidate> candidates_;  // Rules that apply or failed, in their order,
  std::vector<State> states_;          // and the same by rule; only in decisions with overrides.
};

}  // namespace writ
