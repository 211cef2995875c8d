#include "tests/bench/bound_orders.hpp"

#include "tests/bench/card_policy.hpp"
#include "tests/bench/report.hpp"
#include "writ/bind.hpp"

namespace writ::bench {
namespace {

const std::vector<Order>& orders() {
  static const auto all = make_orders(order_count);
  return all;
}

auto bound_orders() {
  const auto card = bind<Card>("card.Card")
                        .member("sent_at", &Card::sent_at, unix_seconds)
                        .member("proposed_ship_by", &Card::proposed_ship_by, unix_seconds)
                        .member("state", &Card::state,
                                {{CardState::declined, "declined"},
                                 {CardState::expired, "expired"},
                                 {CardState::pending, "pending"},
                                 {CardState::agreed, "agreed"}});
  return bind<Order>()
      .member("order.platform", &Order::platform,
              {{Platform::taobao, "taobao"}, {Platform::tmall, "tmall"}, {Platform::other, "other"}})
      .member("order.status", &Order::status,
              {{Status::paid, "paid"},
               {Status::unpaid, "unpaid"},
               {Status::shipped, "shipped"},
               {Status::closed, "closed"}})
      .member("order.kind", &Order::kind,
              {{Kind::physical, "physical"},
               {Kind::virtual_goods, "virtual"},
               {Kind::scheduled_delivery, "scheduled_delivery"}})
      .member("order.paid_at", &Order::paid_at, unix_seconds)
      .member("order.ship_by", &Order::ship_by, unix_seconds)
      .member("order.cards", &Order::sent_cards, card)
      .member("actor.role", &Order::role,
              {{Role::owner, "owner"}, {Role::support_subaccount, "support_subaccount"}, {Role::other, "other"}})
      .member("shop.restricted", &Order::shop_restricted)
      .member("shop.feature_revoked", &Order::feature_revoked)
      .member("now", &Order::now, unix_seconds);
}

BoundDecider<Order> bound_decider() {
  const auto loaded = PolicySet::load({{"card.writ", card_policy()}});
  return std::move(*loaded.policies->decider("send", bound_orders()).decider);
}

/// All ten rules and every reason, for the structs of the hand-written function.
void writ_decide_bound(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  auto decider = bound_decider();
  for (auto _ : state) {
    for (const auto& order : some) benchmark::DoNotOptimize(decider.decide(order));
  }
  report(state, some.size());
}
BENCHMARK(writ_decide_bound)->Arg(order_count)->Arg(cached_count);

/// The same, and until when the decision holds.
void writ_decide_bound_until(benchmark::State& state) {
  const auto some = std::span(orders()).first(static_cast<std::size_t>(state.range(0)));
  auto decider = bound_decider();
  for (auto _ : state) {
    for (const auto& order : some) benchmark::DoNotOptimize(decider.decide(order).holds_until());
  }
  report(state, some.size());
}
BENCHMARK(writ_decide_bound_until)->Arg(order_count)->Arg(cached_count);

}  // namespace

Tally tally_by_bound() {
  Tally tally;
  auto decider = bound_decider();
  for (const auto& order : orders()) {
    const auto decided = decider.decide(order);
    if (decided.outcome() != Outcome::permitted && decided.outcome() != Outcome::forbidden) return {};
    std::uint32_t mask = 0;
    if (!decided.permitted()) {
      for (const auto rule : decided.rules()) mask |= 1U << (rule - 1);  // The first rule permits.
    }
    tally.add(mask);
  }
  return tally;
}

}  // namespace writ::bench
