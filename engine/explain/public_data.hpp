#pragma once
// From what the engine has to the plain data of the public headers: what decisions and explanations have in common.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/fact_problem.hpp"
#include "engine/run/machine.hpp"
#include "grammar/source.hpp"
#include "writ/decision.hpp"

namespace writ {

inline Outcome to_outcome(model::Outcome outcome) {
  switch (outcome) {
    case model::Outcome::permitted: return Outcome::permitted;
    case model::Outcome::forbidden: return Outcome::forbidden;
    case model::Outcome::referred: return Outcome::referred;
    case model::Outcome::decided: return Outcome::decided;
    case model::Outcome::undetermined: return Outcome::undetermined;
  }
  return Outcome::undetermined;
}

/// `decision` is that whose rule it may name; or null.
Decision::Failure to_failure(const EvaluationError& error, const model::Model& model, const model::Decision* decision,
                             const SourceSet& sources);

Decision::Rejection to_rejection(const FactProblem& problem, const model::Model& model, const SourceSet& sources);

/// In a language alone, where one is named: that which `pick_language` picks.
std::vector<Decision::Message> to_messages(std::span<const MessageResult> messages, std::string_view language = {});

/// "guide 1.5a"
std::vector<std::string> to_citations(const std::vector<model::Citation>& cite, const model::File& file);

}  // namespace writ
