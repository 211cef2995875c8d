#pragma once
// What is asked of one decision. Included by this room's own files only.

#include "engine/analysis/properties.hpp"
#include "engine/analysis/prover.hpp"

namespace writ::analysis {

/// Adds to `proof` all that can be said of the decision.
void ask_about_decision(Prover& prover, model::DecisionId decision, const ProveOptions& options, Proof& proof);

/// What was found becomes the statement's answer.
void take(FoundFacts found, Statement& statement);

bool is_overflow(Fault fault);

}  // namespace writ::analysis
