#pragma once
// At which instants a decision may change: those that facts and policy mention, shifted by each duration and period
// that they mention; the beginnings and ends of days, and the times of day mentioned on them; days and months to come;
// farther and farther away; and a microsecond on either side.

#include <cstdint>
#include <set>

#include "tests/reference/evaluation.hpp"

namespace writ::reference {

std::set<std::int64_t> candidates(const model::Model& model, const Facts& facts, std::int64_t now,
                                  model::DecisionId decision);

}  // namespace writ::reference
