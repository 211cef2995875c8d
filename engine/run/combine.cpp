#include "engine/run/combine.hpp"

#include <algorithm>

namespace writ {

using model::Outcome;

std::uint32_t RuleVerdicts::first() const {
  if (some_.empty()) return model::none;
  const std::uint32_t word = some_.front();
  return word * bits + static_cast<std::uint32_t>(std::countr_zero(words_[word]));
}

void RuleVerdicts::sort() {
  if (!std::ranges::is_sorted(some_)) std::ranges::sort(some_);
  if (failed_.size() > 1) std::ranges::sort(failed_, {}, &Failure::rule);
}

void RuleVerdicts::keep_first() {
  const std::uint32_t applies = first();
  const std::uint32_t fails = failed_.empty() ? model::none : failed_.front().rule;
  if (fails < applies) {
    const Failure alone = failed_.front();
    clear();
    failed_.push_back(alone);
  } else if (applies != model::none) {
    clear();
    add(applies / bits, std::uint64_t{1} << (applies % bits));
  }
}

void RuleVerdicts::merge(const RuleVerdicts& others) {
  others.each_word([&](std::size_t word, std::uint64_t applied) { add(word, applied); });
  failed_.insert(failed_.end(), others.failed_.begin(), others.failed_.end());
  put_in_order();
}

RulesByEffect::RulesByEffect(const DecisionCode& code)
    : forbid(code.effects.size() / RuleVerdicts::bits + 1), refer(forbid.size()) {
  for (std::size_t rule = 0; rule < code.effects.size(); ++rule) {
    const std::uint64_t bit = std::uint64_t{1} << (rule % RuleVerdicts::bits);
    if (code.effects[rule] == syntax::Effect::forbid) forbid[rule / RuleVerdicts::bits] |= bit;
    if (code.effects[rule] == syntax::Effect::refer) refer[rule / RuleVerdicts::bits] |= bit;
  }
}

Outcome strongest(const RulesByEffect& by_effect, const RuleVerdicts& verdicts, std::vector<std::uint32_t>& rules) {
  std::uint64_t forbids = 0, refers = 0;
  verdicts.each_word([&](std::size_t word, std::uint64_t applied) {
    forbids |= applied & by_effect.forbid[word];
    refers |= applied & by_effect.refer[word];
  });
  verdicts.each_word([&](std::size_t word, std::uint64_t applied) {
    if (forbids != 0) applied &= by_effect.forbid[word];
    if (forbids == 0 && refers != 0) applied &= by_effect.refer[word];
    RuleVerdicts::each_bit(word, applied, [&](std::uint32_t rule) { rules.push_back(rule); });
  });
  if (forbids != 0 || rules.empty()) return Outcome::forbidden;
  return refers != 0 ? Outcome::referred : Outcome::permitted;
}

/// Brings what applies and what failed into one row.
void Combiner::line_up(const DecisionCode& code, const RuleVerdicts& verdicts) {
  candidates_.clear();
  auto failed = verdicts.failed().begin();
  const auto failed_before = [&](std::uint32_t rule) {
    for (; failed != verdicts.failed().end() && failed->rule < rule; ++failed)
      candidates_.push_back({failed->rule, true});
  };
  verdicts.each_rule([&](std::uint32_t rule) {
    failed_before(rule);
    candidates_.push_back({rule, false});
  });
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

}  // namespace

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
