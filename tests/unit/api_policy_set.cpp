// The public headers: mistakes as values, decisions as plain data.

#include <catch2/catch.hpp>

#include "writ/policy_set.hpp"

namespace writ {
namespace {

constexpr std::string_view shop = R"(policy shop "A shop"
  timezone "Asia/Shanghai"

enum State = open | closed
record Card { sent_at : Instant fee : Money CNY }
fact state : State
fact cards : list of Card
fact limit : Int?

parameter quota : Int = 2
obligation notify(at : Instant, why : Text?)
require few_cards: size(cards) <= 5 because en "too many cards" zh "卡片过多"

decision send : permission
  permit seller
    then notify(now + 1h, "sent")
  forbid full
    when size(cards) >= quota
    because en "{size(cards)} cards were sent" zh "已发送{size(cards)}张"
  forbid shut
    when state is closed

decision last_card : Card?, first rule
  rule last = last card in cards when size(cards) > 0
  otherwise = (last card in cards)

decision ratio : Decimal
  otherwise = 1 / size(cards)
)";

PolicySet policies() {
  auto loaded = PolicySet::load({{"shop.writ", std::string(shop)}});
  for (const auto& finding : loaded.findings) FAIL(finding.rendered);
  REQUIRE(loaded.policies);
  return *loaded.policies;
}

constexpr std::string_view one_card = R"({"now": "2025-03-12T10:00:00+08:00", "state": "open",
  "cards": [{"sent_at": "2025-03-12T09:00:00+08:00", "fee": 5}]})";

TEST_CASE("a decision carries all that was decided") {
  const auto set = policies();
  CHECK(set.decisions() == std::vector<std::string>{"shop.send", "shop.last_card", "shop.ratio"});
  const auto sent = set.decide("send", one_card);
  CHECK(sent.permitted());
  CHECK(sent.decision == "shop.send");
  CHECK(sent.now.microseconds == 1741744800'000000);
  REQUIRE(sent.obligations.size() == 1);
  REQUIRE(sent.obligations[0].arguments.size() == 2);
  CHECK(sent.obligations[0].arguments[0].value.get_if<Value::Instant>()->microseconds == 1741748400'000000);
  CHECK(*sent.obligations[0].arguments[1].value.get_if<std::string>() == "sent");

  const auto card = set.decide("last_card", one_card);
  CHECK(card.outcome == Outcome::decided);
  const auto* record = card.value.get_if<Value::Record>();
  REQUIRE(record != nullptr);
  REQUIRE(record->size() == 2);
  CHECK((*record)[1].name == "fee");
  CHECK(*(*record)[1].value.get_if<Value::Money>() == Value::Money{5'000000, "CNY"});
}

TEST_CASE("reasons have their messages by language") {
  const auto set = policies();
  std::string two(one_card);
  two.insert(two.find("[{") + 1, R"({"sent_at": "2025-03-12T09:00:00+08:00", "fee": "0.5"}, )");
  const auto full = set.decide("shop.send", two);
  CHECK(full.outcome == Outcome::forbidden);
  CHECK(full.rules == std::vector<std::string>{"full"});
  REQUIRE(full.reasons.size() == 1);
  REQUIRE(full.reasons[0].messages.size() == 2);
  CHECK(full.reasons[0].messages[1].language == "zh");
  CHECK(full.reasons[0].messages[1].text == "已发送2张");
  CHECK_FALSE(full.holds_until);
}

TEST_CASE("facts that do not fit are rejected with every problem") {
  const auto set = policies();
  const auto rejected = set.decide("send", R"({"now": 1, "state": "ajar"})");
  CHECK(rejected.outcome == Outcome::rejected);
  REQUIRE(rejected.rejections.size() == 3);
  CHECK(rejected.rejections[0].pointer == "/now");
  CHECK(rejected.rejections[1].code == "F0110");
  CHECK(rejected.rejections[2].found == "nothing");
  std::string six = R"({"now": "2025-03-12T10:00:00+08:00", "state": "open", "cards": [)";
  for (int i = 0; i < 6; ++i) six += std::string(i > 0 ? "," : "") + R"({"sent_at": "2025-03-12T09:00:00Z", "fee": 1})";
  const auto refused = set.decide("send", six + "]}");
  REQUIRE(refused.rejections.size() == 1);
  CHECK(refused.rejections[0].requirement == "few_cards");
  CHECK(refused.rejections[0].messages[0].text == "too many cards");
}

TEST_CASE("what fails has its place") {
  const auto ratio = policies().decide("ratio", R"({"now": "2025-03-12T10:00:00Z", "cards": []})");
  CHECK(ratio.outcome == Outcome::undetermined);
  REQUIRE(ratio.failures.size() == 1);
  CHECK(ratio.failures[0].code == "V0102");
  CHECK(ratio.failures[0].place.starts_with("shop.writ:"));
  CHECK(ratio.failures[0].rule == "otherwise");
}

TEST_CASE("a text that is too long to be made never permits, however it is compared") {
  const auto loaded = PolicySet::load({{"texts.writ", R"(policy texts "Texts"
fact x : Text
fact l : list of Int
decision permits : permission
  permit y when "{x}{x}" is not "q"
decision forbids : permission
  permit y
  forbid z when "{x}{x}" is "q"
decision some_permits : permission
  permit y when some i in l satisfies "{x}{x}" is not "q"
)"}});
  REQUIRE(loaded.policies);
  const std::string facts = R"({"now":"2025-01-01T00:00:00Z","l":[1],"x":")" + std::string(9'000'000, 'x') + R"("})";
  for (const char* decision : {"permits", "forbids", "some_permits"}) {
    CHECK(loaded.policies->decide(decision, facts).outcome == Outcome::undetermined);
  }
}

TEST_CASE("mistakes in rule files are findings") {
  const auto loaded = PolicySet::load({{"shop.writ", "policy shop\nfact n : Itn\n"}});
  CHECK_FALSE(loaded.policies);
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].level == Finding::Level::error);
  CHECK(loaded.findings[0].code.starts_with("E"));
  CHECK(loaded.findings[0].file == "shop.writ");
  CHECK(loaded.findings[0].line == 2);
  CHECK(loaded.findings[0].column == 10);
  CHECK(loaded.findings[0].rendered.find("^^^") != std::string::npos);
  CHECK_FALSE(PolicySet::load_paths({"no such directory"}).policies);
}

TEST_CASE("parameters may be given another value, which is checked too") {
  auto loaded = PolicySet::load({{"shop.writ", std::string(shop)}}, {{"quota", "1"}});
  REQUIRE(loaded.policies);
  const Decision decision = loaded.policies->decide("send", one_card);
  CHECK_FALSE(decision.permitted());
  REQUIRE(decision.overridden.size() == 1);
  CHECK(decision.overridden[0].name == "shop.quota");
  CHECK(*decision.overridden[0].value.get_if<std::int64_t>() == 1);
  CHECK(policies().decide("send", one_card).overridden.empty());
  CHECK_FALSE(PolicySet::load({{"shop.writ", std::string(shop)}}, {{"quota", "one"}}).policies);
  CHECK_FALSE(PolicySet::load({{"shop.writ", std::string(shop)}}, {{"quotas", "1"}}).policies);
}

TEST_CASE("a time that is given counts for one record alone, and is one that there is") {
  const auto set = policies();
  auto decider = set.decider("send", {.now = Value::Instant{0}});
  REQUIRE(decider);
  CHECK(decider->decide(one_card, Value::Instant{60'000'000}).now.microseconds == 60'000'000);
  CHECK(decider->decide(one_card).now.microseconds == 0);
  auto by_facts = set.decider("send");
  REQUIRE(by_facts);
  CHECK(by_facts->decide(one_card, Value::Instant{60'000'000}).now.microseconds == 60'000'000);
  CHECK(by_facts->decide(one_card).now.microseconds == 1741744800'000000);
  for (const std::int64_t none : {INT64_MIN, INT64_MAX, std::int64_t{1'700'000'000'000'000'000}}) {
    const auto refused = set.decide("send", one_card, {.now = Value::Instant{none}});
    CHECK(refused.outcome == Outcome::rejected);
    REQUIRE(refused.rejections.size() == 1);
    CHECK(refused.rejections[0].pointer == "/now");
    CHECK(decider->decide(one_card, Value::Instant{none}).outcome == Outcome::rejected);
    CHECK(decider->decide_as_json(one_card, Value::Instant{none}).find("F0109") != std::string::npos);
  }
}

TEST_CASE("a decider may outlive its policies, and takes another time for each record") {
  std::optional<Decider> decider;
  {
    const auto set = policies();
    decider = set.decider("send", {.now = Value::Instant{0}});
    CHECK_FALSE(set.decider("sent"));
    CHECK(set.decide("sent", one_card).failures[0].message.find("did you mean") != std::string::npos);
  }
  REQUIRE(decider);
  CHECK(decider->decide(one_card).now.microseconds == 0);
  CHECK(decider->decide(one_card, Value::Instant{5}).now.microseconds == 5);
  CHECK(decider->decide_as_json(one_card).find("\"outcome\": \"permitted\"") != std::string::npos);
}

}  // namespace
}  // namespace writ
