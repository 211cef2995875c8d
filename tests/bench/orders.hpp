#pragma once
// Generated orders for measuring and for big streams: the same on every machine, so that figures can be compared and
// decisions checked. May the seller of an order send a negotiation card now?

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace writ::bench {

enum class Platform : std::uint8_t { taobao, tmall, other };
enum class Status : std::uint8_t { paid, unpaid, shipped, closed };
enum class Kind : std::uint8_t { physical, virtual_goods, scheduled_delivery };
enum class CardState : std::uint8_t { declined, expired, pending, agreed };
enum class Role : std::uint8_t { owner, support_subaccount, other };

/// Times are in Unix seconds.
struct Card {
  std::int64_t sent_at = 0;
  std::int64_t proposed_ship_by = 0;
  CardState state = CardState::declined;
};

struct Order {
  std::int64_t number = 0;
  std::int64_t paid_at = 0;
  std::int64_t ship_by = 0;
  std::int64_t now = 0;
  std::array<Card, 4> cards{};
  std::uint32_t category = 0;
  std::uint8_t card_count = 0;
  Platform platform = Platform::other;
  Status status = Status::unpaid;
  Kind kind = Kind::physical;
  Role role = Role::other;
  bool shop_restricted = false;
  bool feature_revoked = false;

  std::span<const Card> sent_cards() const { return {cards.data(), card_count}; }
};

/// An endless row of orders. Those of one `categories` always begin alike, however many are taken.
class OrderSource {
 public:
  explicit OrderSource(std::uint64_t categories = 1000) : categories_(categories) {}
  Order next();

 private:
  std::uint64_t word();
  double unit();
  template <class Value, std::size_t count>
  Value pick(const std::array<std::pair<Value, double>, count>& weighted);

  std::uint64_t state_ = 20240607;
  std::uint64_t categories_;
  std::int64_t index_ = 0;
};

std::vector<Order> make_orders(std::size_t count, std::uint64_t categories = 1000);

/// One line of JSON, with its line break.
void append_json(const Order& order, std::string& to);
std::string to_ndjson(std::span<const Order> orders);

/// The forbid rules, in the order of their bits in a mask of those that apply.
inline constexpr std::array<std::string_view, 10> rules = {
    "platform_unsupported", "role_not_allowed",    "status_not_paid",   "ship_deadline_passed", "kind_not_physical",
    "too_many_cards",       "card_already_agreed", "card_pending_live", "shop_restricted",      "feature_revoked"};

/// What all decisions of a run come to: permitted orders, how often each rule applied, an FNV-1a hash over the masks.
struct Tally {
  std::uint64_t orders = 0;
  std::uint64_t permitted = 0;
  std::array<std::uint64_t, rules.size()> applied{};
  std::uint64_t hash = 0xcbf29ce484222325;

  void add(std::uint32_t mask);
  friend bool operator==(const Tally&, const Tally&) = default;
};

/// What the first 100,000 orders of 1,000 categories come to, found by a separate program in another language.
inline constexpr Tally known_tally = {
    100'000, 41'723, {1983, 7956, 23782, 12062, 9966, 10028, 8443, 5790, 2988, 1981}, 0x440eb2e0caa62996};

}  // namespace writ::bench
