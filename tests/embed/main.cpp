// A program that embeds Writ: loads the installed policies and decides an order, from several threads at once.
// docs/embedding.md is about it.

#include <iostream>
#include <thread>
#include <vector>
#include <writ/policy_set.hpp>

#include "bound_order.hpp"

namespace {

constexpr std::string_view order = R"({
  "now": "2018-10-18T00:00:00-03:00",
  "order": {
    "order_id": "o-1", "status": "shipped", "purchased_at": "2018-03-01T10:00:00-03:00",
    "handed_to_carrier_at": "2018-03-07T10:15:01-03:00", "estimated_delivery_date": "2018-03-20",
    "items": [{"item_id": 1, "seller_id": "s-1", "shipping_limit_at": "2018-03-07T10:15:00-03:00",
               "price": "29.99", "freight": "8.72"}]
  }
})";

int failures = 0;

void expect(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "not so: " << what << '\n';
  ++failures;
}

void decide_from_many_threads(const writ::PolicySet& policies) {
  std::vector<int> late(4, 0);
  std::vector<std::thread> threads;
  for (int& count : late) {
    threads.emplace_back([&policies, &count] {
      for (int i = 0; i < 200; ++i) {
        const auto decision = policies.decide("olist.dispatch.lateness", order);
        const auto* member = decision.value.get_if<writ::Value::Member>();
        count += member != nullptr && member->name == "late" ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const int count : late) expect(count == 200, "every thread decides that the order is late");
}

void decide_fast(const writ::PolicySet& policies) {
  auto decider = policies.decider("olist.dispatch.lateness", {.now = writ::Value::Instant{0}, .strict = true});
  expect(decider.has_value(), "there is a decider");
  if (!decider) return;
  expect(decider->decide(order).now == writ::Value::Instant{0}, "the caller's time counts");
  expect(decider->decide_as_json(order).starts_with(R"({"decision": "olist.dispatch.lateness")"), "a line of JSON");
}

void decide_columns(const writ::PolicySet& policies) {
  auto batch = policies.batch("olist.dispatch.lateness");
  expect(batch && !batch->needs().empty(), "columns are asked for by their paths");
  if (batch) expect(batch->take({}).has_value() && batch->next() == nullptr, "what is not given is told");
}

void decide_bound(const writ::PolicySet& policies) {
  using namespace std::chrono_literals;
  auto bound = policies.decider("olist.dispatch.lateness", shop::bound_request());
  for (const auto& finding : bound.findings) std::cerr << finding.rendered;
  expect(bound.decider.has_value(), "the order's own type is bound");
  if (!bound.decider) return;
  const std::chrono::system_clock::time_point limit{1'520'428'500s};  // 2018-03-07T10:15:00-03:00
  const shop::Order late{std::chrono::sys_seconds(1'520'428'501s),
                         {{std::chrono::sys_seconds(1'520'428'500s), 2999, 872}}};
  const shop::Order waiting{{}, late.items};
  const auto of_late = bound.decider->decide({&late, limit});
  expect(of_late.outcome() == writ::Outcome::decided, "it is decided where it lies");
  const auto rule = of_late.rules().empty() ? std::string_view() : of_late.rule_name(of_late.rules().front());
  expect(rule == "handed_over_late", "by the rule about the carrier");
  expect(!of_late.holds_until(), "for ever");
  const auto until = bound.decider->decide({&waiting, limit}).holds_until();
  expect(until == writ::Value::Instant{1'520'428'500'000'001}, "it is late once its time is over");
  const auto none = bound.decider->decide({nullptr, limit}).decision();
  expect(none.rejections.size() == 1 && none.rejections.front().pointer == "/order", "an order that is not there");
  const auto wrong = policies.decider("olist.dispatch.lateness", writ::bind<shop::Request>());
  expect(!wrong.decider && wrong.findings.size() == 2, "what is not bound is told");
}

void explain(const writ::PolicySet& policies) {
  const auto explanation = policies.explain("olist.dispatch.lateness", order);
  expect(!explanation.rejected() && !explanation.decisions.empty(), "it is explained");
  if (explanation.decisions.empty()) return;
  for (const auto& rule : explanation.decisions.front().rules) {
    if (rule.verdict != writ::Explanation::Rule::Verdict::won) continue;
    expect(rule.name == "handed_over_late" && rule.decisive, "the rule that won decided");
    expect(rule.when && rule.when->state == writ::Explanation::Node::State::yes, "since its condition holds");
  }
}

void tell_when(const writ::PolicySet& policies) {
  const auto timeline = policies.timeline("olist.dispatch.lateness", order);
  expect(timeline.segments.size() == 1 && timeline.segments.front().value_json == "\"late\"", "it stays late");
  expect(policies.timeline_as_json("olist.dispatch.lateness", order).starts_with("{\"decision\": "), "as JSON, too");
}

void lint(const writ::PolicySet& policies) {
  const auto told = [&](const writ::LintOptions& options) {
    const auto findings = policies.lint(options);
    for (const auto& finding : findings) std::cerr << finding.rendered;
    return findings.size();
  };
  expect(told({}) == 0, "nothing is found in the installed policies");
  expect(told({.settings = "[lint.levels]\n\"style/nothing\" = \"off\"\n"}) == 1, "a mistake in settings is told");
  const auto unused =
      writ::PolicySet::load({{"a.writ", "policy a\nfact b : Int\ndecision c : Int\n  otherwise = 1\n"}});
  bool is_found = false;
  for (const auto& finding : unused.policies->lint()) is_found |= finding.code == "correctness/unused_fact";
  expect(is_found, "a fact that nothing reads is found");
}

}  // namespace

int main(int count, char* arguments[]) {
  if (count != 2) return 2;
  const auto loaded = writ::PolicySet::load_paths({arguments[1]});
  for (const auto& finding : loaded.findings) std::cerr << finding.rendered;
  if (!loaded.policies) return 1;

  const auto decision = loaded.policies->decide("olist.dispatch.lateness", order);
  std::cout << decision.decision << ": " << name(decision.outcome) << '\n';
  for (const auto& reason : decision.reasons) {
    for (const auto& message : reason.messages) std::cout << "  " << reason.rule << ": " << message.text << '\n';
  }

  expect(decision.outcome == writ::Outcome::decided, "lateness is decided");
  expect(decision.rules == std::vector<std::string>{"handed_over_late"}, "by the rule about the carrier");
  expect(!decision.holds_until, "for ever");
  const auto rejected = loaded.policies->decide("olist.dispatch.lateness", R"({"now": "yesterday"})");
  expect(rejected.outcome == writ::Outcome::rejected, "what is no order is rejected");
  expect(rejected.rejections.size() == 2 && rejected.rejections.front().code == "F0103", "with every problem");
  const auto unknown = loaded.policies->decide("latenes", order);
  expect(unknown.outcome == writ::Outcome::undetermined, "a decision that does not exist is undetermined");
  const auto wrong = writ::PolicySet::load({{"wrong.writ", "policy wrong\ndecision d : Imt\n  otherwise = 1\n"}});
  expect(!wrong.policies && wrong.findings.size() == 1 && wrong.findings.front().line == 2, "mistakes have places");
  decide_from_many_threads(*loaded.policies);
  decide_fast(*loaded.policies);
  decide_columns(*loaded.policies);
  decide_bound(*loaded.policies);
  explain(*loaded.policies);
  tell_when(*loaded.policies);
  lint(*loaded.policies);
  return failures == 0 ? 0 : 1;
}
