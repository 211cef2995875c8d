#pragma once
// The program as a whole, from its start to its end: memory of `writ eval`, time of `writ check`.

#include "tests/bench/ratios.hpp"

namespace writ::bench {

/// Adds `eval_memory/…` and `check_pack` to the figures. To be called while this process is still small: what a child
/// is said to have used at most includes what its parent used when it started it.
void measure_processes(Figures& figures, bool quick);

}  // namespace writ::bench
