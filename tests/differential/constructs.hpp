#pragma once
// Which parts of the language random policies are made of, so that nothing is left out by accident.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "tests/differential/cases.hpp"

namespace writ::differential {

/// In how many policies something was part of a rule that won for some record, or came to one thing or another.
using Constructs = std::map<std::string, std::size_t>;

/// Everything that there is: rows of the tables of operators and functions, kinds of expressions, ways of combining,
/// what rules can have, faults, ways in which records are rejected. Each with nothing counted.
Constructs all_constructs();
/// What is never made, and why.
const std::map<std::string, std::string>& left_out();

/// What something came to, as "Not is true" and "permission rule fails": of that, one policy is enough.
bool is_a_way(std::string_view name);

/// Adds what is reached in one policy.
void count_constructs(const Case& tried, Constructs& counts);

}  // namespace writ::differential
