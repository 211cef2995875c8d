#pragma once
// How the verdicts of rules make a decision: pure functions over what applied and what failed. Errors close: where a
// rule that failed could have changed the outcome, the decision is undetermined.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ {

/// What the rules of a decision came to: those that apply, a bit each, and those that failed. All others do not apply.
class RuleVerdicts {
 public:
  static constexpr std::uint32_t bits = verdicts_at_once;  ///< In a word.

  /// Room for so many rules.
  explicit RuleVerdicts(std::size_t rules) : words_(rules / bits + 1) {}

  void clear() {
    for (const std::uint32_t word : some_) words_[word] = 0;
    some_.clear();
    failed_.clear();
  }
  /// Rules with bits in the word, of whom these bits apply.
  void add(std::size_t word, std::uint64_t applies) {
    if (applies == 0) return;
    if (words_[word] == 0) some_.push_back(static_cast<std::uint32_t>(word));
    words_[word] |= applies;
  }
  struct Failure {
    std::uint32_t rule = 0;
    EvaluationError error = {};
  };
  void fail(std::uint32_t rule, EvaluationError error) { failed_.push_back({rule, error}); }
  /// Where they were asked in another order: into the order of the rules.
  void put_in_order() {
    if (some_.size() > 1 || failed_.size() > 1) sort();
  }
  /// Leaves out what comes after the first that applies or failed. They are in order.
  void keep_first();
  /// Those of other rules come among these.
  void merge(const RuleVerdicts& others);

  /// Calls `visit` with the number of each word that has bits, and these, in their order.
  template <typename Visit>
  void each_word(Visit visit) const {
    for (const std::uint32_t word : some_) visit(word, words_[word]);
  }
  /// Calls `visit` with each rule that applies, in their order.
  template <typename Visit>
  void each_rule(Visit visit) const {
    each_word([&](std::size_t word, std::uint64_t applied) { each_bit(word, applied, visit); });
  }
  template <typename Visit>
  static void each_bit(std::size_t word, std::uint64_t rest, Visit visit) {
    for (; rest != 0; rest &= rest - 1) {
      visit(static_cast<std::uint32_t>(word * bits) + static_cast<std::uint32_t>(std::countr_zero(rest)));
    }
  }
  const std::vector<Failure>& failed() const { return failed_; }
  /// The same rules apply as in another, and in both none failed.
  bool apply_as(const RuleVerdicts& other) const {
    return failed_.empty() && other.failed_.empty() && some_ == other.some_ &&
           std::ranges::all_of(some_, [&](std::uint32_t word) { return words_[word] == other.words_[word]; });
  }
  bool none() const { return failed_.empty() && first() == model::none; }

 private:
  void sort();
  /// The first rule that applies; or none.
  std::uint32_t first() const;

  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> some_;  // Which words have bits: of a decision with thousands of rules few apply.
  std::vector<Failure> failed_;
};

/// The rules of a permission by their effect, a bit each.
struct RulesByEffect {
  explicit RulesByEffect(const DecisionCode& code);
  std::vector<std::uint64_t> forbid, refer;
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

/// A permission where nothing failed and nothing overrides: the strongest effect that applies wins. Appends the winners
/// to `rules`.
model::Outcome strongest(const RulesByEffect& by_effect, const RuleVerdicts& verdicts,
                         std::vector<std::uint32_t>& rules);

/// All other decisions. Keeps its memory from one decision to the next.
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
  Winners permission(const DecisionCode& code, std::vector<std::uint32_t>& rules) const;
  Winners value(const model::Decision& decision, const DecisionCode& code, std::vector<std::uint32_t>& rules) const;

  std::vector<Candidate> candidates_;  // Rules that apply or failed, in their order,
  std::vector<State> states_;          // and the same by rule; only in decisions with overrides.
};

}  // namespace writ
