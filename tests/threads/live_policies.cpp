// Threads decide while others replace the policies: each decision is that of one set, never of a mix, and never of an
// older one than before.

#include <malloc.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <thread>

#include "writ/bind.hpp"
#include "writ/live_policies.hpp"

namespace writ {
namespace {

/// Two sets that agree in no rule, no text and no number.
enum class Set : std::uint8_t { first, second };

std::string text_of(Set set) {
  const bool first = set == Set::first;
  const std::string letter = first ? "a" : "b";
  return "policy shop \"A shop\"\n"
         "fact amount : Int\n"
         "fact buyer : Text\n"
         "parameter most : Int = " +
         std::string(first ? "10" : "20") +
         "\n"
         "decision send : permission\n"
         "  permit seller_" +
         letter +
         "\n"
         "  forbid large_" +
         letter +
         "\n"
         "    when amount > most and buyer is not \"x\"\n"
         "    because \"{amount} is more than {most} for {buyer}: " +
         letter +
         "\"\n"
         "decision limit : Int, first rule\n"
         "  rule small_" +
         letter +
         " = most when amount <= most\n"
         "  otherwise = most * 100\n";
}

PolicySet load(Set set) {
  auto loaded = PolicySet::load({{"shop.writ", text_of(set)}});
  if (!loaded.policies) throw std::logic_error(loaded.findings.front().rendered);
  return *loaded.policies;
}

struct Order {
  std::int64_t amount = 0;
  std::string buyer;
};

constexpr std::int64_t order_count = 40;

std::vector<Order> make_orders() {
  std::vector<Order> orders;
  for (std::int64_t i = 0; i < order_count; ++i) orders.push_back({i, "buyer " + std::to_string(i)});
  return orders;
}

const std::vector<Order> orders = make_orders();

std::string to_json(const Order& order) {
  return R"({"now": "2025-01-01T00:00:00Z", "amount": )" + std::to_string(order.amount) + R"(, "buyer": ")" +
         order.buyer + "\"}";
}

/// All orders decided in one way, as a text.
using Way = std::function<std::string()>;

Way by_json(const PolicySet& policies) {
  return [send = std::make_shared<Decider>(*policies.decider("send")),
          limit = std::make_shared<Decider>(*policies.decider("limit"))] {
    std::string all;
    for (const Order& order : orders) {
      all += send->decide_as_json(to_json(order)) + "\n" + limit->decide_as_json(to_json(order)) + "\n";
    }
    return all;
  };
}

Way by_structs(const PolicySet& policies) {
  const auto facts = bind<Order>().member("amount", &Order::amount).member("buyer", &Order::buyer);
  auto bound = policies.decider("send", facts, {.now = Value::Instant{0}});
  if (!bound.decider) throw std::logic_error(bound.findings.front().rendered);
  return [decider = std::make_shared<BoundDecider<Order>>(std::move(*bound.decider))] {
    std::string all;
    for (const Order& order : orders) {
      const auto decided = decider->decide(order);
      all += std::string(decided.rule_name(decided.rules().front())) + " ";
      for (const auto& reason : decided.decision().reasons) {
        for (const auto& message : reason.messages) all += message.text;
      }
    }
    return all;
  };
}

Way by_columns(const PolicySet& policies) {
  return [decider = std::make_shared<BatchDecider>(*policies.batch("limit"))] {
    std::vector<std::int64_t> amounts;
    for (const Order& order : orders) amounts.push_back(order.amount);
    FactColumns facts;
    facts.orders = amounts.size();
    facts.columns = {{"amount", amounts}};
    if (const auto problem = decider->take(facts)) throw std::logic_error(*problem);
    std::string all;
    for (const std::string& rule : decider->rules()) all += rule + " ";
    while (const BatchChunk* chunk = decider->next()) {
      for (const std::int64_t value : chunk->values) all += std::to_string(value) + " ";
    }
    return all;
  };
}

constexpr std::array ways = {by_json, by_structs, by_columns};

struct Seen {
  std::uint64_t version;
  Set set;
};

TEST_CASE("eight threads decide while two others replace the policies") {
  constexpr std::size_t deciders = 8, replacers = 2, times = 2000;
  const std::array sets = {load(Set::first), load(Set::second)};
  std::array<std::array<std::string, 2>, ways.size()> expected;
  for (std::size_t way = 0; way < ways.size(); ++way) {
    for (std::size_t set = 0; set < sets.size(); ++set) expected[way][set] = ways[way](sets[set])();
    REQUIRE(expected[way][0] != expected[way][1]);
  }

  LivePolicies live(sets[0]);
  std::vector<Set> put(1 + 1 + replacers * times);  // By version; 1 is the first set.
  std::vector<std::vector<Seen>> seen(deciders);
  std::array<std::string, deciders> mixes;
  std::atomic<std::size_t> replacing = replacers;
  std::latch ready(deciders + replacers);
  std::vector<std::jthread> threads;
  for (std::size_t number = 0; number < deciders; ++number) {
    threads.emplace_back([&, number] {
      const std::size_t way = number % ways.size();
      auto reader = live.reader();
      auto decide = ways[way](reader.policies());
      ready.arrive_and_wait();
      for (bool last = false; !last;) {
        last = replacing == 0;
        if (reader.refresh()) decide = ways[way](reader.policies());
        const std::string decided = decide();
        if (decided != expected[way][0] && decided != expected[way][1]) {
          mixes[number] = decided;
          return;
        }
        seen[number].push_back({reader.version(), decided == expected[way][0] ? Set::first : Set::second});
      }
    });
  }
  for (std::size_t number = 0; number < replacers; ++number) {
    threads.emplace_back([&, number] {
      ready.arrive_and_wait();
      for (std::size_t i = 0; i < times; ++i) {
        const Set set = (i + number) % 2 == 0 ? Set::second : Set::first;
        // Most are shared, some are nobody else's and go away with the last who decides by them.
        const auto version = live.replace(i % 20 == 0 ? load(set) : sets[static_cast<std::size_t>(set)]);
        put[version] = set;
        if (i % 10 == 0) std::this_thread::yield();
      }
      --replacing;
    });
  }
  threads.clear();  // Waits for them.

  for (std::size_t number = 0; number < deciders; ++number) {
    INFO("thread " << number);
    CHECK(mixes[number].empty());
    REQUIRE(!seen[number].empty());
    std::uint64_t before = 0;
    bool forward = true, right = true;
    for (const Seen& one : seen[number]) {
      forward &= one.version >= before;
      right &= one.set == put[one.version];
      before = one.version;
    }
    CHECK(forward);
    CHECK(right);
    CHECK(seen[number].back().version == replacers * times + 1);  // What was put before the last refresh is there.
    CHECK(seen[number].front().version < seen[number].back().version);
  }
}

TEST_CASE("what a reader took stays as it is until it refreshes, whatever is replaced or gone") {
  std::optional<LivePolicies> live(load(Set::first));
  auto reader = live->reader();
  auto idle = live->reader();
  CHECK(!reader.refresh());
  CHECK(reader.version() == 1);
  const auto decide = by_json(reader.policies());
  const auto before = decide();

  CHECK(live->replace(load(Set::second)) == 2);
  CHECK(live->replace(load(Set::second)) == 3);
  CHECK(by_json(reader.policies())() == before);
  CHECK(live->reader().version() == 3);
  live.reset();
  CHECK(reader.refresh());
  CHECK(reader.version() == 3);
  CHECK(!reader.refresh());
  CHECK(by_json(reader.policies())() != before);
  CHECK(decide() == before);  // A decider keeps its own.
  CHECK(idle.version() == 1);
}

TEST_CASE("readers that are gone leave nothing behind, though nobody replaces") {
  const LivePolicies live(load(Set::first));
  const auto grown_by = [&](int readers) {
    const std::size_t before = ::mallinfo2().uordblks;
    for (int i = 0; i < readers; ++i) live.reader();
    return static_cast<std::int64_t>(::mallinfo2().uordblks) - static_cast<std::int64_t>(before);
  };
  grown_by(1'000);
  CHECK(grown_by(100'000) < 100'000);  // A mailbox takes some 50 bytes.
}

}  // namespace
}  // namespace writ
