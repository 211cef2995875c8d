#pragma once
// The two samples of the language's description: between them they use most of its forms.

#include <string_view>

namespace writ::samples {

inline constexpr std::string_view module_file = R"writ(module taobao.facts "Facts about an order on Taobao and Tmall"

enum Platform    = taobao | tmall | tmall_global | other
enum OrderStatus = unpaid "WAIT_BUYER_PAY" | paid "WAIT_SELLER_SEND_GOODS" | shipped | closed
enum Response    = none | accepted | declined

record Card {
  sent_at            : Instant fixed
  delivered          : Bool
  response           : Response
  responded_at       : Instant?
  proposed_ship_date : Date
}

record Order {
  id       : Text from "tid" fixed
  platform : Platform fixed
  status   : OrderStatus
  paid_at  : Instant? fixed
  cards    : list of Card
}

fact order : Order

require answered_after_sent:
  every card in order.cards satisfies
    card.responded_at is absent or card.responded_at >= card.sent_at
  because en "a card was answered before it was sent" zh "卡片回复时间早于发送时间"
)writ";

inline constexpr std::string_view policy_file =
    R"writ(policy taobao.negotiated_shipping "协商发货: the buyer and the seller agree on another ship date"
  source   guide "sources/negotiated_shipping.md"
  timezone "Asia/Shanghai"
  calendar china

use taobao.facts
use taobao.ship_time            // gives ship_by_default : Instant?

parameter card_quota    : Int      = 3
parameter card_lifetime : Duration = 24h

obligation notify_buyer(order : Text, answer_by : Instant)
advice     advise(seller : Text)

/// Delivered cards count, whatever became of them.
define sent_cards = count of card in order.cards where card.delivered

/// The buyer must answer within 24 hours and within the shipping window: the earlier of the two.
define answer_by(card : Card, ship_by : Instant) : Instant =
  earliest(card.sent_at + card_lifetime, ship_by)

define agreed_card =
  first card in order.cards
    where card.response is accepted
      and card.responded_at is present
      and ship_by_default is present
      and card.responded_at <= answer_by(card, ship_by_default)

/// May the seller send another negotiation card now?
decision send_card : permission
  permit seller
    when actor.account_type in [main, customer_service_sub]
    cite guide "1.2"
  forbid card_quota_exhausted
    when sent_cards >= card_quota
    because zh "同一订单最多发送{card_quota}次协商发货卡片，已发送{sent_cards}次"
            en "at most {card_quota} cards may be sent for one order; {sent_cards} were"
    cite guide "1.5a"
  forbid already_agreed
    when agreed_card is present
    cite guide "1.5b"
  forbid ship_window_closed
    when ship_by_default is present and now > ship_by_default
    cite guide "1.3b"
  also notify_buyer(order.id, earliest(now + card_lifetime, ship_by_default))
    when ship_by_default is present
    on permitted
  also advise("the card lapses at once")
    when ship_by_default is present and now >= ship_by_default
    on permitted

/// When must the order be shipped? Absent while it is unpaid.
decision ship_by : Instant?, first rule
  rule negotiated = at(agreed_card.proposed_ship_date, 23:59:59)
    when agreed_card is present
    cite guide "1.7a"
  otherwise = ship_by_default

invariant an_agreed_order_is_never_compensated_automatically:
  agreed_card is present implies auto_compensation is CNY 0

test "the third card may be sent, the fourth may not"
  at 2025-03-12T13:00:00+08:00
  given order = paid_order with { cards: [expired_card, declined_card] }
  given actor = main_account
  expect send_card is permitted
  expect send_card holds through 2025-03-17T10:00:00+08:00
  given order = paid_order with { cards: [expired_card, declined_card, expired_card] }
  expect send_card is forbidden by card_quota_exhausted
)writ";

}  // namespace writ::samples
