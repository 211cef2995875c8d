#include "tests/bench/handwritten.hpp"

#include <utility>

namespace writ::bench {
namespace {

using simdjson::SUCCESS;
using Text = simdjson::simdjson_result<std::string_view>;

Platform platform_of(std::string_view text) {
  return text == "taobao" ? Platform::taobao : text == "tmall" ? Platform::tmall : Platform::other;
}

Status status_of(std::string_view text) {
  return text == "paid"      ? Status::paid
         : text == "unpaid"  ? Status::unpaid
         : text == "shipped" ? Status::shipped
                             : Status::closed;
}

Kind kind_of(std::string_view text) {
  return text == "physical" ? Kind::physical : text == "virtual" ? Kind::virtual_goods : Kind::scheduled_delivery;
}

CardState card_state_of(std::string_view text) {
  return text == "pending"   ? CardState::pending
         : text == "agreed"  ? CardState::agreed
         : text == "expired" ? CardState::expired
                             : CardState::declined;
}

Role role_of(std::string_view text) {
  return text == "owner" ? Role::owner : text == "support_subaccount" ? Role::support_subaccount : Role::other;
}

template <class Enum>
bool take(Text&& text, Enum (*convert)(std::string_view), Enum& to) {
  std::string_view found;
  if (std::move(text).get(found) != SUCCESS) return false;
  to = convert(found);
  return true;
}

bool read_card(simdjson::ondemand::value value, Card& card) {
  simdjson::ondemand::object object;
  return value.get(object) == SUCCESS && object["sent_at"].get(card.sent_at) == SUCCESS &&
         take(object["state"].get_string(), card_state_of, card.state) &&
         object["proposed_ship_by"].get(card.proposed_ship_by) == SUCCESS;
}

bool read_cards(simdjson::ondemand::array array, Order& order) {
  order.card_count = 0;
  for (auto element : array) {
    simdjson::ondemand::value value;
    if (order.card_count == order.cards.size() || element.get(value) != SUCCESS ||
        !read_card(value, order.cards[order.card_count++])) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::uint32_t applying_rules(const Order& order) {
  constexpr std::int64_t card_lifetime = 24 * 3600;
  const bool late = order.now > order.ship_by;
  bool agreed = false;
  bool live = false;
  for (const auto& card : order.sent_cards()) {
    agreed |= card.state == CardState::agreed;
    live |= card.state == CardState::pending && order.now < card.sent_at + card_lifetime && !late;
  }
  const bool applies[] = {order.platform != Platform::taobao && order.platform != Platform::tmall,
                          order.role != Role::owner && order.role != Role::support_subaccount,
                          order.status != Status::paid,
                          late,
                          order.kind != Kind::physical,
                          order.card_count >= 3,
                          agreed,
                          live,
                          order.shop_restricted,
                          order.feature_revoked};
  std::uint32_t mask = 0;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) mask |= static_cast<std::uint32_t>(applies[rule]) << rule;
  return mask;
}

RulesByCategory::RulesByCategory(std::size_t categories) {
  for (std::size_t category = 0; category < categories; ++category) {
    first_rules_.emplace("c" + std::to_string(category), static_cast<std::uint32_t>(category * rules.size()));
  }
}

RulesByCategory::Applying RulesByCategory::applying_rules(const std::string& category, const Order& order) const {
  const auto found = first_rules_.find(category);
  if (found == first_rules_.end()) return {};
  return {found->second, bench::applying_rules(order)};
}

bool read_order(simdjson::ondemand::document_reference document, Order& order) {
  simdjson::ondemand::object fields;
  simdjson::ondemand::array cards;
  return document["order"].get(fields) == SUCCESS &&
         take(fields["platform"].get_string(), platform_of, order.platform) &&
         take(fields["status"].get_string(), status_of, order.status) &&
         take(fields["kind"].get_string(), kind_of, order.kind) && fields["paid_at"].get(order.paid_at) == SUCCESS &&
         fields["ship_by"].get(order.ship_by) == SUCCESS && fields["cards"].get(cards) == SUCCESS &&
         read_cards(cards, order) && take(document["actor"]["role"].get_string(), role_of, order.role) &&
         document["shop"]["restricted"].get(order.shop_restricted) == SUCCESS &&
         document["shop"]["feature_revoked"].get(order.feature_revoked) == SUCCESS &&
         document["now"].get(order.now) == SUCCESS;
}

}  // namespace writ::bench
