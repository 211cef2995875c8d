#pragma once
// How a value changes while `now` moves and the facts stay. From now until `until` (exclusive) a value is one piece:
// still, a straight line in `now`, or monotone in a way that can be computed again for any instant (a node on the tape).

#include <cstdint>
#include <limits>

#include "engine/value/time/civil.hpp"

namespace writ {

constexpr time::Instant forever = std::numeric_limits<time::Instant>::max();

struct Piece {
  time::Instant until = forever;
  std::int64_t slope = 0;           ///< Of a straight line, in units of the value per microsecond.
  std::int32_t tape = -1;           ///< A node that computes it for any instant of the piece.
  std::int8_t direction = 0;        ///< On the tape: 1 never falls, -1 never rises.

  bool still() const { return slope == 0 && tape < 0; }
  int way() const { return tape >= 0 ? direction : slope > 0 ? 1 : slope < 0 ? -1 : 0; }
};

}  // namespace writ
