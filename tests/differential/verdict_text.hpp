#pragma once
// What was decided, as a text: so that ways of deciding can be compared, and so that a difference can be read.

#include <string>
#include <string_view>

#include "engine/facts/fact_problem.hpp"
#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ::differential {

inline constexpr std::string_view rejected_text = "rejected";

/// Outcome, winning rules, and the value where it is a number or a text: for ways that know no more.
std::string short_text(const Program& program, model::DecisionId decision, const Verdict& verdict);

/// Everything but the horizon; `machine` has decided. Asks for the messages, whose failures are among the errors.
std::string whole_text(Machine& machine, model::DecisionId decision, const Verdict& verdict);
/// ` holds until …`; a search that was ended early is `unknown_horizon`, which is like any other.
std::string horizon_text(const Horizon& horizon);
inline constexpr std::string_view unknown_horizon = " holds ?";
std::string problems_text(std::span<const FactProblem> problems);

/// `fault at where rule`, of an error of some decision.
std::string error_text(const model::Model& model, const EvaluationError& error);

/// Whether two texts say the same, line by line.
bool agree(std::string_view left, std::string_view right);

}  // namespace writ::differential
