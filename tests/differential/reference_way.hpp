#pragma once
// The reference evaluator (tests/reference) as one more way to decide.

#include "tests/differential/ways.hpp"

namespace writ::differential {

/// The scalar machine and the reference, which tell all of every decision. Of a record that is not as declared the
/// reference says that alone.
Group beside_reference(const Policy& policy, std::size_t horizons);

}  // namespace writ::differential
