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

/// The first decision of an answer.
Decision to_decision(const Answer& answer, model::DecisionId decision, const Program& program,
                     const SourceSet& sources);

}  // namespace writ
