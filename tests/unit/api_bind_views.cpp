// What a view of a decision shows, and what it is not given.

#include <catch2/catch.hpp>

#include "writ/bind.hpp"

namespace writ {
namespace {

struct Order {
  std::int64_t paid_at = 0;
  bool paid = true;
};

const auto order = bind<Order>().member("paid_at", &Order::paid_at, unix_seconds).member("paid", &Order::paid);

BoundDecider<Order> decider(std::string_view policy, const DecideOptions& options = {}, const Limits& limits = {}) {
  const auto text =
      "policy p\n  timezone \"UTC\"\nenum Size = small | large\nrecord Box { full : Bool }\n"
      "fact paid_at : Instant\nfact paid : Bool\n" +
      std::string(policy) + "\n";
  const auto loaded = PolicySet::load({{"p.writ", text}}, {}, limits);
  for (const auto& finding : loaded.findings) FAIL(finding.rendered);
  auto bound = loaded.policies->decider("d", order, options);
  for (const auto& finding : bound.findings) FAIL(finding.rendered);
  return std::move(*bound.decider);
}

/// What a decision comes to whose type and value are these.
struct Valued {
  Valued(std::string_view type, std::string_view value)
      : bound(decider("decision d : " + std::string(type) + ", first rule\n  rule paid = " + std::string(value) +
                          "\n    when paid\n",
                      {.now = Value::Instant{0}})),
        view(bound.decide({})) {}
  template <class T>
  T as() const {
    const auto value = view.value();
    REQUIRE(value.get_if<T>() != nullptr);
    return *value.get_if<T>();
  }
  BoundDecider<Order> bound;
  DecisionView view;
};

TEST_CASE("a view has values of every type") {
  CHECK(Valued("Bool?", "false").as<bool>() == false);
  CHECK(Valued("Int?", "-7").as<std::int64_t>() == -7);
  CHECK(Valued("Decimal?", "1.5").as<Value::Decimal>() == Value::Decimal{1'500'000});
  CHECK(Valued("Text?", "\"seven\"").as<std::string_view>() == "seven");
  CHECK(Valued("Instant?", "paid_at").as<Value::Instant>() == Value::Instant{0});
  CHECK(Valued("Date?", "1970-01-03").as<Value::Date>() == Value::Date{2});
  CHECK(Valued("TimeOfDay?", "00:00:01").as<Value::TimeOfDay>() == Value::TimeOfDay{1'000'000});
  CHECK(Valued("Duration?", "1s").as<Value::Duration>() == Value::Duration{1'000'000});
  CHECK(Valued("Period?", "2 months").as<Value::Period>() == Value::Period{2, Value::Period::Unit::months});
  const auto money = Valued("Money CNY?", "CNY 2").as<ValueView::Money>();
  CHECK(money.millionths == 2'000'000);
  CHECK(std::string_view(money.currency.data(), 3) == "CNY");
  CHECK(Valued("Size?", "large").as<ValueView::Member>().name == "large");
  Valued("Box?", "{ full: true }").as<ValueView::Compound>();
  Valued("(list of Int)?", "[1]").as<ValueView::Compound>();
}

TEST_CASE("a view of what has no value has none") {
  const DecideOptions at_once{.now = Value::Instant{0}};
  auto decides = decider("decision d : Int?, first rule\n  rule paid = 7\n    when paid", at_once);
  CHECK(decides.decide({.paid = false}).outcome() == Outcome::decided);
  CHECK(decides.decide({.paid = false}).value().is_absent());
  CHECK(decides.decide({}, Value::Instant{INT64_MAX}).value().is_absent());
  auto permits = decider("decision d : permission\n  permit paid\n    when paid", at_once);
  CHECK(permits.decide({}).permitted());
  CHECK(permits.decide({}).value().is_absent());
  auto fails =
      decider("decision d : Int?\n  rule seven = 7\n    when not paid\n  rule eight = 8\n    when not paid", at_once);
  CHECK(fails.decide({.paid = false}).outcome() == Outcome::undetermined);
  CHECK(fails.decide({.paid = false}).value().is_absent());
}

TEST_CASE("a time that there is not permits nothing") {
  const std::string_view policy = "decision d : permission\n  permit paid\n    when paid";
  for (const std::int64_t none : {INT64_MIN, INT64_MAX, std::int64_t{1'700'000'000'000'000'000}}) {
    auto by_options = decider(policy, {.now = Value::Instant{none}});
    CHECK(by_options.decide({}).outcome() == Outcome::rejected);
    CHECK(by_options.decide({}, Value::Instant{0}).permitted());
    auto by_record = decider(policy, {.now = Value::Instant{0}});
    CHECK(by_record.decide({}).permitted());
    const auto refused = by_record.decide({}, Value::Instant{none});
    CHECK(refused.outcome() == Outcome::rejected);
    CHECK(refused.rules().empty());
    CHECK_FALSE(refused.holds_until());
    const auto decision = refused.decision();
    REQUIRE(decision.rejections.size() == 1);
    CHECK(decision.rejections[0].code == "F0109");
    CHECK(decision.rejections[0].pointer == "/now");
    CHECK(by_record.decide({}).permitted());
  }
}

TEST_CASE("which rule turns first is not mistaken for one of a decision that is used") {
  // `late` applies from the second day on and wins nothing; `used` is forbidden from the third day on.
  const std::string_view policy = R"(decision used : permission
  permit one
  permit two
  forbid third_day
    when now > 1970-01-03T00:00:00
decision d : permission
  permit base
  permit late
    when now > 1970-01-02T00:00:00
  forbid by_used
    when used is forbidden
  forbid paid
    when paid)";
  auto decides = decider(policy, {.now = Value::Instant{0}});
  for (int again = 0; again < 3; ++again) {
    CHECK(decides.decide({}).holds_until() == Value::Instant{2 * 86'400'000'000 + 1});
    CHECK(decides.decide({.paid = false}).holds_until() == Value::Instant{86'400'000'000 + 1});
  }
}

TEST_CASE("until when a decision holds changes nothing that is said of it") {
  auto bound = decider(R"(decision d : permission
  permit a
    because "at {now}"
  forbid late
    when now within 100s after paid_at
  forbid unpaid
    when not paid)",
                       {.now = Value::Instant{1'000'000'000}});
  for (int again = 0; again < 2; ++again) {
    const auto view = bound.decide({.paid_at = 2000});
    CHECK(view.holds_until() == Value::Instant{2'000'000'000});
    CHECK(view.decision().reasons.at(0).messages.at(0).text == "at 1970-01-01 00:16:40");
  }
}

TEST_CASE("a search that was cut short says that the decision holds at least until then") {
  const std::string_view policy =
      "decision d : Bool\n  otherwise = now > 1970-01-02T00:00:00 and now > 1970-01-03T00:00:00 and now > "
      "1970-01-04T00:00:00";
  const DecideOptions now{.now = Value::Instant{0}};
  auto whole = decider(policy, now);
  const auto found = whole.decide({});
  CHECK(found.holds_until() == Value::Instant{3 * 86'400'000'000 + 1});
  CHECK_FALSE(found.holds_at_least());
  auto cut = decider(policy, now, {.horizon_changes = 1});
  const auto cut_short = cut.decide({});
  CHECK(cut_short.holds_until() == Value::Instant{2 * 86'400'000'000 + 1});
  CHECK(cut_short.holds_at_least());
  CHECK(cut_short.decision().holds_at_least);
}

}  // namespace
}  // namespace writ
