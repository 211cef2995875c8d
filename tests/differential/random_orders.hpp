#pragma once
// Orders of the kind that everything is measured with, but at the boundaries of every rule and of time itself.

#include <cstdint>

#include "tests/bench/orders.hpp"

namespace writ::differential {

/// The orders of a seed are the same on every machine.
class RandomOrders {
 public:
  explicit RandomOrders(std::uint64_t seed) : state_(seed) {}
  bench::Order next();

 private:
  std::uint64_t word();
  std::uint64_t below(std::uint64_t count) { return word() % count; }
  bool one_in(std::uint64_t count) { return below(count) == 0; }
  /// Mostly about so long after `now`, a second beside, or as far away as can be written, and farther.
  std::int64_t time_near(std::int64_t now, std::int64_t after);

  std::uint64_t state_;
};

/// Whether no time of the order is so far away that Writ rejects the order or cannot add a day to it: the hand-written
/// function knows no such limits.
bool is_ordinary(const bench::Order& order);

}  // namespace writ::differential
