#pragma once
// The orders decided where they lie. Apart from how they are bound: that is the public headers', and these the
// engine's.

#include "tests/bench/orders.hpp"

namespace writ::bench {

/// What the orders come to when each is decided where it lies.
Tally tally_by_bound();

}  // namespace writ::bench
