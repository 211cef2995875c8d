#include "engine/run/combine.hpp"

#include <algorithm>

namespace writ {

using model::Outcome;

Standing Combiner::standing(const DecisionCode& code, const RuleVerdict& verdict) const {
  Standing standing{!verdict.failed, true};
  if (code.overridden_by.empty()) return standing;
  for (const std::uint32_t by : code.overridden_by[verdict.rule]) {
    if (states_[by] == State::applies) return {false, false};
    if (states_[by] == State::failed) standing.surely = false;
  }
  return standing;
}

Winners Combiner::combine(const model::Decision& decision, const DecisionCode& code,
                          std::span<const RuleVerdict> verdicts, std::vector<std::uint32_t>& rules) {
  if (code.overridden_by.empty()) {
    return decision.permission ? permission(code, verdicts, rules) : value(decision, code, verdicts, rules);
  }
  if (states_.size() < decision.rules.size()) states_.resize(decision.rules.size(), State::none);
  for (const RuleVerdict& verdict : verdicts) states_[verdict.rule] = verdict.failed ? State::failed : State::applies;
  const Winners winners =
      decision.permission ? permission(code, verdicts, rules) : value(decision, code, verdicts, rules);
  for (const RuleVerdict& verdict : verdicts) states_[verdict.rule] = State::none;
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
Winners Combiner::plain_permission(const DecisionCode& code, std::span<const RuleVerdict> verdicts,
                                   std::vector<std::uint32_t>& rules) {
  if (verdicts.empty()) return {Winners::Kind::outcome, Outcome::forbidden};
  syntax::Effect strongest = syntax::Effect::permit;
  for (const RuleVerdict& verdict : verdicts) {
    const syntax::Effect effect = code.effects[verdict.rule];
    if (strength(effect) > strength(strongest)) {
      strongest = effect;
      rules.clear();
    }
    if (effect == strongest) rules.push_back(verdict.rule);
  }
  return won(strongest);
}

Winners Combiner::permission(const DecisionCode& code, std::span<const RuleVerdict> verdicts,
                             std::vector<std::uint32_t>& rules) {
  using syntax::Effect;
  if (code.overridden_by.empty() && std::ranges::none_of(verdicts, &RuleVerdict::failed)) {
    return plain_permission(code, verdicts, rules);
  }
  // From the strongest effect to the weakest: the first that surely stands wins, unless a stronger one possibly does.
  for (const Effect effect : {Effect::forbid, Effect::refer, Effect::permit}) {
    bool possibly = false;
    bool may_oblige = false;  // A rule that may stand would ask for something that a permission must not leave out.
    for (const RuleVerdict& verdict : verdicts) {
      if (code.effects[verdict.rule] != effect) continue;
      const Standing stands = standing(code, verdict);
      if (stands.surely) rules.push_back(verdict.rule);
      if (stands.possibly && !stands.surely) {
        possibly = true;
        may_oblige |= code.rules[verdict.rule].has_obligation;
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
                        std::span<const RuleVerdict> verdicts, std::vector<std::uint32_t>& rules) {
  const auto undetermined = [&] {
    rules.clear();
    return Winners{Winners::Kind::undetermined, Outcome::undetermined};
  };
  const bool first = decision.combine == syntax::Combine::first;
  bool several = false;
  for (const RuleVerdict& verdict : verdicts) {
    const Standing stands = standing(code, verdict);
    if (!stands.possibly) continue;
    if (!stands.surely) return undetermined();
    rules.push_back(verdict.rule);
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
