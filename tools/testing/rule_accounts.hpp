#pragma once
// The part of an explanation that matters for an expectation that does not hold: the rules that decided, those that
// were expected and did not, and the conditions that made them so.

#include "tools/testing/expectation.hpp"

namespace writ::testing {

/// What is to be said of the rules of a decision that the machine has made. `expected` are names; those that are no
/// rule's (`no_rule_permits`) are passed over. Without `compare` no rules were expected in particular.
void add_rules(const Ask& ask, Machine& machine, model::DecisionId decision, const std::vector<std::string>& expected,
               bool compare, Failure& failure);

/// The step that was expected, a requirement or an invariant, that the machine has evaluated: its condition, and what
/// made it hold or not, as lines.
std::vector<std::string> lines_of_condition(const Ask& ask, Machine& machine, TraceNode::Kind kind, std::uint32_t id);

}  // namespace writ::testing
