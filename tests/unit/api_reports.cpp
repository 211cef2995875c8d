// What a PolicySet tells beside decisions: the lines of the commands, and timelines as plain data.

#include <catch2/catch.hpp>

#include "writ/policy_set.hpp"

namespace writ {
namespace {

constexpr std::string_view shop = R"(policy shop "A shop"
  timezone "Asia/Shanghai"

source guide "guide.txt"
fact opens_at : Instant
fact cards : Int

decision send : permission
  permit seller
  forbid too_early
    when now < opens_at
    because en "opens at {opens_at}" zh "{opens_at}开始"

decision share : Decimal
  otherwise = 1 / cards
)";

PolicySet policies() {
  auto loaded = PolicySet::load({{"shop.writ", std::string(shop)}});
  for (const auto& finding : loaded.findings) {
    if (finding.level == Finding::Level::error) FAIL(finding.rendered);
  }
  REQUIRE(loaded.policies);
  return *loaded.policies;
}

constexpr Value::Instant noon{1'741'752'000'000'000};  // 2025-03-12T12:00:00+08:00
constexpr Value::Instant one{noon.microseconds + 3'600'000'000};
constexpr std::string_view facts =
    R"({"now": "2025-03-12T12:00:00+08:00", "opens_at": "2025-03-12T13:00:00+08:00", "cards": 0})";

TEST_CASE("a timeline is a list of segments without a gap") {
  const auto timeline = policies().timeline("send", facts, {.until = Value::Instant{one.microseconds + 1}});
  CHECK(timeline.decision == "shop.send");
  CHECK(timeline.zone == "Asia/Shanghai");
  CHECK_FALSE(timeline.cut);
  REQUIRE(timeline.segments.size() == 2);
  const auto& before = timeline.segments.front();
  CHECK(before.from == noon);
  CHECK(before.until == one);
  CHECK(before.outcome == Outcome::forbidden);
  CHECK(before.rules == std::vector<std::string>{"too_early"});
  REQUIRE(before.reasons.size() == 1);
  CHECK(before.reasons.front().messages.size() == 2);
  const auto& after = timeline.segments.back();
  CHECK(after.from == one);
  CHECK(after.until == Value::Instant{one.microseconds + 1});
  CHECK(after.outcome == Outcome::permitted);
}

TEST_CASE("a timeline is of 30 days where nothing is said, in a language where one is") {
  const auto timeline = policies().timeline("send", facts, {.from = one, .language = "zh"});
  REQUIRE(timeline.segments.size() == 1);
  CHECK(timeline.segments.front().until.microseconds - one.microseconds == 30 * 86'400'000'000LL);
  const auto early = policies().timeline("send", facts, {.language = "zh"});
  REQUIRE(early.segments.front().reasons.front().messages.size() == 1);
  CHECK(early.segments.front().reasons.front().messages.front().language == "zh");
}

TEST_CASE("a timeline tells what failed, what was rejected and what is not there") {
  const auto set = policies();
  const auto failed = set.timeline("share", facts);
  REQUIRE(failed.segments.size() == 1);
  CHECK(failed.segments.front().outcome == Outcome::undetermined);
  REQUIRE(failed.segments.front().failures.size() == 1);
  CHECK(failed.segments.front().failures.front().code.starts_with("V"));
  CHECK(set.timeline("send", "{}").segments.empty());
  CHECK(set.timeline("send", "{}").rejections.size() == 2);
  CHECK(set.timeline("sent", facts).failures.front().message.find("`send`") != std::string::npos);
  CHECK(set.timeline("send", facts, {.from = one, .until = noon}).segments.empty());
}

TEST_CASE("lines of JSON are those of the deciders, and tell of decisions that do not exist") {
  const auto set = policies();
  const auto line = set.decide_as_json("send", facts);
  CHECK(line == set.decider("send")->decide_as_json(facts));
  CHECK(line.find(R"("outcome": "forbidden")") != std::string::npos);
  const auto later = set.decide_as_json("send", facts, {.now = one, .strict = false});
  CHECK(later.find(R"("outcome": "permitted")") != std::string::npos);
  CHECK(later == set.decider("send", {.now = noon, .strict = false})->decide_as_json(facts, one));
  const std::string unknown =
      R"({"decision": "sent", "outcome": "undetermined", "errors": [{"message": "there is no decision `sent`: )"
      R"(did you mean `send`?"}]})";
  CHECK(set.decide_as_json("sent", facts) == unknown);
  CHECK(set.explain_as_json("sent", facts) == unknown);
  CHECK(set.timeline_as_json("sent", facts) == unknown);
}

TEST_CASE("explanations and timelines are lines of JSON") {
  const auto set = policies();
  const auto why = set.explain_as_json("send", facts);
  CHECK(why.starts_with(R"({"decision": "shop.send", "now": "2025-03-12T12:00:00+08:00", "outcome": "forbidden")"));
  CHECK(why.find(R"("permitted_at": "2025-03-12T13:00:00+08:00")") != std::string::npos);
  const auto when = set.timeline_as_json("send", facts);
  CHECK(when.starts_with(R"({"decision": "shop.send", "zone": "Asia/Shanghai", )"));
  CHECK(when.find(R"({"from": "2025-03-12T13:00:00+08:00", "until": "2025-04-11T12:00:00+08:00")") !=
        std::string::npos);
  CHECK(set.timeline_as_json("send", "{}").starts_with(R"({"rejected": [)"));
  for (const auto& line : {why, when}) CHECK(line.find('\n') == std::string::npos);
}

}  // namespace
}  // namespace writ
