#pragma once
// The orders bound to the facts of card.writ, as a service would bind its own. Public headers only.

#include "tests/bench/orders.hpp"

namespace writ::bench {

/// What the orders come to when each is decided where it lies.
Tally tally_by_bound();

}  // namespace writ::bench
