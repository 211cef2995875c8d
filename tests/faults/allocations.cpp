// Memory that fails under what the public headers offer.

#include "tests/faults/try_failures.hpp"
#include "writ/bind.hpp"
#include "writ/live_policies.hpp"

namespace writ::faults {
namespace {

std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += finding.rendered;
  return text;
}

/// The findings, and what the policies decide.
std::string told(const PolicySet::Loaded& loaded) {
  std::string all = told(loaded.findings);
  if (!loaded.policies) return all;
  for (const std::string& name : loaded.policies->decisions()) {
    auto decider = loaded.policies->decider(name);
    for (const std::string& order : orders()) all += decider->decide_as_json(order) + "\n";
  }
  return all;
}

PolicySet policies() {
  auto loaded = PolicySet::load({{"shop.writ", shop()}});
  if (!loaded.policies) throw std::logic_error(told(loaded.findings));
  return *loaded.policies;
}

std::string told(const Decision& decision) {
  std::string text = name(decision.outcome);
  for (const std::string& rule : decision.rules) text += " " + rule;
  for (const auto& reason : decision.reasons) {
    for (const auto& message : reason.messages) text += " " + message.text;
  }
  for (const auto& rejection : decision.rejections) text += " " + rejection.pointer + rejection.found;
  for (const auto& failure : decision.failures) text += " " + failure.code + failure.place;
  for (const auto& notice : decision.obligations) text += " " + notice.name + std::to_string(notice.arguments.size());
  return text + (decision.holds_until ? std::to_string(decision.holds_until->microseconds) : "");
}

TEST_CASE("loading") {
  try_all_failures("load rule files", [] {
    return operation(
        [] {
          return PolicySet::load({{"shop.writ", shop()}});
        },
        [](const PolicySet::Loaded& loaded) { return told(loaded); });
  });
  try_all_failures("load rule files with mistakes", [] {
    return operation(
        [] {
          std::string wrong = shop();
          wrong.replace(wrong.find("size(cards) >= quota"), 20, "sise(cards) >= qota ");
          wrong.replace(wrong.find("permit seller"), 13, "permit (seller");
          wrong.replace(wrong.find("is closed"), 9, "is cloosd");
          return PolicySet::load({{"shop.writ", wrong}, {"again.writ", shop()}}, {{"quota", "CNY 5"}});
        },
        [](const PolicySet::Loaded& loaded) { return told(loaded); });
  });
}

TEST_CASE("the first loading of a process") {
  shop();
  try_first_failures("load rule files, the first time", [] { PolicySet::load({{"shop.writ", shop()}}); });
}

TEST_CASE("the first deciding of a process") {
  const PolicySet set = policies();
  orders();
  try_first_failures("decide, the first time", [&] { set.decider("send")->decide_as_json(orders()[0]); });
}

TEST_CASE("deciding") {
  const PolicySet set = policies();
  for (const char* const name : {"send", "last_card", "words"}) {
    try_all_failures("decide as JSON, each kind of record", [&] {
      return operation(
          [decider = std::make_shared<Decider>(*set.decider(name))] {
            std::string all;
            for (const std::string& order : orders()) all += decider->decide_as_json(order) + "\n";
            return all;
          },
          itself);
    });
  }
  try_all_failures("make a decider and decide", [&] {
    return operation([&] { return set.decider("send")->decide(orders()[2]); },
                     [](const Decision& decision) { return told(decision); });
  });
  try_all_failures("decide by the set itself", [&] {
    auto own = std::make_shared<PolicySet>(policies());
    return operation([own] { return own->decide("send", orders()[0]); },
                     [](const Decision& decision) { return told(decision); });
  });
}

TEST_CASE("explaining") {
  for (const std::size_t order : {0U, 2U}) {
    try_all_failures("explain, and what would permit", [&] {
      auto own = std::make_shared<PolicySet>(policies());
      return operation([own, order] { return own->explain("send", orders()[order]); },
                       [](const Explanation& explanation) {
                         std::string text = explanation.decisions.front().name;
                         if (!explanation.why_not) return text;
                         for (const auto& obstacle : explanation.why_not->obstacles) text += " " + obstacle.rule;
                         for (const auto& remedy : explanation.why_not->remedies) {
                           for (const auto& change : remedy.changes) text += " " + change.path + change.to.front().json;
                         }
                         return text;
                       });
    });
  }
}

struct Card {
  std::int64_t sent_at;
  int state;
  std::int64_t fee;
  std::optional<std::string> note;
};
struct Order {
  int state;
  std::vector<Card> cards;
  std::string buyer;
  std::optional<int> limit;
  std::int64_t now;
};

TEST_CASE("objects of one's own") {
  const auto card = bind<Card>()
                        .member("sent_at", &Card::sent_at, unix_seconds)
                        .member("state", &Card::state, {{0, "open"}, {1, "closed"}, {2, "lost"}})
                        .member("fee", &Card::fee, money("CNY", 2))
                        .member("note", &Card::note);
  const auto facts = bind<Order>()
                         .member("state", &Order::state, {{0, "open"}, {1, "closed"}, {2, "lost"}})
                         .member("cards", &Order::cards, card)
                         .member("buyer", &Order::buyer)
                         .member("limit", &Order::limit)
                         .member("now", &Order::now, unix_seconds);
  const std::vector<Order> own = {
      {0, {{1741740000, 0, 1250, {}}}, "Anna", {}, 1741744800},
      {0, {}, "Anna", 1, 1741744800},
      {1, std::vector<Card>(3, {1741740000, 2, 99925, "a note of some length, to be kept"}), "bot7", 7, 1741744800},
      {7, {{1741740000, 9, 1250, {}}}, "\xff", {}, 1741744800},
  };
  const PolicySet set = policies();
  try_all_failures("bind", [&] {
    return operation([&] { return set.decider("send", facts); },
                     [&](const Bound<Order>& bound) { return told(bound.findings); });
  });
  try_all_failures("decide about objects", [&] {
    auto decider = std::make_shared<BoundDecider<Order>>(std::move(*set.decider("send", facts).decider));
    return operation(
        [decider, &own] {
          std::string all;
          for (const Order& order : own) all += told(decider->decide(order).decision()) + "\n";
          return all;
        },
        itself);
  });
}

TEST_CASE("columns") {
  const PolicySet set = policies();
  const std::vector<std::uint8_t> state = {0, 0, 1, 0}, card_state = {0, 2, 2, 2, 0}, limited = {0, 1, 1, 0};
  const std::vector<std::int64_t> limit = {0, 1, 7, 0}, now(4, 1741744800), offsets = {0, 1, 1, 4, 5};
  const std::vector<std::int64_t> sent_at(5, 1741740000), fee(5, 12'500'000);
  const std::vector<std::string_view> buyer = {"Anna", "Anna", "bot7", "\xff"};
  FactColumns facts;
  facts.orders = 4;
  facts.columns = {{"state", state},
                   {"buyer", buyer},
                   {"limit", limit},
                   {"now", now, FactColumns::Unit::seconds},
                   {"cards.sent_at", sent_at, FactColumns::Unit::seconds},
                   {"cards.state", card_state},
                   {"cards.fee", fee}};
  facts.lists = {{"cards", offsets}};
  facts.presence = {{"limit", limited}};
  REQUIRE(set.batch("send"));
  try_all_failures("decide about columns", [&] {
    return operation(
        [&] {
          auto decider = set.batch("send");
          std::string all = decider->take(facts).value_or("");
          while (const BatchChunk* chunk = decider->next()) {
            for (const Outcome outcome : chunk->outcomes) all += std::string(" ") + name(outcome);
            for (const auto& failures : chunk->failures) {
              all += " " + std::to_string(failures.order) + failures.path + failures.requirement;
              for (const auto& failure : failures.failures) all += " " + failure.code;
            }
          }
          return all;
        },
        itself);
  });
}

TEST_CASE("policies that are replaced") {
  const PolicySet first = policies(), second = policies();
  try_all_failures("replace policies", [&] {
    auto live = std::make_shared<LivePolicies>(first);
    auto readers = std::make_shared<std::vector<LivePolicies::Reader>>();
    for (int i = 0; i < 3; ++i) readers->push_back(live->reader());
    return operation(
        [=, &second] {
          try {
            live->replace(second);
          } catch (const std::bad_alloc&) {
            // Nobody has it: all, or none.
            for (auto& reader : *readers) {
              if (reader.refresh()) throw std::logic_error("some have the new policies, and some do not");
            }
            throw;
          }
          return live->reader().version();
        },
        [=](std::uint64_t version) {
          std::string all;
          for (auto& reader : *readers) {
            reader.refresh();
            all += reader.version() == version ? "the newest " : "an old one ";
          }
          return all;
        });
  });
}

}  // namespace
}  // namespace writ::faults
