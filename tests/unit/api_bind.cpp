// Decisions about a program's own types: the same as about the same facts in JSON.

#include <catch2/catch.hpp>
#include <deque>
#include <list>
#include <memory>

#include "writ/bind.hpp"

namespace writ {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view policy = R"(policy shop "Every kind of fact"
  timezone "Asia/Shanghai"

enum State = open "OPEN" | closed | lost
record Card { sent_at : Instant as unix_seconds state : State note : Text? }
record Place { level : Int restricted : Bool since : Date }
record Order {
  id      : Text
  state   : State
  price   : Decimal
  paid    : Money CNY
  at      : Instant
  day     : Date
  clock   : TimeOfDay
  took    : Duration
  maybe   : Int?
  cards   : list of Card
  numbers : list of Int
  flags   : list of Bool
  grid    : list of list of Int
  home    : Place
  rival   : Place?
}
fact order : Order
fact limit : Int?
fact now   : Instant as unix_seconds

require few: size(order.cards) <= 4 because "{size(order.cards)} are too many"

decision echo : Order
  otherwise = order

decision send : permission
  permit seller
  forbid full
    when size(order.cards) >= (limit or else 3)
    because "{size(order.cards)} cards were sent for {order.id}"
  forbid soon
    when some card in order.cards satisfies card.state is open and now < card.sent_at + 1h
  forbid late
    when now > order.at + order.took
  forbid rivals
    when order.rival is present and order.rival is order.home
  forbid sum
    when (sum of number for number in order.numbers) > 10

decision last_note : Text?
  otherwise = (if size(order.cards) > 0 then order.id else "none")

decision counted : Int
  otherwise = size(order.cards)
)";

enum class State : std::int16_t { open = -3, closed = 400, lost = 30'000 };
struct Card {
  std::uint32_t sent_at = 0;
  State state = State::closed;
  std::optional<std::string> note;
};
struct Place {
  std::int8_t level = 0;
  bool restricted = false;
  std::chrono::sys_days since;
};
struct Order {
  std::string id = "o-1";
  State state = State::open;
  std::int64_t price_cents = 1999;
  std::uint16_t paid_fen = 500;
  std::chrono::system_clock::time_point at{1000s};
  std::chrono::year_month_day day{std::chrono::year(2025), std::chrono::month(3), std::chrono::day(12)};
  std::chrono::minutes clock{61};
  std::chrono::milliseconds took{1500};
  const int* maybe = nullptr;
  std::vector<Card> cards;
  std::deque<unsigned> numbers{1, 2, 3};
  std::vector<bool> flags{true, false, true};
  std::list<std::vector<int>> grid{{1}, {}, {2, 3}};
  std::unique_ptr<Place> home = std::make_unique<Place>();
  std::optional<Place> rival;
};
struct Request {
  Order order;
  std::optional<long> limit;
  std::int64_t now = 1000;
};

const auto card_binding = bind<Card>("Card")
                              .member("sent_at", &Card::sent_at, unix_seconds)
                              .member("state", &Card::state, {{State::open, "open"}, {State::closed, "closed"}})
                              .member("note", &Card::note);
const auto place_binding = bind<Place>("shop.Place")
                               .member("level", &Place::level)
                               .member("restricted", &Place::restricted)
                               .member("since", &Place::since);
const auto order_binding =
    bind<Order>()
        .member("id", &Order::id)
        .member("state", &Order::state, {{State::open, "open"}, {State::closed, "closed"}, {State::lost, "lost"}})
        .member("price", &Order::price_cents, scale(2))
        .member("paid", &Order::paid_fen, money("CNY", 2))
        .member("at", &Order::at)
        .member("day", &Order::day)
        .member("clock", &Order::clock)
        .member("took", &Order::took)
        .member("maybe", &Order::maybe)
        .member("cards", &Order::cards, card_binding)
        .member("numbers", &Order::numbers)
        .member("flags", &Order::flags)
        .member("grid", &Order::grid)
        .member("home", &Order::home, place_binding)
        .member("rival", &Order::rival, place_binding);
const auto request_binding = bind<Request>()
                                 .member("order", &Request::order, order_binding)
                                 .member("limit", &Request::limit)
                                 .member("now", &Request::now, unix_seconds);

PolicySet policies() {
  auto loaded = PolicySet::load({{"shop.writ", std::string(policy)}});
  for (const auto& finding : loaded.findings) FAIL(finding.rendered);
  REQUIRE(loaded.policies);
  return *loaded.policies;
}

template <class Facts>
auto decider(std::string_view decision, const Facts& facts, const DecideOptions& options = {}) {
  auto bound = policies().decider(decision, facts, options);
  for (const auto& finding : bound.findings) FAIL(finding.rendered);
  REQUIRE(bound.decider);
  return std::move(*bound.decider);
}

// ---- as JSON has it -------------------------------------------------------------------------------------------------

std::string name_of(State state) {
  return state == State::open ? "\"open\"" : state == State::closed ? "\"closed\"" : "\"lost\"";
}

template <class Range, class Write>
std::string listed(const Range& range, Write write) {
  std::string text;
  for (const auto& element : range) text += (text.empty() ? "" : ",") + write(element);
  return "[" + text + "]";
}

std::string to_json(const Place& place) {
  const std::chrono::year_month_day since = place.since;
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return R"({"level":)" + std::to_string(place.level) + R"(,"restricted":)" + (place.restricted ? "true" : "false") +
         R"(,"since":")" + std::to_string(int(since.year())) + "-" + two(unsigned(since.month())) + "-" +
         two(unsigned(since.day())) + "\"}";
}

/// The members that vary; the others are as an Order has them.
std::string to_json(const Request& request) {
  const Order& order = request.order;
  const auto number = [](const auto& each) { return std::to_string(each); };
  const auto card = [](const Card& each) {
    return R"({"sent_at":)" + std::to_string(each.sent_at) + R"(,"state":)" + name_of(each.state) +
           (each.note ? R"(,"note":")" + *each.note + "\"" : "") + "}";
  };
  return R"({"order":{"id":")" + order.id + R"(","state":)" + name_of(order.state) +
         R"(,"price":19.99,"paid":"5","at":"1970-01-01T00:16:40Z","day":"2025-03-12","clock":"01:01:00","took":"PT1.5S")" +
         (order.maybe ? R"(,"maybe":)" + std::to_string(*order.maybe) : "") + R"(,"cards":)" +
         listed(order.cards, card) + R"(,"numbers":)" + listed(order.numbers, number) +
         R"(,"flags":[true,false,true],"grid":)" +
         listed(order.grid, [&](const auto& row) { return listed(row, number); }) + R"(,"home":)" +
         to_json(*order.home) + (order.rival ? R"(,"rival":)" + to_json(*order.rival) : "") + "}" +
         (request.limit ? R"(,"limit":)" + std::to_string(*request.limit) : "") + R"(,"now":)" +
         std::to_string(request.now) + "}";
}

/// All of a value as text.
std::string shown(const Value& value) {
  struct Show {
    std::string operator()(Value::Absent) const { return "absent"; }
    std::string operator()(bool flag) const { return flag ? "yes" : "no"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(Value::Decimal decimal) const { return "decimal " + std::to_string(decimal.millionths); }
    std::string operator()(const std::string& text) const { return "'" + text + "'"; }
    std::string operator()(Value::Instant at) const { return "instant " + std::to_string(at.microseconds); }
    std::string operator()(Value::Date date) const { return "date " + std::to_string(date.days); }
    std::string operator()(Value::TimeOfDay at) const { return "time " + std::to_string(at.microseconds); }
    std::string operator()(Value::Duration took) const { return "took " + std::to_string(took.microseconds); }
    std::string operator()(Value::Period period) const { return "period " + std::to_string(period.count); }
    std::string operator()(const Value::Money& money) const {
      return money.currency + " " + std::to_string(money.millionths);
    }
    std::string operator()(const Value::Member& member) const { return member.name; }
    std::string operator()(const Value::List& list) const { return listed(list, shown); }
    std::string operator()(const Value::Record& record) const {
      return listed(record, [](const Value::Field& field) { return field.name + ": " + shown(field.value); });
    }
  };
  return std::visit(Show{}, value.data);
}

std::string shown(const Decision& decision) {
  std::string text = std::string(name(decision.outcome)) + " " + shown(decision.value);
  for (const auto& rule : decision.rules) text += " " + rule;
  for (const auto& reason : decision.reasons) {
    for (const auto& message : reason.messages) text += " \"" + message.text + "\"";
  }
  for (const auto& rejection : decision.rejections) {
    text += " " + rejection.code + rejection.pointer + " " + rejection.requirement;
    for (const auto& message : rejection.messages) text += " \"" + message.text + "\"";
  }
  text += " until " + (decision.holds_until ? std::to_string(decision.holds_until->microseconds) : "for ever");
  return text + (decision.follows_now ? " follows" : "") + " now " + std::to_string(decision.now.microseconds);
}

std::vector<Request> requests() {
  static const int seven = 7;
  std::vector<Request> all(7);
  all[1].order.cards = {{990, State::open, "你好"}, {0, State::closed, {}}};
  all[1].order.maybe = &seven;
  all[2].order.cards.assign(3, Card{500, State::open, "x"});
  all[2].limit = 4;
  all[2].now = 1001;
  all[3].order.cards.assign(3, Card{1, State::closed, {}});
  all[3].order.rival = Place{0, false, {}};
  all[4].order.home = std::make_unique<Place>(Place{-5, true, std::chrono::sys_days(std::chrono::days(20000))});
  all[4].order.rival = Place{-5, true, std::chrono::sys_days(std::chrono::days(20001))};
  all[4].order.numbers = {4'000'000'000, 1};
  all[4].now = 1002;
  all[5].order.cards.assign(5, Card{});
  all[6].order.grid.clear();
  all[6].order.numbers.clear();
  all[6].order.state = State::lost;
  return all;
}

TEST_CASE("a bound struct is decided as the same facts in JSON") {
  const auto set = policies();
  for (const auto& decision : set.decisions()) {
    auto bound = decider(decision, request_binding);
    for (const auto& request : requests()) {
      INFO(decision << " of " << to_json(request));
      const auto expected = set.decide(decision, to_json(request));
      const auto view = bound.decide(request);
      CHECK(view.outcome() == expected.outcome);
      CHECK(view.now() == expected.now);
      CHECK(view.holds_until() == expected.holds_until);
      CHECK(view.follows_now() == expected.follows_now);
      REQUIRE(view.rules().size() == expected.rules.size());
      for (std::size_t i = 0; i < expected.rules.size(); ++i) {
        CHECK(view.rule_name(view.rules()[i]) == expected.rules[i]);
      }
      CHECK(shown(view.decision()) == shown(expected));
    }
  }
}

TEST_CASE("a view has the value without memory of its own") {
  auto request = Request{};
  auto counted = decider("counted", request_binding);
  CHECK(*counted.decide(request).value().get_if<std::int64_t>() == 0);
  auto note = decider("last_note", request_binding);
  request.order.cards.resize(1);
  CHECK(*note.decide(request).value().get_if<std::string_view>() == "o-1");
  auto echo = decider("echo", request_binding);
  CHECK(echo.decide(request).value().get_if<ValueView::Compound>() != nullptr);
  CHECK(echo.decide(request).rule_name(17).empty());
}

TEST_CASE("only what a decision reads has to be bound, and only that is read") {
  struct Few {
    std::size_t cards;
  };
  const auto cards = [](const Few& few) { return std::vector<Card>(few.cards); };
  const auto facts = bind<Few>().member("order.cards", cards, bind<Card>());
  auto counted = decider("counted", facts, {.now = Value::Instant{5}});
  CHECK(*counted.decide({3}).value().get_if<std::int64_t>() == 3);
  CHECK(counted.decide({3}).now() == Value::Instant{5});
  CHECK(counted.decide({3}, Value::Instant{6}).now() == Value::Instant{6});
  CHECK(counted.decide({5}).outcome() == Outcome::rejected);

  auto request = Request{};
  request.order.state = State{77};
  CHECK(decider("counted", request_binding).decide(request).outcome() == Outcome::decided);
  CHECK(decider("echo", request_binding).decide(request).outcome() == Outcome::rejected);
}

TEST_CASE("what does not fit is rejected with its place, all of it") {
  auto echo = decider("echo", request_binding);
  auto request = Request{};
  request.order.id = "\xff";
  request.order.state = State{401};
  request.order.price_cents = std::numeric_limits<std::int64_t>::max() / 100;
  request.order.at = std::chrono::system_clock::time_point::max();
  request.order.day = std::chrono::year_month_day(std::chrono::year(2025), std::chrono::month(2), std::chrono::day(30));
  request.order.clock = 24h;
  request.order.cards.resize(2);
  request.order.cards[1].state = State::lost;
  request.order.home = nullptr;
  const auto decision = echo.decide(request).decision();
  CHECK(decision.outcome == Outcome::rejected);
  std::string all;
  for (const auto& each : decision.rejections) {
    all += each.code + " " + each.pointer + " " + each.expected + ", " + each.found + "\n";
  }
  CHECK(all ==
        "F0106 /order/id a Text, bytes that are not UTF-8\n"
        "F0110 /order/state one of open, closed, lost, 401\n"
        "F0108 /order/price a Decimal, 92233720368547758\n"
        "F0109 /order/day a Date, no day of the calendar\n"
        "F0109 /order/clock a TimeOfDay, 1440\n"
        "F0110 /order/cards/1/state one of open, closed, lost, 30000\n"
        "F0104 /order/home a Place, nothing\n");
  CHECK(echo.decide(Request{}).outcome() == Outcome::decided);
}

TEST_CASE("members are reached by callables, through others, and behind pointers") {
  struct Inner {
    int limit;
    std::string id;
  };
  struct Outer {
    Inner inner;
    const Inner* other;
    std::shared_ptr<std::optional<Inner>> third;
    std::string made() const { return "made of " + inner.id; }
  };
  const auto with = [](auto limit) {
    return bind<Outer>()
        .member("order.id", &Outer::made)
        .member(
            "order.cards", [](const Outer&) { return std::span<const Card>(); }, bind<Card>())
        .member("limit", limit);
  };
  const DecideOptions options{.now = Value::Instant{0}};
  const auto made = with(through(&Outer::inner, &Inner::limit));
  Outer outer{{1, "x"}, nullptr, nullptr};
  CHECK(*decider("last_note", made, options).decide(outer).value().get_if<std::string_view>() == "none");

  auto set = PolicySet::load({{"limit.writ", R"(policy p "p"
fact limit : Int?
decision d : Int
  otherwise = (limit or else -1)
)"}});
  REQUIRE(set.policies);
  const auto limit_of = [&](auto path) {
    auto bound = set.policies->decider("d", bind<Outer>().member("limit", path), options);
    REQUIRE(bound.decider);
    return *bound.decider->decide(outer).value().template get_if<std::int64_t>();
  };
  const auto third = through(
      &Outer::third, [](const std::optional<Inner>& inner) -> const auto& { return inner; }, &Inner::limit);
  CHECK(limit_of(through(&Outer::inner, &Inner::limit)) == 1);
  CHECK(limit_of(through(&Outer::other, &Inner::limit)) == -1);
  CHECK(limit_of(third) == -1);
  const Inner two{2, ""};
  outer.other = &two;
  outer.third = std::make_shared<std::optional<Inner>>(Inner{3, ""});
  CHECK(limit_of(through(&Outer::other, &Inner::limit)) == 2);
  CHECK(limit_of(third) == 3);
}

TEST_CASE("a time outside of the years 0001 to 9999 is refused, and what was refused is forgotten") {
  auto bound = decider("counted", request_binding);
  for (const std::int64_t microseconds : {253'402'300'800'000'000, -62'135'596'800'000'001}) {
    const auto refused = bound.decide(Request{}, Value::Instant{microseconds});
    CHECK(refused.outcome() == Outcome::rejected);
    CHECK(refused.decision().rejections.size() == 1);
    const auto taken = bound.decide(Request{}, Value::Instant{microseconds + (microseconds > 0 ? -1 : 1)});
    CHECK(taken.outcome() == Outcome::decided);
    CHECK(taken.decision().rejections.empty());
  }
}

TEST_CASE("values of a byte stand for members, in lists that grow and shrink") {
  enum class Level : signed char { low = -128, high = 127 };
  struct Site {
    Level level = Level::low;
    std::vector<Level> rooms;
  };
  auto set = PolicySet::load({{"site.writ", R"(policy p "p"
enum Level = low | high
fact level : Level
fact rooms : list of Level
decision d : permission
  permit low
    when level is low
  forbid high
    when some room in rooms satisfies room is high
)"}});
  REQUIRE(set.policies);
  const auto facts = bind<Site>()
                         .member("level", &Site::level, {{Level::low, "low"}, {Level::high, "high"}})
                         .member("rooms", &Site::rooms, {{Level::low, "low"}, {Level::high, "high"}});
  auto bound = set.policies->decider("d", facts, {.now = Value::Instant{0}});
  REQUIRE(bound.decider);
  for (const std::size_t size : {1U, 3U, 2U, 0U, 7U, 1U}) {
    Site site{Level::low, std::vector<Level>(size, Level::low)};
    CHECK(bound.decider->decide(site).permitted());
    if (size == 0) continue;
    site.rooms.back() = Level::high;
    CHECK(bound.decider->decide(site).outcome() == Outcome::forbidden);
    site.rooms.back() = static_cast<Level>(-1);
    const auto refused = bound.decider->decide(site);
    REQUIRE(refused.outcome() == Outcome::rejected);
    CHECK(refused.decision().rejections.at(0).pointer == "/rooms/" + std::to_string(size - 1));
  }
  CHECK_FALSE(bound.decider->decide({Level::high, {}}).permitted());
}

TEST_CASE("a huge list is decided") {
  auto set = PolicySet::load({{"sum.writ", R"(policy p "p"
fact numbers : list of Int
decision d : Int
  otherwise = sum of n for n in numbers
)"}});
  REQUIRE(set.policies);
  using Numbers = std::vector<int>;
  const auto facts = bind<Numbers>().member("numbers", [](const Numbers& all) -> const Numbers& { return all; });
  auto bound = set.policies->decider("d", facts, {.now = Value::Instant{0}});
  REQUIRE(bound.decider);
  const Numbers many(1'000'000, 3);
  CHECK(*bound.decider->decide(many).value().get_if<std::int64_t>() == 3'000'000);
  CHECK(*bound.decider->decide({}).value().get_if<std::int64_t>() == 0);
}

}  // namespace
}  // namespace writ
