#pragma once
// Policies that together use everything that the language has, each with much that can fail.

#include <string>
#include <vector>

struct AnalysisPolicy {
  std::string name;
  std::string text;
  std::size_t loose;  ///< How many of its decisions are not encoded as they are.
};

inline const std::vector<AnalysisPolicy>& analysis_policies() {
  static const std::vector<AnalysisPolicy> policies{
      {"effects.writ", R"(policy effects
  effective from 2025-01-01 before 2027-01-01
  timezone "Asia/Shanghai"
enum Level = low | middle | high
fact a : Bool
fact b : Bool
fact n : Int
fact m : Int?
fact level : Level
fact until : Instant?
obligation tell(n : Int)
advice hint(n : Int)
define risky : Bool = n * 4611686018427387904 > 0
define size_of : Int = if n <= 0 then 0 else if n is 1 then 1 else if n < 4 then 3 else -7
define ratio : Decimal = 10 / size_of
decision plain : permission
  permit all
  forbid some_low when level is low and a
  refer person when n >= 3
decision exceptions : permission
  permit all unless risky
  forbid minors when n < 18
  permit accompanied when a and ratio > 2 overrides minors
  forbid banned when b overrides accompanied
  refer odd when ratio < 1 or b
decision obliging : permission
  permit one when a then tell(n + 9223372036854775800)
  permit two when ratio > 3 then tell(n)
  permit three when b
  refer four when level is high and not a then hint(n + 9223372036854775800)
  also tell(n * 2) when n > 5 on permitted
  also tell(n * 4611686018427387904) when b and ratio is not 5 on referred, forbidden
  also hint(n * 4611686018427387904)
decision dated : permission
  permit early when a effective from 2025-03-01 before 2025-06-01
  forbid late when b effective from 2025-04-01 by until or else now
  refer never when m is absent or m > 4 effective before 2025-03-15
decision in_ranges : permission
  permit one when n in [1 .. 5]
  forbid two when n in (0 .. 3) unless m is present and ratio not in [m / 2 .. 2 * ratio)
)",
       0},
      {"values.writ", R"(policy values
  timezone "Europe/Berlin"
fact n : Int
fact k : Int
fact d : Decimal
fact a : Bool
fact b : Bool
fact m : Int?
fact price : Money CNY
obligation tell(n : Int)
define size_of : Int = if n <= 0 then 0 else if n is 1 then 1 else if n < 4 then 3 else -7
define third : Decimal = d / size_of
decision single : Int
  rule one = n + 1 when n < 5
  rule two = 7 when a overrides one
  rule three = k when third > 4 and b
  otherwise = 10 * n then tell(n + 9223372036854775800)
decision single_absent : Int?
  rule one = m when a
  rule two = n * 1000000000000000000 when b
decision first_one : Decimal?, first rule
  rule one = third when a
  rule two = d when third > 2
  rule three = 5 when b then tell(k * 2)
decision first_bool : Bool, first rule
  rule one = third > 1 when a
  rule two = m is present and m > 3 when b
  otherwise = d is 5 or third is 2
decision all_of : list of Int, every rule
  rule one = 1 when a
  rule two = n + 1 when b
  rule three = k + 9223372036854775800 when n > 3
decision total : Money CNY, sum of rules
  rule one = price when a
  rule two = price * 2 when b
  rule three = 10% of price
  rule four = price / size_of when n is 2
decision least : Int?, min of rules
  rule one = n when a
  rule two = k when b
  rule three = n - k when third > 1
decision most : Money CNY, max of rules
  rule one = price when a
  rule two = CNY 5 when b
  otherwise = CNY 1.5
decision number_of : Int, count of rules
  rule one when a
  rule two when b then tell(n * 4611686018427387904)
  rule three when third < 0
decision of_decisions : permission
  permit cheap when total < CNY 100
  forbid many when number_of >= 2 and first_bool
  refer doubtful when least is present and least < 0
  forbid no_way when other is referred
decision other : permission
  permit one when single_absent is absent
  refer two when first_one is present and first_one > 3
decision unknown_divisor : Decimal, first rule
  otherwise = d / k
decision rate : permission
  permit low when price / (price + CNY 3) < 0.04
  forbid even when k / n is 2.5
  refer known when d / n > 5%
)",
       0},
      {"numbers.writ", R"(policy numbers
fact n : Int
fact list_of_n : list of Int
fact d : Decimal
fact e : Decimal
fact t : Duration
fact price : Money CNY
decision products : Decimal, first rule
  rule one = d * e when n > 0
  rule two = d * 0.000001 when n is 0
  rule three = (5% of d) * n when n < -5
  otherwise = -d
decision quotients : Decimal, first rule
  rule one = d / 3 when n > 3
  rule two = d / -0.7 when n > 0
  rule three = n / 7 when n < 0
  otherwise = price / CNY 3
decision rounded : Int, first rule
  rule one = round(d) when n > 3
  rule two = round_down(d) when n > 0
  otherwise = round_up(d)
decision places : Decimal, first rule
  rule one = round(d, 2) when n > 3
  rule two = round_down(d, -1) when n > 0
  rule three = round_up(d, max(n, -13)) when n < -4
  rule four = round(d, 7 - size(list_of_n)) when d > 1
  otherwise = round(d, clamp(n, -20, 10))
decision clamped : Money CNY, first rule
  rule one = clamp(round(5% of price, 2), CNY 5, CNY 50) when n > 2
  rule two = clamp(price, CNY 2, price * n) when n > 0
  otherwise = abs(price)
decision durations : Duration, first rule
  rule one = t * n when n > 3
  rule two = t / 7 when n > 0
  rule three = t * 1.5 - hours(n) when n < 0
  otherwise = min(t, 90m, minutes(n)) + max(t, 1h)
decision ratios : Decimal, first rule
  rule one = t / 24h when n >= 0 or d < 0
  otherwise = max(d, e, 3) - min(d, e)
decision signs : Int?
  rule one = -n when d >= e
  rule two = abs(n) when d < e
)",
       0},
      {"lists.writ", R"(policy lists
  timezone "Asia/Shanghai"
enum State = waiting | done | failed
record Part { id : Text  size : Int }
record Card {
  state : State
  sent : Instant
  answered : Instant? as unix_millis
  weight : Int
  parts : list of Part
  tags : (list of Text)?
}
record Order { id : Text from "tid" fixed  cards : list of Card  note : Text?  paid : Instant? as unix_seconds }
fact order : Order
fact others : (list of Order)?
fact limit : Int
parameter most_cards : Int = 3
require order_has_note: order.note is present because "a note is needed"
require weights: every card in order.cards satisfies card.weight >= 0 because en "a weight is negative"
obligation tell(what : Text, at : Instant)
define waiting_cards = count of card in order.cards where card.state is waiting
define small(n : Int) : Int = if n <= 0 then 0 else if n is 1 then 1 else if n < 4 then 3 else 7
define scaled(card : Card) : Decimal = 10 / small(card.weight)
define last_done = last card in order.cards where card.state is done
define heaviest = last card in order.cards where card.state is not failed by card.weight
define lightest = first card in order.cards by card.weight
define early(card : Card, by_then : Instant) : Bool = card.sent + 24h <= by_then
decision quota : permission
  permit all
  forbid too_many when waiting_cards >= most_cards
  refer heavy when (sum of card.weight for card in order.cards) > limit
  forbid failing when some card in order.cards where card.state is failed satisfies scaled(card) > 2
  refer empty when size(order.cards) is 0
  also tell("card {last_done.weight} of {order.note}", last_done.sent + 24h) when last_done is present
decision picked : Instant?, first rule
  rule heavy = heaviest.answered when heaviest is present and heaviest.weight > 3
  rule light = lightest.sent when lightest is present
decision checked : permission
  permit every_one when every card in order.cards where card.state is done satisfies scaled(card) >= 1
  forbid none when no card in order.cards satisfies early(card, now)
  refer some_part when some card in order.cards satisfies some part in card.parts satisfies part.size > card.weight
  forbid tagged when some card in order.cards where card.tags is present satisfies "vip" in card.tags
decision amounts : Int?, first rule
  rule most = max of card.weight for card in order.cards where card.state is done when limit > 3
  rule least = min of 100 - card.weight for card in order.cards when limit > 0
  otherwise = (sum of size(card.parts) for card in order.cards) * 1000
decision times : Instant?, first rule
  rule late = latest of card.answered or else card.sent for card in order.cards where card.weight > 1 when limit > 2
  rule early = earliest of card.sent + 24h for card in order.cards
decision changed : Bool, first rule
  rule one = (order with { id: "x", cards: order.cards }) is order when order.note is "x"
  otherwise = others is present and order in others
decision the_state : State?, first rule
  rule one = last_done.state when last_done is present and last_done.state in [done, failed]
  rule two = (if limit > 2 then waiting else done) when order.paid is present and order.paid < now
decision first_failing : Bool, first rule
  rule one = true when (first card in order.cards where scaled(card) > 1) is present
  otherwise = (last card in order.cards where scaled(card) > 1 by small(card.weight - 1)) is absent
decision all_cards : list of Card, every rule
  rule one = last_done when last_done is present
  rule two = lightest with { state: failed, weight: limit + 1 } when lightest is present and limit < 100
decision others_count : Int, first rule
  otherwise = if others is present then (count of o in others where o.cards is order.cards or size(o.cards) > 1) else 0
invariant few_wait: waiting_cards <= 2 or quota is forbidden
invariant light_ones: quota is permitted implies lightest is absent or scaled(lightest) > 0
)",
       0},
      {"texts.writ", R"(policy texts
fact name : Text
fact other : Text?
fact tags : list of Text
fact n : Int
parameter prefix : Text = "vip"
obligation tell(what : Text)
decision greet : permission
  permit vip when starts_with(name, prefix)
  permit known when name in ["anna", "bert", "Anna"] then tell("{name}: {n * 4611686018427387904}")
  forbid odd when ends_with(name, "x") or (contains(name, "7") and n > 2)
  refer pattern when matches(name, "[A-Z][0-9]+|vip-[0-9]")
  forbid same when other is present and other is name
  refer lowered when lower(name) is "vip" or lower(name) is lower(other or else "")
decision the_name : Text, first rule
  rule one = lower(name) when n > 3
  rule two = other when other is present
  otherwise = if n > 0 then name else "nobody"
decision tagged : Int, first rule
  otherwise = count of tag in tags where starts_with(lower(tag), "a") or tag is name
decision made : Text, first rule
  otherwise = "{name} has {n}"
decision of_facts : permission
  permit one when starts_with(name, other or else "v")
)",
       2},
      {"times.writ", R"(policy times
  timezone "Europe/Berlin"
  calendar works
calendar works
  weekend sat, sun
  covers 2025 .. 2026
  holidays 2025-01-01, 2025-04-18 .. 2025-04-21, 2025-12-25 .. 2025-12-26
  workdays 2025-04-19
enum Unit = short | long
fact at_time : Instant
fact paid : Instant? 
fact day : Date
fact clock : TimeOfDay
fact n : Int
fact unit : Unit
parameter window : Duration = 72h
parameter grace : Period = 2 business days
parameter quota : Int dated by paid or else now
  before 2025-03-01 = 3
  from 2025-03-01 = 5
  from 2025-04-01 = 7
decision windows : permission
  permit inside when now within window after at_time
  forbid before_it when now within 2 days before at_time
  refer on_the_day when date(now) is day or weekday(day) > 5
  forbid late when paid is present and now > paid + grace
decision shifted : Instant?, first rule
  rule months = at_time + 1 month when n > 3
  rule days = at_time - 3 days when n > 0
  rule works = at_time + 3 business days when n < -2
  rule by_unit = at_time + (if unit is short then 1 day else 2 weeks) when unit is long or n is 0
decision dates : Date, first rule
  rule months = day + 2 months when n > 3
  rule works = day - 2 business days when n > 0
  rule of_time = start_of_month(date(at_time)) when n < -2
  otherwise = start_of_year(day) + 10 days
decision locals : Instant, first rule
  rule one = at(day, clock) when n > 3
  rule two = start_of_day(day) when n > 0
  otherwise = at(date(at_time), 23:59:59)
decision clocks : TimeOfDay, first rule
  otherwise = time(at_time)
decision counts : Int, first rule
  rule one = day - date(at_time) when n > 3
  rule two = year(day) when n > 0
  otherwise = quota
decision working : permission
  permit work when is_business_day(day)
  forbid not_now when not is_business_day(date(now)) and time(now) > 12:00:00
decision span : Duration?, first rule
  rule one = now - at_time when n > 0
  rule two = paid - at_time when paid is present
)",
       0},
      {"forms.writ", R"(policy forms
  effective from 2025-02-01 by paid or else now
  timezone "Asia/Shanghai"
record Box { width : Int  label : Text?  inner : Inner? }
record Inner { flag : Bool  deep : Decimal?  at : Instant }
fact now : Instant as unix_seconds
fact box : Box
fact spare : Box?
fact paid : Instant?
fact flag : Bool?
fact clock : TimeOfDay
fact n : Int
define chosen : Box? = if n > 2 then spare else box
define either : Box = spare or else box
define flagged : Bool = if n > 4 then 10 / (if n is 5 then 0 else 3) > 1 else flag or else false
define deepest : Decimal? = if chosen is present and chosen.inner is present then chosen.inner.deep else absent_one
define absent_one : Decimal? = if n > 0 then box.width / 2 else spare_deep
define spare_deep : Decimal? = if spare is present and spare.inner is present then spare.inner.deep else made.deep
define made : Inner = { flag: true, at: now }
decision flags : permission
  permit one when flag is present and flag
  forbid two when not flagged and (flag is absent or not flag)
  refer three when (flag or else flagged) implies clock > 12:00:00
decision boxes : Box?, first rule
  rule one = chosen when n > 1
  rule two = either with { label: "new", width: box.width + 1 } when n > 0
  rule three = { width: n, inner: made } when n < -1
decision deep : Decimal?, first rule
  otherwise = deepest
decision same : Bool, first rule
  rule one = box is either when n > 0
  rule two = chosen is present and chosen is { width: 3, label: "new" } when n < 0
  otherwise = [1, n, 3] is [n, 1, 3] or n in [4, n + 1]
)",
       0},
  };
  return policies;
}
