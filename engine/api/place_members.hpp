#pragma once
// From how members were bound, and the schema, to where their values go: what does not fit is found here, once.

#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/program/program.hpp"
#include "engine/program/reads.hpp"
#include "writ/bound_values.hpp"

namespace writ {

struct PlacedMembers {
  bound::Place root;
  struct Problem {
    std::string message, help;
  };
  std::vector<Problem> problems;
};

/// The root is a row of facts as the program lays it out, and `now` after them; where `now` is given it is not read.
PlacedMembers place_members(const Program& program, model::DecisionId decision, const Reads& reads,
                            const bound::Description& facts, bool now_is_given);

}  // namespace writ
