#include "engine/analysis/answered.hpp"

#include <algorithm>
#include <array>

#include "engine/facts/write_value.hpp"
#include "engine/value/decimal.hpp"

namespace writ::analysis {

using namespace model;

namespace {

bool is_one_number(Type type) { return !type.is_list() && type.base != Kind::text && type.base != Kind::record; }

}  // namespace

std::string DecisionAnswers::shown(Type type, Slot value, const time::Zone& zone) const {
  std::string text;
  if (type.base == Kind::money && !type.is_list()) {
    text = currency_letters(type.id) + " ";
    decimal::append(text, value.number, std::max(0, minor_units(type.id)));
  } else {
    ValueWriter(model().schema, zone).append(text, type, value);
  }
  return text;
}

std::optional<Aspect> difference(const Answered& before, const Answered& after) {
  if (before.rejected.empty() != after.rejected.empty()) return Aspect::admission;
  if (!before.rejected.empty()) return std::nullopt;
  if (before.outcome != after.outcome) return Aspect::outcome;
  if (before.value != after.value) return Aspect::value;
  if (before.rules != after.rules) return Aspect::rules;
  if (before.notices != after.notices) return Aspect::notices;
  return std::nullopt;
}

void DecisionAnswers::take(DecisionId decision, FactsPlanOptions options) {
  decision_ = decision;
  const std::array wanted{decision};
  reader_.emplace(plan_facts(program_, wanted, std::move(options)));
}

Answered DecisionAnswers::answer(std::string_view record) {
  Answered answered;
  if (!reader_->read(record, std::nullopt)) {
    const FactProblem& problem = reader_->problems().front();
    answered.rejected = "at " + problem.pointer + ": expected " + problem.expected + ", found " + problem.found;
    if (problem.expected.empty()) answered.rejected = title(problem.fault);
    return answered;
  }
  const Decision& decision = model().decisions[decision_];
  const Admission admission = replay_.begin(reader_->facts(), decision.needs);
  if (!admission.admitted()) {
    answered.rejected = "by " + model().requirements[admission.refused_by].name;
    return answered;
  }
  const Verdict& verdict = replay_.decide(decision_);
  answered.outcome = verdict.outcome;
  if (verdict.outcome == Outcome::decided) {
    answered.value = "null";
    answered.shown = "absent";
    if (verdict.present) {
      answered.value.clear();
      ValueWriter(model().schema, *program_->utc).append(answered.value, decision.type.present(), verdict.value);
      const auto& zone = model().files[decision.file].zone;
      answered.shown = shown(decision.type.present(), verdict.value, zone ? *zone : *program_->utc);
      if (is_one_number(decision.type)) answered.number = verdict.value.number;
    }
  }
  for (const std::uint32_t rule : verdict.rules) answered.rules.insert(rule_of(decision, rule).name);
  for (const auto* notices : {&verdict.obligations, &verdict.advice}) {
    for (const NoticeResult& notice : *notices) answered.notices.insert(model().notices[notice.notice].name);
  }
  return answered;
}

}  // namespace writ::analysis
