#include "tests/differential/reference_way.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/value/time/format.hpp"
#include "tests/differential/verdict_text.hpp"
#include "tests/reference/horizon.hpp"
#include "tests/reference/lines/answer.hpp"
#include "tests/reference/lines/facts.hpp"
#include "tests/reference/lines/texts.hpp"

namespace writ::differential {
namespace {

std::string json_of(const model::Model& model, Type type, const reference::Value& value) {
  std::string text;
  reference::append_json(text, model, type, value, *time::Zone::utc());
  return text;
}

void append_notices(std::string& text, const model::Model& model, const std::vector<reference::Notice>& notices) {
  for (const auto& told : notices) {
    const auto& notice = model.notices[told.notice];
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < told.arguments.size(); ++i) {
      arguments.push_back(json_of(model, notice.parameters[i].type, told.arguments[i]));
    }
    text += fmt::format(" {}({})", notice.name, fmt::join(arguments, ", "));
  }
}

std::string whole_text(const model::Model& model, model::DecisionId id, reference::Evaluation& evaluation) {
  const auto& decision = model.decisions[id];
  auto verdict = evaluation.decide(id);
  constexpr std::string_view outcomes[] = {"permitted", "forbidden", "referred", "decided", "undetermined"};
  std::vector<std::string> rules;
  for (const auto rule : verdict.rules) rules.push_back(reference::rule_of(decision, rule).name);
  auto text = fmt::format("{} {} by [{}]{}", decision.name, outcomes[static_cast<std::size_t>(verdict.outcome)],
                          fmt::join(rules, ", "), verdict.policy_not_in_force ? " not in force" : "");
  if (verdict.outcome == model::Outcome::decided) {
    text += " = " + (verdict.value.present() ? json_of(model, decision.type, verdict.value) : "absent");
  }
  for (const auto rule : verdict.rules) {
    const auto& because = reference::rule_of(decision, rule).because;
    if (!because) continue;
    std::vector<reference::Failure> failures;
    for (const auto& message : evaluation.message(*because, failures)) {
      text += fmt::format(" because {} ", message.language);
      reference::append_json_text(text, message.text);
    }
    for (const auto& failure : failures) evaluation.list(verdict, {failure, rule});
  }
  append_notices(text, model, verdict.obligations);
  append_notices(text, model, verdict.advice);
  for (const auto& error : verdict.errors) {
    text += error_text(model, {error.failure.fault, error.failure.expr, error.rule, error.decision});
  }
  return text;
}

std::string refusals_text(const std::vector<reference::Refusal>& refusals) {
  std::string text(rejected_text);
  for (const auto& refusal : refusals) {
    text += refusal.undecided ? " F0116 " : " F0115 ";
    for (const auto& message : refusal.because) text += fmt::format(" {} {}", message.language, message.text);
  }
  return text;
}

struct Reference {
  const model::Model& model;
  BesideReference beside;

  /// `machine`: what that said of the same record.
  std::string answer(std::string_view text, const std::string& machine, bool with_horizon) const {
    std::vector<model::DecisionId> all;
    while (all.size() < model.decisions.size()) all.push_back(static_cast<model::DecisionId>(all.size()));
    const auto record = reference::read_facts(model, all, text);
    if (!record) return std::string(rejected_text);
    reference::Evaluation evaluation(model, record->facts, record->now);
    const auto refusals = reference::refusals(model, record->facts, evaluation);
    if (!refusals.empty()) return refusals_text(refusals);
    const auto said = with_horizon ? SaidHorizons(machine).horizons : std::vector<Horizon>();
    std::string answer;
    for (const auto id : all) {
      if (!answer.empty()) answer += "\n";
      answer += whole_text(model, id, evaluation);
      if (id < said.size()) answer += horizon_text(horizon(*record, id, said));
    }
    return answer;
  }

  Horizon horizon(const reference::Record& record, model::DecisionId id, std::span<const Horizon> said) const {
    // Where the machine says of a decision that it changes, as far as it has looked: the reference looks there too.
    std::vector<std::int64_t> changes;
    for (const auto& each : said) {
      if (each.kind == Horizon::Kind::changes) changes.push_back(each.at);
    }
    const auto found = reference::horizon(model, record.facts, record.now, id, {changes, beside.most_instants});
    // A value that moves can be said to follow `now` or to differ at the next microsecond; one that stands cannot.
    const bool follows = said[id].follows_now && found.follows != reference::Follows::no;
    const auto until = follows ? found.until_but_value : found.until;
    return {.kind = until ? Horizon::Kind::changes : Horizon::Kind::never_changes,
            .at = until.value_or(0),
            .follows_now = follows};
  }
};

/// What is wrong with a record that is not as declared, the reference does not say.
std::string comparable(const std::string& answer) {
  const bool as_declared = !answer.starts_with(rejected_text) || answer.starts_with("rejected F0115") ||
                           answer.starts_with("rejected F0116");
  return as_declared ? answer : std::string(rejected_text);
}

}  // namespace

std::optional<Difference> beside_reference(const Policy& policy, std::span<const std::string_view> records,
                                           const Answers& machine, const BesideReference& beside) {
  const Reference reference{*policy.model, beside};
  for (std::size_t i = 0; i < records.size(); ++i) {
    auto expected = comparable(machine[i]);
    auto answer = reference.answer(records[i], expected, i < beside.horizons);
    if (i >= beside.horizons) expected = SaidHorizons(expected).rest;
    if (!agree(answer, expected)) return Difference{i, "the reference", answer, "the scalar machine", expected};
  }
  return {};
}

}  // namespace writ::differential
