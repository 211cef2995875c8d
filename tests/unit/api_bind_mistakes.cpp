// What is wrong with a binding is found when it is made, all of it.

#include <catch2/catch.hpp>

#include "writ/bind.hpp"

namespace writ {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view policy = R"(policy shop "A shop"
enum State = open | closed
record Card { sent_at : Instant state : State }
record Actor { id : Text level : Int }
record Order { state : State paid : Money CNY ratio : Decimal took : Duration cards : list of Card unread : Int }
fact order : Order
fact actor : Actor
fact buyer : Actor?
fact other : Int
decision send : permission
  permit seller
  forbid a when order.state is closed
  forbid b when order.paid > CNY 5
  forbid c when order.took > 5h
  forbid d when some card in order.cards satisfies card.sent_at > now and card.state is open
  forbid e when actor.level > 3 and order.ratio > 0.5
  forbid f when buyer is present and buyer.level > 1
)";

struct Card {
  int sent_at;
  int state;
};
struct Order {
  int number;
  std::string text;
  std::optional<int> maybe;
  std::vector<Card> cards;
  Card card;
  std::vector<std::optional<int>> holes;
};

/// Each finding with its help, a line each.
template <class Facts>
std::string findings(const Facts& facts, std::string_view decision = "send") {
  static const auto loaded = PolicySet::load({{"shop.writ", std::string(policy)}});
  for (const auto& finding : loaded.findings) FAIL(finding.rendered);
  auto bound = loaded.policies->decider(decision, facts);
  std::string all;
  for (const auto& finding : bound.findings) {
    CHECK(finding.level == Finding::Level::error);
    all += finding.message;
    for (const auto& help : finding.help) all += " (" + help + ")";
    all += "\n";
  }
  CHECK(bound.decider.has_value() == all.empty());
  return all;
}

TEST_CASE("what is missing is told, all that is read and nothing else") {
  CHECK(findings(bind<Order>()) ==
        "`order` is read by shop.send, and is not bound\n"
        "`actor` is read by shop.send, and is not bound\n"
        "`buyer` is read by shop.send, and is not bound\n"
        "`now` is not bound (bind it, or give the time in DecideOptions)\n");
  const auto some =
      bind<Order>()
          .member("order.took", &Order::number, count_of<std::chrono::hours>)
          .member("order.cards", &Order::cards, bind<Card>().member("sent_at", &Card::sent_at, unix_seconds))
          .member("actor", &Order::card, bind<Card>())
          .member("now", &Order::number, unix_seconds);
  CHECK(findings(some) ==
        "`order.cards.state` is read by shop.send, and is not bound\n"
        "`actor.level` is read by shop.send, and is not bound\n"
        "`order.state` is read by shop.send, and is not bound\n"
        "`order.paid` is read by shop.send, and is not bound\n"
        "`order.ratio` is read by shop.send, and is not bound\n"
        "`buyer` is read by shop.send, and is not bound\n");
}

/// The first finding alone.
template <class... How>
std::string finding(std::string name, How... how) {
  const std::string all = findings(bind<Order>().member(std::move(name), how...));
  return all.substr(0, all.find('\n'));
}

TEST_CASE("a member that does not fit is told with how to bind it") {
  CHECK(findings(bind<Order>(), "sent") == "there is no decision `sent` (did you mean `send`?)\n");
  CHECK(finding("ordr", &Order::number) == "there is no fact `ordr` (did you mean `order`?)");
  CHECK(finding("order.stat", &Order::number) ==
        "`order` is a record Order, which has no field `stat` (did you mean `state`?)");
  CHECK(finding("order.paid.much", &Order::number) == "`order.paid` is Money CNY, which has no field `much`");
  CHECK(finding("buyer.level", &Order::number) ==
        "`buyer` may be absent, and its fields cannot be bound by themselves (bind `buyer` as a record, with a "
        "std::optional or a pointer)");
  CHECK(finding("order.state", &Order::number) ==
        "`order.state` is State, and is bound to a whole number (bind it with its enumerators: {{State::open, "
        "\"open\"}, ...})");
  CHECK(finding("now", &Order::number) ==
        "`now` is Instant, and is bound to a whole number (say what it counts: writ::unix_seconds, writ::unix_millis "
        "or writ::unix_micros)");
  CHECK(finding("now", &Order::text) ==
        "`now` is Instant, and is bound to a text (bind a std::chrono::sys_time, or a number with writ::unix_seconds)");
  CHECK(finding("order.paid", &Order::number, scale(2)) ==
        "`order.paid` is Money CNY, and is bound to a decimal (bind a whole number with writ::money(\"CNY\", places))");
  CHECK(finding("order.paid", &Order::number, money("USD", 2)) ==
        "`order.paid` is Money CNY, and is bound to money in USD");
  CHECK(finding("order.paid", &Order::number, money("CNY", 7)) ==
        "`order.paid` is bound with 7 decimal places (there are 0 to 6)");
  CHECK(finding("order.ratio", &Order::number) ==
        "`order.ratio` is Decimal, and is bound to a whole number (bind a whole number with writ::scale(places), or a "
        "writ::Value::Decimal)");
  CHECK(finding("order.cards", &Order::number) ==
        "`order.cards` is list of Card, and is bound to a whole number (bind any range)");
  CHECK(finding("order.cards", &Order::holes) ==
        "an element of `order.cards` is bound to what may be absent (elements of lists are always there)");
  CHECK(finding("actor.level", &Order::maybe) ==
        "`actor.level` is bound to what may be absent, and is Int (bind a value that is always there, or declare it "
        "`Int?`)");
  CHECK(finding("actor", &Order::card, bind<Card>("Card")) == "`actor` is a record shop.Actor, and is bound as Card");
}

TEST_CASE("enumerators are members of the enum, each of one") {
  const auto state = [](std::initializer_list<std::pair<int, std::string_view>> enumerators) {
    const std::string all = findings(bind<Order>().member("order.state", &Order::number, enumerators));
    return all.substr(0, all.find('\n'));
  };
  CHECK(state({{1, "open"}, {2, "close"}}) == "`order.state`: State has no member `close` (did you mean `closed`?)");
  CHECK(state({{1, "open"}, {1, "closed"}}) == "`order.state`: the enumerator 1 stands for both `open` and `closed`");
  CHECK(state({}) == "`order.state` is bound without enumerators");
}

TEST_CASE("nothing is bound twice, by itself or within another") {
  const auto twice = bind<Order>().member("actor.level", &Order::number).member("actor.level", &Order::number);
  CHECK(findings(twice).starts_with("`actor.level` is bound twice\n"));
  const auto within = bind<Order>().member("actor", &Order::card, bind<Card>()).member("actor.level", &Order::number);
  CHECK(findings(within).find("`actor.level` is bound twice\n") != std::string::npos);
}

}  // namespace
}  // namespace writ
