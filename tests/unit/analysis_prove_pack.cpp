// The project's own policies with one guard taken out at a time: what is proved of them is then refuted, by facts that
// the library decides likewise.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/analysis/properties.hpp"
#include "engine/analysis/witness.hpp"
#include "engine/api/load.hpp"
#include "engine/api/rule_files.hpp"
#include "writ/policy_set.hpp"

namespace writ::analysis {
namespace {

const std::string rules = std::string(WRIT_SOURCE_DIR) + "/rules";

/// The policies without their tests, which name what is taken out.
std::vector<NamedText> policies() {
  std::vector<NamedText> texts = read_rule_files({rules + "/taobao", rules + "/calendars"}).texts;
  std::erase_if(texts, [](const NamedText& each) {
    return each.name.ends_with("_test.writ") || each.name.ends_with("fixtures.writ");
  });
  return texts;
}

/// What a guard is, and what it is replaced with; `until` where it ends, if that is further.
struct Edit {
  std::string file, from, until, replacement;
};

std::vector<NamedText> edited(const Edit& edit) {
  std::vector<NamedText> texts = policies();
  for (NamedText& each : texts) {
    if (!each.name.ends_with(edit.file)) continue;
    const auto begin = each.text.find(edit.from);
    REQUIRE(begin != std::string::npos);
    const auto end = edit.until.empty() ? begin + edit.from.size() : each.text.find(edit.until, begin);
    REQUIRE(end != std::string::npos);
    each.text.replace(begin, end - begin, edit.replacement);
    return texts;
  }
  FAIL("there is no file " << edit.file);
  return texts;
}

std::uint32_t invariant_named(const model::Model& model, const std::string& name) {
  const auto found = std::ranges::find(model.invariants, name, &model::Invariant::name);
  REQUIRE(found != model.invariants.end());
  return static_cast<std::uint32_t>(found - model.invariants.begin());
}

struct Outcome {
  Loaded loaded;
  std::shared_ptr<const Program> program;
  Statement holds;
};

Outcome prove_invariant(std::vector<NamedText> texts, const std::string& name) {
  Outcome outcome;
  outcome.loaded = load(std::move(texts));
  REQUIRE(outcome.loaded.model != nullptr);
  outcome.program = compile(outcome.loaded.model, {.trace = false, .tests = true});
  ProveOptions options;
  options.invariants = {invariant_named(*outcome.loaded.model, name)};
  const Proof proof = prove(outcome.program, options);
  const auto holds = std::ranges::find(proof.statements, Claim::invariant_holds, &Statement::claim);
  REQUIRE(holds != proof.statements.end());
  outcome.holds = *holds;
  return outcome;
}

/// What a line of `eval` about the witness has in it, or has not.
struct Line {
  std::string decision, words;
  bool has = true;
};

struct Case {
  std::string what;
  Edit edit;
  std::string invariant;
  std::vector<Line> lines;
};

const std::string negotiated = "negotiated_shipping.writ";

const std::vector<Case> cases = {
    {"the quota of cards",
     {negotiated, "  forbid card_quota_exhausted", "  forbid already_agreed", ""},
     "no_card_beyond_the_quota",
     {{"send_card", R"("outcome": "permitted")"}, {"cards_remaining", R"("value": 0)"}}},
    {"a quota that lets one more through",
     {negotiated, "    when sent_cards >= card_quota\n    because zh \"同一订单", "    because zh \"同一订单",
      "    when sent_cards > card_quota\n"},
     "no_card_beyond_the_quota",
     {{"send_card", R"("outcome": "permitted")"}, {"cards_remaining", R"("value": 0)"}}},
    {"what was agreed on",
     {negotiated, "  forbid already_agreed", "  forbid capability_revoked", ""},
     "no_card_after_an_agreement",
     {{"send_card", R"("outcome": "permitted")"}, {"auto_compensation_exempt", R"("value": true)"}}},
    {"the exemption, for good",
     {negotiated, "parameter exempt_after_agreed_date : Bool = true", "",
      "parameter exempt_after_agreed_date : Bool = false"},
     "an_agreed_order_is_exempt",
     {{"auto_compensation_exempt", R"("value": false)"}}},
    {"the exemption, in what is paid",
     {"late_shipment.writ", "  rule agreed = CNY 0", "  rule late", ""},
     "an_agreed_order_is_never_compensated_automatically",
     {{"auto_compensation", R"("amount": "0)", false}, {"auto_compensation_exempt", R"("value": true)"}}},
    {"the exemption that what is paid relies on",
     {negotiated, "parameter exempt_after_agreed_date : Bool = true", "",
      "parameter exempt_after_agreed_date : Bool = false"},
     "an_agreed_order_is_never_compensated_automatically",
     {{"auto_compensation", R"("amount": "0)", false}, {"auto_compensation_exempt", R"("value": false)"}}},
    {"a card that can still be accepted",
     {negotiated, "open_cards > 0 and agreed_card is absent", "", "agreed_card is absent"},
     "what_remedy_names_can_be_done",
     {{"remedy", R"("value": "await_buyer")"}, {"cards_open", R"("value": 0)"}}},
    {"nothing is agreed on yet",
     {negotiated, "open_cards > 0 and agreed_card is absent", "", "open_cards > 0"},
     "what_remedy_names_can_be_done",
     {{"remedy", R"("value": "await_buyer")"}, {"cards_open", R"("value": 0)"}}},
    {"a card that may be sent",
     {negotiated, "    when send_card is permitted\n", "", ""},
     "what_remedy_names_can_be_done",
     {{"remedy", R"("value": "negotiate")"}, {"send_card", R"("outcome": "permitted")", false}}},
    {"a report that may be filed",
     {negotiated, "    when file_report is permitted\n", "", ""},
     "what_remedy_names_can_be_done",
     {{"remedy", R"("value": "report_delay")"}, {"file_report", R"("outcome": "permitted")", false}}},
};

TEST_CASE("what is proved of the policies holds while all guards stand") {
  for (const std::string name :
       {"no_card_beyond_the_quota", "no_card_after_an_agreement", "an_agreed_order_is_exempt",
        "an_agreed_order_is_never_compensated_automatically", "what_remedy_names_can_be_done"}) {
    INFO(name);
    CHECK(prove_invariant(policies(), name).holds.answer == Answer::yes);
  }
}

TEST_CASE("without a guard the matching invariant is refuted, and the facts replay") {
  for (const Case& each : cases) {
    INFO(each.what);
    const std::vector<NamedText> texts = edited(each.edit);
    const Outcome outcome = prove_invariant(texts, each.invariant);
    CHECK(outcome.holds.answer == Answer::no);
    REQUIRE(outcome.holds.witness);

    std::vector<PolicyText> public_texts;
    for (const NamedText& text : texts) public_texts.push_back({text.name, text.text});
    const auto set = PolicySet::load(std::move(public_texts));
    REQUIRE(set.policies);
    const model::Model& model = *outcome.loaded.model;
    const model::Invariant& invariant = model.invariants[outcome.holds.invariant];
    const WitnessText witness =
        witness_text(outcome.program, *outcome.loaded.sources, *outcome.holds.witness, {}, invariant.file);
    INFO(witness.record);
    for (const Line& line : each.lines) {
      auto decider = set.policies->decider(line.decision);
      REQUIRE(decider);
      const std::string said = decider->decide_as_json(witness.record);
      INFO(said);
      CHECK(said.find("\"rejected\"") == std::string::npos);
      CHECK((said.find(line.words) != std::string::npos) == line.has);
    }
  }
}

}  // namespace
}  // namespace writ::analysis
