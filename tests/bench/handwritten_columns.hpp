#pragma once
// The baseline for batches: the same ten rules over columns, as a C++ programmer lays them out for a vectorising
// compiler.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tests/bench/orders.hpp"

namespace writ::bench {

/// Orders as columns of 64-bit integers, truth values too. Cards stand in four columns each, where an order has fewer
/// with a state that is none of the enumerators.
struct OrderColumns {
  static constexpr std::int64_t no_card = -1;

  explicit OrderColumns(std::span<const Order> orders);
  std::size_t size() const { return now.size(); }

  std::vector<std::int64_t> platform, status, kind, role, now, ship_by, card_count, shop_restricted, feature_revoked;
  std::array<std::vector<std::int64_t>, 4> card_state, card_sent_at;
};

/// All ten rules of every order, each as its bit where it applies, by the widest instructions that the baseline is
/// defined for and this machine has. `masks` has room for every order.
void applying_rules(const OrderColumns& orders, std::span<std::int64_t> masks);

/// What `applying_rules` runs with here: "avx2" or "baseline".
std::string_view column_instructions();

}  // namespace writ::bench
