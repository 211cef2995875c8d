#include "engine/run/combine.hpp"

#include <algorithm>
#include <iterator>

namespace writ {

using model::Outcome;

void RuleVerdicts::put_in_order(bool first_alone) {
  std::sort(applied_.begin(), applied_.begin() + static_cast<std::ptrdiff_t>(count_));
  std::ranges::sort(failed_, {}, &Failure::rule);
  if (!first_alone || count_ + failed_.size() < 2) return;
  if (failed_.empty() || (count_ > 0 && applied_[0] < failed_[0].rule)) {
    count_ = 1;
    failed_.clear();
  } else {
    count_ = 0;
    failed_.resize(1);
  }
}

void RuleVerdicts::put_among(std::size_t from) {
  constexpr std::size_t few = 16;
  if (count_ - from > few) return put_in_order(false);
  for (; from < count_; ++from) {
    const std::uint32_t rule = applied_[from];
    std::size_t at = from;
    for (; at > 0 && applied_[at - 1] > rule; --at) applied_[at] = applied_[at - 1];
    applied_[at] = rule;
  }
  if (!failed_.empty()) std::ranges::sort(failed_, {}, &Failure::rule);
}

bool RuleVerdicts::apply_as(const RuleVerdicts& other) const {
  return failed_.empty() && other.failed_.empty() && std::ranges::equal(applied(), other.applied());
}

void RuleVerdicts::merge(const RuleVerdicts& some, const RuleVerdicts& others) {
  count_ = 0;
  std::size_t next = 0;
  for (const std::uint32_t rule : some.applied()) {
    while (next < others.count_ && others.applied_[next] < rule) applied_[count_++] = others.applied_[next++];
    applied_[count_++] = rule;
  }
  while (next < others.count_) applied_[count_++] = others.applied_[next++];
  failed_.clear();
  std::ranges::merge(some.failed_, others.failed_, std::back_inserter(failed_), {}, &Failure::rule, &Failure::rule);
}

/// Brings what applies and what failed into one row.
void Combiner::line_up(const DecisionCode& code, const RuleVerdicts& verdicts) {
  candidates_.clear();
  auto failed = verdicts.failed().begin();
  const auto failed_before = [&](std::uint32_t rule) {
    for (; failed != verdicts.failed().end() && failed->rule < rule; ++failed)
      candidates_.push_back({failed->rule, true});
  };
  for (const std::uint32_t rule : verdicts.applied()) {
    failed_before(rule);
    candidates_.push_back({rule, false});
  }
  failed_before(model::none);
  if (code.overridden_by.empty()) return;
  states_.resize(code.overridden_by.size(), State::none);
  for (const auto [rule, has_failed] : candidates_) states_[rule] = has_failed ? State::failed : State::applies;
}

Standing Combiner::standing(const DecisionCode& code, Candidate candidate) const {
  Standing standing{!candidate.failed, true};
  if (code.overridden_by.empty()) return standing;
  for (const std::uint32_t by : code.overridden_by[candidate.rule]) {
    if (states_[by] == State::applies) return {false, false};
    if (states_[by] == State::failed) standing.surely = false;
  }
  return standing;
}

Winners Combiner::combine(const model::Decision& decision, const DecisionCode& code, const RuleVerdicts& verdicts,
                          std::vector<std::uint32_t>& rules) {
  if (decision.permission && code.overridden_by.empty() && verdicts.failed().empty()) {
    return plain_permission(code, verdicts.applied(), rules);
  }
  line_up(code, verdicts);
  const Winners winners = decision.permission ? permission(code, rules) : value(decision, code, rules);
  if (!code.overridden_by.empty()) {
    for (const Candidate candidate : candidates_) states_[candidate.rule] = State::none;
  }
  return winners;
}

namespace {

constexpr Winners won(syntax::Effect effect) {
  constexpr Outcome outcomes[] = {Outcome::permitted, Outcome::forbidden, Outcome::referred};
  return {Winners::Kind::outcome, outcomes[static_cast<std::size_t>(effect)]};
}

/// How strong an effect is beside others: forbid, refer, permit.
constexpr int strength(syntax::Effect effect) {
  return effect == syntax::Effect::forbid ? 2 : effect == syntax::Effect::refer ? 1 : 0;
}

}  // namespace

/// Where nothing failed and nothing overrides, the strongest effect that applies wins.
Winners Combiner::plain_permission(const DecisionCode& code, std::span<const std::uint32_t> applied,
                                   std::vector<std::uint32_t>& rules) const {
  if (applied.empty()) return {Winners::Kind::outcome, Outcome::forbidden};
  syntax::Effect strongest = syntax::Effect::permit;
  for (const std::uint32_t rule : applied) {
    const syntax::Effect effect = code.effects[rule];
    if (strength(effect) > strength(strongest)) strongest = effect;
  }
  for (const std::uint32_t rule : applied) {
    if (code.effects[rule] == strongest) rules.push_back(rule);
  }
  return won(strongest);
}

Winners Combiner::permission(const DecisionCode& code, std::vector<std::uint32_t>& rules) const {
  using syntax::Effect;
  // From the strongest effect to the weakest: the first that surely stands wins, unless a stronger one possibly does.
  for (const Effect effect : {Effect::forbid, Effect::refer, Effect::permit}) {
    bool possibly = false;
    bool may_oblige = false;  // A rule that may stand would ask for something that a permission must not leave out.
    for (const Candidate candidate : candidates_) {
      if (code.effects[candidate.rule] != effect) continue;
      const Standing stands = standing(code, candidate);
      if (stands.surely) rules.push_back(candidate.rule);
      if (stands.possibly && !stands.surely) {
        possibly = true;
        may_oblige |= code.rules[candidate.rule].has_obligation;
      }
    }
    if (!rules.empty()) {
      if (effect != Effect::forbid && may_oblige) {
        rules.clear();
        return {Winners::Kind::undetermined, Outcome::undetermined};
      }
      return won(effect);
    }
    if (possibly) return {Winners::Kind::undetermined, Outcome::undetermined};
  }
  return {Winners::Kind::outcome, Outcome::forbidden};
}

Winners Combiner::value(const model::Decision& decision, const DecisionCode& code,
                        std::vector<std::uint32_t>& rules) const {
  const auto undetermined = [&] {
    rules.clear();
    return Winners{Winners::Kind::undetermined, Outcome::undetermined};
  };
  const bool first = decision.combine == syntax::Combine::first;
  bool several = false;
  for (const Candidate candidate : candidates_) {
    const Standing stands = standing(code, candidate);
    if (!stands.possibly) continue;
    if (!stands.surely) return undetermined();
    rules.push_back(candidate.rule);
    if (first) break;
    several = rules.size() > 1;
  }
  if (rules.empty()) return {Winners::Kind::nothing, Outcome::decided};
  if (several && decision.combine == syntax::Combine::single) {
    return {Winners::Kind::several, Outcome::undetermined};
  }
  return {Winners::Kind::rules, Outcome::decided};
}

}  // namespace writ
