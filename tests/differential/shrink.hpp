#pragma once
// A case that shows something, made as small as it can be made: fewer records, declarations, rules and clauses, smaller
// expressions of the same type, facts with fewer members and elements and simpler values.

#include <functional>

#include "tests/differential/cases.hpp"

namespace writ::differential {

using Shows = std::function<bool(const Case&)>;

/// `found` shows it, and so does what comes back; a policy that the checker refuses shows nothing.
Case smallest(Case found, const Shows& shows, std::size_t most_tries = 20'000);

/// As a file of tests/golden: what is expected there is what the scalar machine says.
std::string golden_text(const Case& shown, const std::string& comment);

}  // namespace writ::differential
