#pragma once
// What was decided, as a text: so that ways of deciding can be compared, and so that a difference can be read.

#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/fact_problem.hpp"
#include "engine/program/program.hpp"
#include "engine/run/machine.hpp"

namespace writ::differential {

inline constexpr std::string_view rejected_text = "rejected";

/// Outcome, winning rules, and the value where it is a number or a text: for ways that know no more.
std::string short_text(const Program& program, model::DecisionId decision, const Verdict& verdict);

/// Everything but the horizon; `machine` has decided. Asks for the messages, whose failures are among the errors.
std::string whole_text(Machine& machine, model::DecisionId decision, const Verdict& verdict);
/// Until when it holds, as lines of `writ eval` have it.
std::string horizon_text(const Horizon& horizon);
std::string problems_text(std::span<const FactProblem> problems);

/// `fault at where rule`, of an error of some decision.
std::string error_text(const model::Model& model, const EvaluationError& error);

/// What a text says of the horizons of decisions, and the text without that.
struct SaidHorizons {
  explicit SaidHorizons(std::string_view text);
  std::vector<Horizon> horizons;
  std::string rest;
};

/// Of how many horizons only one of two texts that agree says "at least until".
std::size_t cut_in_one_alone(std::string_view left, std::string_view right);

/// Whether two texts say the same. A search for a horizon that was cut short agrees with every later change.
bool agree(std::string_view left, std::string_view right);

}  // namespace writ::differential
