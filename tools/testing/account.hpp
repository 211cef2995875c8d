#pragma once
// Why an expectation does not hold, put in words: what was expected, what came, the rules and conditions that matter.
// The machine's program is traced, and the machine has decided what the expectation is about.

#include "tools/testing/expectation.hpp"
#include "tools/testing/literal.hpp"

namespace writ::testing {

/// "permitted by seller", "an obligation", ...: what an expectation expects.
std::string expected_words(const Ask& ask);
/// By name; `no_rule_permits` or `policy_not_in_force` where no rule won.
std::vector<std::string> names_of_winners(const model::Decision& decision, const Verdict& verdict);

/// Values are written in the zone of the test's file, which is the one that its author writes them in.
LiteralWriter literals(const Ask& ask);

void tell_missing(const Ask& ask, model::FactId fact, Failure& failure);
void tell_outcome(const Ask& ask, Machine& machine, const model::ExpectOutcome& node, Failure& failure);
void tell_notice(const Ask& ask, Machine& machine, const model::ExpectNotice& node, const Machine::StepNotice& wanted,
                 Failure& failure);
void tell_holds(const Ask& ask, Machine& machine, const model::ExpectHolds& node, const Horizon& horizon,
                Failure& failure);
void tell_condition(const Ask& ask, Machine& machine, const model::ExpectExpr& node,
                    const std::optional<EvaluationError>& error, Failure& failure);
void tell_invariant(const Ask& ask, Machine& machine, std::uint32_t invariant,
                    const std::optional<EvaluationError>& error, Failure& failure);

/// Adds what is to be said of a requirement.
void add_requirement(const Ask& ask, Machine& machine, model::RequirementId requirement, RuleAccount::Role role,
                     Failure& failure);
/// Adds where each of these facts was given.
void add_given_notes(const Ask& ask, const std::vector<model::FactId>& facts, Failure& failure);

}  // namespace writ::testing
