#pragma once
// By which values the rules of a decision are selected, so that only those that can apply are evaluated.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/program/rule_guards.hpp"

namespace writ {

struct RuleGroup;

/// By one value: which rules can apply with it. The others do not apply.
struct RuleSelection {
  static constexpr std::uint32_t no_section = 0xffffffff;

  PathId path = 0;
  bool by_range = false;
  std::vector<std::int64_t> keys;           ///< Rising: values, or bounds of ranges.
  std::vector<std::uint32_t> sections_of;   ///< By key; by range, the first is of what is below all bounds.
  std::vector<RuleGroup> sections;          ///< Each once, for however many keys.
  std::vector<std::uint32_t> where_absent;  ///< Rules that are evaluated where it cannot be read.
};

/// Rules that are evaluated together: some in any case, then those that selections leave.
struct RuleGroup {
  std::vector<std::uint32_t> rules;  ///< Rising.
  std::vector<RuleSelection> selections;
};

/// What the selections rest on, by rule.
struct RulePlan {
  std::vector<GuardedRule> guarded;
  RuleGroup all;
  /// A verdict may come before that of an earlier rule.
  bool out_of_order = false;
};

/// Selections among some of the rules, where they save work. Nothing is selected among few.
RulePlan plan_rules(RuleGuards& guards, const std::vector<model::Rule>& rules, std::vector<std::uint32_t> some);

}  // namespace writ
