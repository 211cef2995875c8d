#pragma once
// A record of facts that fits a policy, whatever it declares: every fact is there and of its type, for the most part.

#include <string>

#include "engine/model/model.hpp"
#include "tests/fuzz/policies/choices.hpp"

namespace writ::random {

std::string record_for(const model::Model& model, Choices& choices);

}  // namespace writ::random
