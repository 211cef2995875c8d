#pragma once
// From what the engine has to what the public headers show.

#include "engine/api/load.hpp"
#include "engine/facts/answer.hpp"
#include "grammar/told.hpp"
#include "writ/policy_set.hpp"

namespace writ {

/// A present value in a register.
Value to_value(const Schema& schema, Type type, Slot slot);

/// Of a Period.
Value::Period to_period(Slot slot);

Finding to_finding(const Told& told, const SourceSet& sources);

/// Those that a decision reads and whose values the caller gave; before anything is decided.
std::vector<Decision::Parameter> overridden_parameters(model::DecisionId decision, const Program& program,
                                                       Machine& machine);

/// The first decision of an answer.
Decision to_decision(const Answer& answer, model::DecisionId decision, const Program& program, const SourceSet& sources,
                     const std::vector<Decision::Parameter>& overridden);

}  // namespace writ
