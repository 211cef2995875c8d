#include "tests/bench/batch.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace writ::bench {
namespace {

constexpr std::int64_t second = 1'000'000;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

template <typename To, typename From>
std::vector<To> narrowed(const std::vector<From>& wide, From unit = 1) {
  std::vector<To> narrow;
  for (const From value : wide) narrow.push_back(static_cast<To>(value / unit));
  return narrow;
}

}  // namespace

OrderFacts::OrderFacts(std::span<const Order> orders) : count(orders.size()) {
  card_begins.push_back(0);
  for (const Order& order : orders) {
    platform.push_back(static_cast<std::int64_t>(order.platform));
    status.push_back(static_cast<std::int64_t>(order.status));
    kind.push_back(static_cast<std::int64_t>(order.kind));
    role.push_back(static_cast<std::int64_t>(order.role));
    restricted.push_back(order.shop_restricted ? 1 : 0);
    revoked.push_back(order.feature_revoked ? 1 : 0);
    ship_by.push_back(order.ship_by * second);
    now.push_back(order.now * second);
    for (const Card& card : order.sent_cards()) {
      sent_at.push_back(card.sent_at * second);
      state.push_back(static_cast<std::int64_t>(card.state));
    }
    card_begins.push_back(static_cast<std::int64_t>(sent_at.size()));
  }
  narrow_platform = narrowed<std::uint8_t>(platform);
  narrow_status = narrowed<std::uint8_t>(status);
  narrow_kind = narrowed<std::uint8_t>(kind);
  narrow_role = narrowed<std::uint8_t>(role);
  narrow_restricted = narrowed<std::uint8_t>(restricted);
  narrow_revoked = narrowed<std::uint8_t>(revoked);
  narrow_state = narrowed<std::uint8_t>(state);
  narrow_ship_by = narrowed<std::int32_t>(ship_by, second);
  narrow_now = narrowed<std::int32_t>(now, second);
  narrow_sent_at = narrowed<std::int32_t>(sent_at, second);
  narrow_card_begins = narrowed<std::int32_t>(card_begins);
}

BatchEngine::BatchEngine(std::string policy, const OrderFacts& columns, Width width) {
  const auto loaded = PolicySet::load({{"card.writ", std::move(policy)}});
  if (!loaded.policies) give_up("card.writ: " + loaded.findings.front().message);
  decider_ = loaded.policies->batch("card.send");
  FactColumns facts;
  facts.orders = columns.count;
  const OrderFacts& c = columns;
  if (width == Width::wide) {
    facts.columns = {{"order.platform", c.platform},
                     {"order.status", c.status},
                     {"order.kind", c.kind},
                     {"actor.role", c.role},
                     {"shop.restricted", c.restricted},
                     {"shop.feature_revoked", c.revoked},
                     {"order.ship_by", c.ship_by},
                     {"now", c.now},
                     {"order.cards.sent_at", c.sent_at},
                     {"order.cards.state", c.state}};
    facts.lists = {{"order.cards", std::span(c.card_begins)}};
  } else {
    using enum FactColumns::Unit;
    facts.columns = {{"order.platform", c.narrow_platform},
                     {"order.status", c.narrow_status},
                     {"order.kind", c.narrow_kind},
                     {"actor.role", c.narrow_role},
                     {"shop.restricted", c.narrow_restricted},
                     {"shop.feature_revoked", c.narrow_revoked},
                     {"order.ship_by", c.narrow_ship_by, seconds},
                     {"now", c.narrow_now, seconds},
                     {"order.cards.sent_at", c.narrow_sent_at, seconds},
                     {"order.cards.state", c.narrow_state}};
    facts.lists = {{"order.cards", std::span(c.narrow_card_begins)}};
  }
  if (const auto problem = decider_->take(facts)) give_up(*problem);
}

void BatchEngine::decide() {
  decider_->rewind();
  while (const BatchChunk* chunk = decider_->next()) benchmark::DoNotOptimize(chunk->outcomes.data());
}

Tally BatchEngine::tally() {
  Tally tally;
  decider_->rewind();
  while (const BatchChunk* chunk = decider_->next()) {
    for (std::size_t i = 0; i < chunk->count; ++i) {
      std::uint32_t mask = 0;
      for (std::size_t rule = 0; rule < rules.size(); ++rule) {  // The first rule permits.
        mask |= static_cast<std::uint32_t>(chunk->won[rule + 1][i]) << rule;
      }
      if ((mask == 0) != (chunk->outcomes[i] == Outcome::permitted)) return {};
      tally.add(mask);
    }
  }
  return tally;
}

}  // namespace writ::bench
