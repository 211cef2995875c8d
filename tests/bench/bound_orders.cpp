#include "tests/bench/bound_orders.hpp"

#include "tests/bench/bound.hpp"
#include "tests/bench/card_policy.hpp"
#include "tests/bench/report.hpp"

namespace writ::bench {
namespace {

const std::vector<Order>& orders() {
  static const auto all = make_orders(order_count);
  return all;
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
