#pragma once
// A policy with facts of every type, and with a decision of every kind about them.

#include <string_view>

namespace writ::fuzz {

inline constexpr std::string_view every_type = R"writ(policy shop "A shop"
  timezone "Asia/Shanghai"
  calendar work
  source terms "terms.md"

calendar work
  weekend sat, sun
  holidays 2025-10-01 .. 2025-10-08
  covers 2020 .. 2030

enum State = pending "WAIT_BUYER_PAY" | sent | closed

record Card {
  sent_at : Instant as unix_seconds
  seen_at : Instant? as unix_millis
  state : State
  prices : list of Money CNY
}

record Order {
  id : Text from "tid"
  paid_at : Instant?
  count : Int
  rate : Decimal
  price : Money CNY
  day : Date
  time : TimeOfDay
  span : Duration
  gift : Bool
  note : Text?
  cards : list of Card
  sizes : list of list of Int
  main : Card
}

fact order : Order
fact town : Text
fact most : Int?
fact names : list of Text
fact now : Instant

require counted:
  order.count >= 0
  because "order {order.id} counts {order.count}"

parameter quota : Int = 3
parameter towns : list of Text = ["Hangzhou", "杭州", ""]
parameter window : Duration = 24h

obligation refund(amount : Money CNY, until : Instant)
advice tell(what : Text, most : Int?)

define paid(o : Order) : Bool = o.paid_at is present
define total : Money CNY = sum of price for price in order.main.prices
define late(card : Card, by : Duration) : Bool = card.sent_at + by < now

decision fee : Money CNY, first rule
  rule many = total * order.rate
    when size(order.cards) > quota
  rule by_day = CNY 1 * count of card in order.cards where card.state is sent
    when order.day > 2025-03-01
  otherwise = order.price + CNY 2

decision whole : Order, first rule
  rule changed = order with { note: "{order.id}: {order.price} {order.day} {order.time} {order.span} {town}", gift: true }
    when order.gift
  otherwise = order

decision latest : Card?, first rule
  rule some_card = last card in order.cards where card.seen_at is present by card.sent_at
    when size(names) > 0

decision ship : permission
  permit buyer
    when paid(order) or fee < CNY 5
    cite terms "1"
  permit by_name
    when matches(order.id, "[0-9]+(-[a-z]*)?")
    then refund(order.price, now + window), tell("{order.id} of {town}", most)
  forbid town_1 when town is "Hangzhou"
  forbid town_2 when town is "杭州"
  forbid town_3 when town is "Beijing" and order.count > 2
  forbid town_4 when town is "Shanghai" and order.time < 12:00:00
  forbid town_5 when town is "Suzhou"
  forbid town_6 when town in towns and order.rate > 5%
  forbid size_1 when order.count is 100
  forbid size_2 when order.count is 200 and order.gift
  forbid size_3 when order.count is 300 and order.gift
  forbid size_4 when order.count is 400 and order.gift
  forbid size_5 when order.count is 500 and order.gift
  forbid late_card
    when some card in order.cards satisfies late(card, window)
    unless every row in order.sizes satisfies some n in row satisfies n > most or else 1
    because
      zh "订单{order.id}已迟"
      en "order {order.id} is late"
  refer later
    when now > start_of_day(order.day + 2 business days) + 1 month and is_business_day(date(now))
    overrides town_1
  also tell("seen", most) when order.main.state in [pending, sent]
)writ";

}  // namespace writ::fuzz
