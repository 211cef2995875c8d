// A decision about a bound object asks the system for no memory. This program counts what is asked for.

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "writ/bind.hpp"

namespace {
std::atomic<std::size_t> allocations{0};
}

[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(bytes == 0 ? 1 : bytes);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace writ {
namespace {

struct Card {
  std::int64_t sent_at;
  std::string seller;
};
struct Order {
  std::string id;
  std::vector<Card> cards;
  std::int64_t now;
};

TEST_CASE("deciding a bound object allocates nothing") {
  auto loaded = PolicySet::load({{"cards.writ", R"(policy cards "Cards"
record Card { sent_at : Instant as unix_seconds seller : Text }
record Order { id : Text cards : list of Card }
fact order : Order
fact now : Instant as unix_seconds
require named: order.id is not "" because "{order.id} has no name"
decision send : permission
  permit seller
  forbid full
    when size(order.cards) >= 3
  forbid live
    when some card in order.cards satisfies now < card.sent_at + 24h and card.seller is not order.id
)"}});
  REQUIRE(loaded.policies);
  const auto card = bind<Card>().member("sent_at", &Card::sent_at, unix_seconds).member("seller", &Card::seller);
  const auto facts = bind<Order>()
                         .member("order.id", &Order::id)
                         .member("order.cards", &Order::cards, card)
                         .member("now", &Order::now, unix_seconds);
  auto bound = loaded.policies->decider("send", facts);
  REQUIRE(bound.decider);
  std::vector<Order> orders(200);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    orders[i] = {"o-" + std::to_string(i), std::vector<Card>(i % 40, {1'000'000, "a seller of some name"}), 1'000'000};
  }
  std::size_t permitted = 0, moving = 0;
  const auto decide_all = [&] {
    for (const auto& order : orders) {
      const auto decided = bound.decider->decide(order);
      permitted += decided.permitted() ? 1U : 0U;
      moving += decided.holds_until() ? 1U : 0U;
    }
  };
  decide_all();
  const std::size_t before = allocations;
  decide_all();
  CHECK(allocations == before);
  CHECK(permitted == 10);
  CHECK(moving == 390);
}

}  // namespace
}  // namespace writ
