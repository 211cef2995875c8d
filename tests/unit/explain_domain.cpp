// For each case of the negotiated-shipping domain, exactly the conditions that decided. Each list was written from the
// case and the clauses, before it was compared with what is explained.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/golden/golden.hpp"
#include "writ/policy_set.hpp"

using namespace writ;

namespace {

using Node = Explanation::Node;

const PolicySet& policies() {
  static const PolicySet::Loaded loaded = PolicySet::load_paths({WRIT_SOURCE_DIR "/rules"});
  REQUIRE(loaded.policies);
  return *loaded.policies;
}

/// A record of the golden test of a case: the same facts that `eval` is tested with.
std::string facts_of(const std::string& golden, std::size_t number) {
  std::ifstream file(WRIT_SOURCE_DIR "/tests/golden/domain/" + golden + ".golden");
  REQUIRE(file);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto parsed = golden::parse(text);
  REQUIRE(parsed.find("facts") != nullptr);
  std::string records = parsed.find("facts")->body;
  for (; number > 0; --number) records.erase(0, records.find('\n') + 1);
  return records.substr(0, records.find('\n'));
}

/// Follows what is decisive down to the conditions that are no `and`, no definition, and so on.
void collect(const Explanation& explanation, const Node& node, const std::string& before,
             std::vector<std::string>& found) {
  using Kind = Node::Kind;
  if (node.kind == Kind::all || node.kind == Kind::any || node.kind == Kind::implies || node.kind == Kind::negation ||
      node.kind == Kind::choice) {
    for (const Node& part : node.parts) {
      if (part.decisive) collect(explanation, part, before, found);
    }
  } else if (node.kind == Kind::definition) {
    REQUIRE(node.definition != Explanation::none);
    collect(explanation, explanation.definitions[node.definition].body, before, found);
  } else if (node.kind == Kind::quantifier) {
    for (const auto& element : node.elements) {
      if (!element.decisive) continue;
      for (const Node& part : element.parts) {
        if (part.decisive) collect(explanation, part, before + element.label + ": ", found);
      }
    }
  } else {
    REQUIRE((node.state == Node::State::yes || node.state == Node::State::no));
    found.push_back(before + (node.state == Node::State::yes ? "✓ " : "✗ ") + node.words);
  }
}

/// `rule: condition`, of the rules that decided.
std::vector<std::string> decided_by(const std::string& decision, const std::string& golden, std::size_t number = 0) {
  const Explanation explanation = policies().explain(decision, facts_of(golden, number), {.why_not = false});
  REQUIRE_FALSE(explanation.decisions.empty());
  std::vector<std::string> found;
  for (const auto& rule : explanation.decisions.front().rules) {
    if (!rule.decisive) continue;
    const std::size_t already = found.size();
    for (const auto* clause : {&rule.effective, &rule.unless, &rule.when}) {
      if (*clause && (*clause)->decisive) collect(explanation, **clause, rule.name + ": ", found);
    }
    if (found.size() == already) found.push_back(rule.name);
  }
  return found;
}

using Conditions = std::vector<std::string>;

const Conditions seller_may = {
    "seller: ✓ actor.account_type in [main, customer_service_sub]",
    "seller: ✓ actor.shop_id is present",
    "seller: ✓ actor.shop_id is order.shop_id",
    "seller: ✓ ship_by_default is present",
};
const std::string shipping = "negotiated_shipping/";

}  // namespace

TEST_CASE("cases 1 to 3: permitted by the account alone") {
  CHECK(decided_by("send_card", shipping + "case_01_first_card") == seller_may);
  CHECK(decided_by("send_card", shipping + "case_02_ship_by_binds", 3) == seller_may);
  CHECK(decided_by("send_card", shipping + "case_03_at_ship_by", 1) == seller_may);
}

TEST_CASE("case 3: why the card lapses at once") {
  const Explanation explanation =
      policies().explain("send_card", facts_of(shipping + "case_03_at_ship_by", 1), {.why_not = false});
  const auto& notices = explanation.decisions.front().notices;
  const auto advice = std::find_if(notices.begin(), notices.end(),
                                   [](const auto& notice) { return notice.name == "card_lapses_at_once"; });
  REQUIRE(advice != notices.end());
  REQUIRE(advice->given);
  REQUIRE(advice->when);
  Conditions found;
  collect(explanation, *advice->when, "", found);
  REQUIRE_FALSE(found.empty());
  CHECK(std::find(found.begin(), found.end(), "✓ lapse_reading is earlier") != found.end());
  CHECK(std::find(found.begin(), found.end(), "✓ now >= ship_by_default") != found.end());
}

TEST_CASE("case 4: the time to ship is over") {
  CHECK(decided_by("send_card", shipping + "case_04_after_ship_by", 1) ==
        Conditions{"ship_window_closed: ✓ ship_by is present", "ship_window_closed: ✓ now > ship_by"});
}

TEST_CASE("case 5: the account is not one of those, or not of this shop") {
  const std::string accounts = shipping + "case_05_accounts";
  CHECK(decided_by("send_card", accounts, 1) ==
        Conditions{"account_not_authorized: ✗ actor.account_type in [main, customer_service_sub]"});
  CHECK(decided_by("send_card", accounts, 3) == Conditions{"account_not_authorized: ✗ actor.shop_id is order.shop_id"});
  CHECK(decided_by("send_card", accounts, 4) ==
        Conditions{"account_not_authorized: ✗ actor.account_type in [main, customer_service_sub]",
                   "account_not_authorized: ✗ actor.shop_id is present"});
}

TEST_CASE("case 6: both reasons") {
  CHECK(decided_by("send_card", shipping + "case_06_every_reason") ==
        Conditions{"account_not_authorized: ✗ actor.account_type in [main, customer_service_sub]",
                   "scheduled_delivery: ✓ order.delivery_mode is scheduled"});
}

TEST_CASE("case 7: shipped in part") {
  CHECK(
      decided_by("send_card", shipping + "case_07_not_unshipped") ==
      Conditions{"order_not_unshipped: ✗ order.status is paid", "order_not_unshipped: 1: ✓ line.shipped_quantity > 0"});
}

TEST_CASE("case 8: the third card") {
  CHECK(decided_by("send_card", shipping + "case_08_third_card") == seller_may);
  CHECK(decided_by("cards_remaining", shipping + "case_08_third_card") ==
        Conditions{"quota_used_up: ✗ sent_cards >= card_quota", "otherwise"});
}

TEST_CASE("case 9: the fourth card") {
  const std::string fourth = shipping + "case_09_fourth_card";
  CHECK(decided_by("send_card", fourth) == Conditions{"card_quota_exhausted: ✓ sent_cards >= card_quota"});
  CHECK(decided_by("taobao.negotiated_shipping.ship_by", fourth) ==
        Conditions{"negotiated: ✗ agreed_card is present", "original: ✓ ship_by_default is present"});
  CHECK(decided_by("remedy", fourth) == Conditions{"buyer_may_still_answer: ✗ open_cards > 0",
                                                   "another_card: ✗ send_card is permitted",
                                                   "a_report: ✗ file_report is permitted", "otherwise"});
  CHECK(decided_by("remedy", fourth, 1) == Conditions{"buyer_may_still_answer: ✗ open_cards > 0",
                                                      "another_card: ✗ send_card is permitted",
                                                      "a_report: ✓ file_report is permitted"});
}

TEST_CASE("case 10: the buyer agreed in time, and not in time") {
  const std::string acceptance = shipping + "case_10_acceptance";
  CHECK(decided_by("taobao.negotiated_shipping.ship_by", acceptance) ==
        Conditions{"negotiated: ✓ agreed_card is present"});
  CHECK(decided_by("auto_compensation_exempt", acceptance) ==
        Conditions{"agreed: ✓ agreed_card is present", "agreed: ✓ exempt_after_agreed_date",
                   "agreed: ✓ now <= at(agreed_card.proposed_ship_date, last_second_of_day)"});
  CHECK(decided_by("taobao.negotiated_shipping.ship_by", acceptance, 2) ==
        Conditions{"negotiated: ✗ agreed_card is present", "original: ✓ ship_by_default is present"});
  CHECK(decided_by("auto_compensation_exempt", acceptance, 2) ==
        Conditions{"agreed: ✗ agreed_card is present", "otherwise"});
}

TEST_CASE("case 12: already agreed") {
  CHECK(decided_by("send_card", shipping + "case_12_already_agreed") ==
        Conditions{"already_agreed: ✓ agreed_card is present"});
}

TEST_CASE("case 13: not late, since the agreed day is not over") {
  CHECK(decided_by("taobao.late_shipment.lateness", "late_shipment/case_13_agreed_date", 1) ==
        Conditions{"picked_up_late: ✗ order.picked_up_at is present",
                   "picked_up_in_time: ✗ order.picked_up_at is present", "overdue: ✓ agreed_card is present",
                   "overdue: ✗ moment >= due + 1s", "otherwise"});
}

TEST_CASE("case 16: revoked, yet the delay can be reported") {
  CHECK(decided_by("send_card", "delay_report/case_16_revoked") ==
        Conditions{"capability_revoked: negotiated_shipping: ✓ capability.feature is \"negotiated_shipping\"",
                   "capability_revoked: negotiated_shipping: ✓ capability.status is revoked",
                   "capability_revoked: negotiated_shipping: ✓ capability.from <= now",
                   "capability_revoked: negotiated_shipping: ✓ capability.until is absent"});
  CHECK(decided_by("file_report", "delay_report/case_16_revoked") ==
        Conditions{"listed_scenario: ✓ report is present", "listed_scenario: ✓ report.scenario in listed_scenarios",
                   "listed_scenario: ✓ report.evidence_count >= evidence_needed"});
}

TEST_CASE("case 18: late, and compensated by itself") {
  const std::string automatic = "late_shipment/case_18_automatic_compensation";
  CHECK(decided_by("taobao.late_shipment.lateness", automatic, 2) ==
        Conditions{"picked_up_late: ✗ order.picked_up_at is present",
                   "picked_up_in_time: ✗ order.picked_up_at is present", "overdue: ✓ ship_by is present",
                   "overdue: ✗ agreed_card is present", "overdue: ✗ order.promised_ship_date is present",
                   "overdue: ✗ order.sale_mode in [presale, made_to_order]", "overdue: ✓ moment > due"});
  CHECK(decided_by("auto_compensation", automatic, 2) == Conditions{"tmall_only: ✗ shop.platform is not tmall",
                                                                    "agreed: ✗ auto_compensation_exempt",
                                                                    "late: ✓ lateness is late"});
  CHECK(decided_by("auto_compensation", automatic, 0) == Conditions{"tmall_only: ✗ shop.platform is not tmall",
                                                                    "agreed: ✗ auto_compensation_exempt",
                                                                    "late: ✗ lateness is late", "otherwise"});
}
