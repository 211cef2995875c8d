#pragma once
// Which tests exercise which rules. A test exercises a rule that applied in one of its expectations, or that one of
// them expects by its name.

#include <cstdint>
#include <vector>

#include "engine/model/model.hpp"

namespace writ::documents {

/// A rule of a decision, or one of its `also`.
struct RuleId {
  model::DecisionId decision = model::none;
  bool is_also = false;
  std::uint32_t number = 0;  ///< `otherwise` is the one after the last.

  friend bool operator==(const RuleId&, const RuleId&) = default;
};

class Exercises {
 public:
  explicit Exercises(const model::Model& model);

  /// Each test is named once, whatever the order in which they are added.
  void add(RuleId rule, std::uint32_t test);

  /// In the order in which tests are written.
  const std::vector<std::uint32_t>& tests_of(RuleId rule) const;
  /// The tests that expect something of a decision.
  const std::vector<std::uint32_t>& tests_about(model::DecisionId decision) const { return about_[decision]; }
  void add_about(model::DecisionId decision, std::uint32_t test);

 private:
  struct OfDecision {
    std::vector<std::vector<std::uint32_t>> rules, alsos;
  };
  std::vector<OfDecision> decisions_;
  std::vector<std::vector<std::uint32_t>> about_;
};

/// What can be told without running a test: the rules that it names.
Exercises named_in_tests(const model::Model& model);

}  // namespace writ::documents
