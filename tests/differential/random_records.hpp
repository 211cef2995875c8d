#pragma once
// Records for a random policy, beside those that it is tried with exhaustively: members missing, null and of another
// type, texts and lists that are long, numbers and times at the end of what there is.

#include <string>

#include "tests/fuzz/policies/random_policy.hpp"

namespace writ::differential {

std::string random_record(const random::RandomPolicy& policy, random::Choices& choices);

}  // namespace writ::differential
