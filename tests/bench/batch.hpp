#pragma once
// Orders as columns, and the engine over them.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tests/bench/orders.hpp"
#include "writ/policy_set.hpp"

namespace writ::bench {

/// A column a field, in 64 bits; times in microseconds. The narrow ones are members in a byte, times in seconds.
struct OrderFacts {
  explicit OrderFacts(std::span<const Order> orders);

  std::size_t count;
  std::vector<std::int64_t> platform, status, kind, role, restricted, revoked, ship_by, now;
  std::vector<std::int64_t> card_begins, sent_at, state;
  std::vector<std::uint8_t> narrow_platform, narrow_status, narrow_kind, narrow_role, narrow_restricted, narrow_revoked,
      narrow_state;
  std::vector<std::int32_t> narrow_ship_by, narrow_now, narrow_card_begins, narrow_sent_at;
};

class BatchEngine {
 public:
  enum class Width : std::uint8_t { wide, narrow };
  /// The columns are used as they lie. Ends the program where they do not fit the policy.
  BatchEngine(std::string policy, const OrderFacts& columns, Width width = Width::wide);

  /// Decides all orders.
  void decide();
  Tally tally();

 private:
  std::optional<BatchDecider> decider_;
};

}  // namespace writ::bench
