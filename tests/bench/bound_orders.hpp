#pragma once
// The orders bound to the facts of card.writ, as a service would bind its own. Public headers only.

#include "tests/bench/orders.hpp"
#include "writ/bind.hpp"

namespace writ::bench {

inline auto bound_orders() {
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

}  // namespace writ::bench
