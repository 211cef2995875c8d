#include "tests/differential/random_orders.hpp"

#include <algorithm>
#include <limits>

namespace writ::differential {
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t extremes[] = {first_second,
                                     first_second - 1,
                                     first_second + 1,
                                     last_second,
                                     last_second + 1,
                                     last_second - day,
                                     last_second - day + 1,
                                     0,
                                     -1,
                                     most,
                                     least,
                                     most / 1'000'000,
                                     most / 1'000'000 + 1,
                                     least / 1'000'000};

}  // namespace

std::uint64_t RandomOrders::word() {  // SplitMix64
  state_ += 0x9e3779b97f4a7c15;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::int64_t RandomOrders::time_near(std::int64_t now, std::int64_t after) {
  if (one_in(60)) return extremes[below(std::size(extremes))];
  const bool far = now < first_second / 2 || now > last_second / 2;
  const std::int64_t from = far && one_in(2) ? 1'767'225'600 : std::clamp(now, first_second, last_second);
  if (one_in(3)) return from + after - 1 + static_cast<std::int64_t>(below(3));
  return from + after - 2 * day + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(4 * day)));
}

bench::Order RandomOrders::next() {
  using namespace bench;
  Order order;
  order.number = static_cast<std::int64_t>(below(1'000'000'000));
  order.category = static_cast<std::uint32_t>(below(60));
  order.now = one_in(80) ? extremes[below(std::size(extremes))]
                         : 1'767'225'600 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(30 * day)));
  order.ship_by = time_near(order.now, 0);
  order.paid_at = time_near(order.now, -2 * day);
  order.card_count = static_cast<std::uint8_t>(below(5));
  for (std::size_t i = 0; i < order.card_count; ++i) {
    auto& card = order.cards[i];
    card.state = one_in(2) ? CardState::pending : static_cast<CardState>(below(4));
    card.sent_at = time_near(order.now, -day);
    card.proposed_ship_by = time_near(order.now, day);
  }
  // Half of all fields as they have to be: else nearly nothing would be permitted.
  order.platform = one_in(2) ? Platform::taobao : static_cast<Platform>(below(3));
  order.status = one_in(2) ? Status::paid : static_cast<Status>(below(4));
  order.kind = one_in(2) ? Kind::physical : static_cast<Kind>(below(3));
  order.role = one_in(2) ? Role::owner : static_cast<Role>(below(3));
  order.shop_restricted = one_in(8);
  order.feature_revoked = one_in(8);
  return order;
}

bool is_ordinary(const bench::Order& order) {
  const auto ordinary = [](std::int64_t time) { return time >= first_second && time <= last_second - day; };
  return ordinary(order.now) && ordinary(order.ship_by) && ordinary(order.paid_at) &&
         std::ranges::all_of(order.sent_cards(), [&](const bench::Card& card) {
           return ordinary(card.sent_at) && ordinary(card.proposed_ship_by);
         });
}

}  // namespace writ::differential
