#include "tests/bench/orders.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace writ::bench {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t new_year_2026 = 1767225600;

// The spellings that facts use, in the order of the enumerators.
constexpr std::array<std::string_view, 3> platforms = {"taobao", "tmall", "other"};
constexpr std::array<std::string_view, 4> statuses = {"paid", "unpaid", "shipped", "closed"};
constexpr std::array<std::string_view, 3> kinds = {"physical", "virtual", "scheduled_delivery"};
constexpr std::array<std::string_view, 4> card_states = {"declined", "expired", "pending", "agreed"};
constexpr std::array<std::string_view, 3> roles = {"owner", "support_subaccount", "other"};

template <class Value, std::size_t count>
using Weighted = std::array<std::pair<Value, double>, count>;

constexpr Weighted<std::uint8_t, 5> card_counts = {{{0, .50}, {1, .25}, {2, .15}, {3, .06}, {4, .04}}};
constexpr Weighted<CardState, 4> card_state_weights = {
    {{CardState::declined, .40}, {CardState::expired, .30}, {CardState::pending, .20}, {CardState::agreed, .10}}};
constexpr Weighted<Platform, 3> platform_weights = {
    {{Platform::taobao, .58}, {Platform::tmall, .40}, {Platform::other, .02}}};
constexpr Weighted<Status, 4> status_weights = {
    {{Status::paid, .76}, {Status::unpaid, .09}, {Status::shipped, .11}, {Status::closed, .04}}};
constexpr Weighted<Kind, 3> kind_weights = {
    {{Kind::physical, .90}, {Kind::virtual_goods, .06}, {Kind::scheduled_delivery, .04}}};
constexpr Weighted<Role, 3> role_weights = {{{Role::owner, .58}, {Role::support_subaccount, .34}, {Role::other, .08}}};

/// A share of `count` units of `length` seconds, in whole seconds; the order of the products fixes the rounding.
std::int64_t part(double share, int count, std::int64_t length) {
  return static_cast<std::int64_t>(share * count * static_cast<double>(length));
}

template <class Enum, std::size_t count>
std::string_view spelling(const std::array<std::string_view, count>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::uint64_t OrderSource::word() {  // SplitMix64
  state_ += 0x9e3779b97f4a7c15;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

double OrderSource::unit() { return static_cast<double>(word()) / 18446744073709551616.0; }

template <class Value, std::size_t count>
Value OrderSource::pick(const Weighted<Value, count>& weighted) {
  double x = unit();
  for (const auto& [value, weight] : weighted) {
    if (x < weight) return value;
    x -= weight;
  }
  return weighted.back().first;
}

// Every call of unit(), word() and pick() moves the generator on: their order makes the orders what they are.
Order OrderSource::next() {
  Order order;
  order.number = index_++ * 7919 + 13;
  order.now = new_year_2026 + part(unit(), 30, day);
  const bool late = unit() < 0.12;
  order.ship_by = late ? order.now - 1 - part(unit(), 48, hour) : order.now + part(unit(), 72, hour);
  if (unit() < 0.002) order.ship_by = order.now;
  order.paid_at = order.ship_by - 48 * hour - part(unit(), 24, hour);
  order.card_count = pick(card_counts);
  for (std::size_t i = 0; i < order.card_count; ++i) {
    auto& card = order.cards[i];
    card.state = pick(card_state_weights);
    card.sent_at = order.now - part(unit(), 60, hour);
    if (unit() < 0.01) card.sent_at = order.now - day;
    card.proposed_ship_by = order.ship_by + part(unit(), 7, day);
  }
  order.category = static_cast<std::uint32_t>(word() % categories_);
  order.platform = pick(platform_weights);
  order.status = pick(status_weights);
  order.kind = pick(kind_weights);
  order.role = pick(role_weights);
  order.shop_restricted = unit() < .03;
  order.feature_revoked = unit() < .02;
  return order;
}

std::vector<Order> make_orders(std::size_t count, std::uint64_t categories) {
  OrderSource source(categories);
  std::vector<Order> orders;
  orders.reserve(count);
  for (std::size_t i = 0; i < count; ++i) orders.push_back(source.next());
  return orders;
}

void append_json(const Order& order, std::string& to) {
  auto out = std::back_inserter(to);
  fmt::format_to(out, R"({{"id":"TB{:012}","category":"c{}","order":{{"platform":"{}","status":"{}","kind":"{}",)",
                 order.number, order.category, spelling(platforms, order.platform), spelling(statuses, order.status),
                 spelling(kinds, order.kind));
  fmt::format_to(out, R"("paid_at":{},"ship_by":{},"cards":[)", order.paid_at, order.ship_by);
  std::string_view comma;
  for (const auto& card : order.sent_cards()) {
    fmt::format_to(out, R"({}{{"sent_at":{},"state":"{}","proposed_ship_by":{}}})", std::exchange(comma, ","),
                   card.sent_at, spelling(card_states, card.state), card.proposed_ship_by);
  }
  fmt::format_to(out, R"(]}},"actor":{{"role":"{}"}},"shop":{{"restricted":{},"feature_revoked":{}}},"now":{}}})",
                 spelling(roles, order.role), order.shop_restricted, order.feature_revoked, order.now);
  to += '\n';
}

std::string to_ndjson(std::span<const Order> orders) {
  std::string text;
  for (const auto& order : orders) append_json(order, text);
  return text;
}

void Tally::add(std::uint32_t mask) {
  ++orders;
  permitted += mask == 0 ? 1 : 0;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) applied[rule] += mask >> rule & 1;
  hash = (hash ^ mask) * 0x100000001b3;
}

}  // namespace writ::bench
