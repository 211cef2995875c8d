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
  using model::Outcome;
  static_assert(static_cast<int>(writ::Outcome::permitted) == static_cast<int>(Outcome::permitted));
  static_assert(static_cast<int>(writ::Outcome::forbidden) == static_cast<int>(Outcome::forbidden));
  static_assert(static_cast<int>(writ::Outcome::referred) == static_cast<int>(Outcome::referred));
  static_assert(static_cast<int>(writ::Outcome::decided) == static_cast<int>(Outcome::decided));
  static_assert(static_cast<int>(writ::Outcome::undetermined) == static_cast<int>(Outcome::undetermined));
  return static_cast<writ::Outcome>(outcome);
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
