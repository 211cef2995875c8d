// Compiled with -O3: GCC 12 does not vectorise below it.

#include "tests/bench/handwritten_columns.hpp"

#if defined(__x86_64__)
#define WRIT_BENCH_AVX2 1
#endif

namespace writ::bench {
namespace {

using Column = const std::int64_t* __restrict;

template <class Enum>
constexpr std::int64_t number(Enum value) {
  return static_cast<std::int64_t>(value);
}

/// Plain pointers, so that the compiler knows that no column lies over the masks.
[[gnu::always_inline]] inline void decide_all(const OrderColumns& orders, std::int64_t* __restrict masks) {
  constexpr std::int64_t card_lifetime = 24 * 3600;
  const Column platform = orders.platform.data(), status = orders.status.data(), kind = orders.kind.data();
  const Column role = orders.role.data(), now = orders.now.data(), ship_by = orders.ship_by.data();
  const Column card_count = orders.card_count.data(), restricted = orders.shop_restricted.data();
  const Column revoked = orders.feature_revoked.data();
  const Column state[] = {orders.card_state[0].data(), orders.card_state[1].data(), orders.card_state[2].data(),
                          orders.card_state[3].data()};
  const Column sent_at[] = {orders.card_sent_at[0].data(), orders.card_sent_at[1].data(), orders.card_sent_at[2].data(),
                            orders.card_sent_at[3].data()};
  const auto count = orders.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t late = now[i] > ship_by[i];
    std::int64_t agreed = 0;
    std::int64_t live = 0;
    for (std::size_t card = 0; card < 4; ++card) {
      agreed |= state[card][i] == number(CardState::agreed);
      live |= static_cast<std::int64_t>(state[card][i] == number(CardState::pending)) &
              static_cast<std::int64_t>(now[i] < sent_at[card][i] + card_lifetime);
    }
    const auto neither = [](std::int64_t value, auto first, auto second) {
      return static_cast<std::int64_t>(value != number(first)) & static_cast<std::int64_t>(value != number(second));
    };
    const auto is = [](std::int64_t applies, int rule) { return applies << rule; };
    masks[i] = is(neither(platform[i], Platform::taobao, Platform::tmall), 0) |
               is(neither(role[i], Role::owner, Role::support_subaccount), 1) |
               is(status[i] != number(Status::paid), 2) | late << 3 | is(kind[i] != number(Kind::physical), 4) |
               is(card_count[i] >= 3, 5) | agreed << 6 | (live & (late ^ 1)) << 7 | restricted[i] << 8 |
               revoked[i] << 9;
  }
}

void decide_all_anywhere(const OrderColumns& orders, std::int64_t* masks) { decide_all(orders, masks); }

#ifdef WRIT_BENCH_AVX2
[[gnu::target("avx2")]] void decide_all_avx2(const OrderColumns& orders, std::int64_t* masks) {
  decide_all(orders, masks);
}
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
#else
constexpr auto decide_all_avx2 = decide_all_anywhere;
bool has_avx2() { return false; }
#endif

}  // namespace

OrderColumns::OrderColumns(std::span<const Order> orders) {
  for (const auto& order : orders) {
    platform.push_back(number(order.platform));
    status.push_back(number(order.status));
    kind.push_back(number(order.kind));
    role.push_back(number(order.role));
    now.push_back(order.now);
    ship_by.push_back(order.ship_by);
    card_count.push_back(order.card_count);
    shop_restricted.push_back(order.shop_restricted);
    feature_revoked.push_back(order.feature_revoked);
    for (std::size_t card = 0; card < order.cards.size(); ++card) {
      const bool is_there = card < order.card_count;
      card_state[card].push_back(is_there ? number(order.cards[card].state) : no_card);
      card_sent_at[card].push_back(is_there ? order.cards[card].sent_at : 0);
    }
  }
}

void applying_rules(const OrderColumns& orders, std::span<std::int64_t> masks) {
  (has_avx2() ? decide_all_avx2 : decide_all_anywhere)(orders, masks.data());
}

std::string_view column_instructions() { return has_avx2() ? "avx2" : "baseline"; }

}  // namespace writ::bench
