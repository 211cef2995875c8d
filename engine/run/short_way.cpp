// What the short way to how long a decision stands asks of rules.

#include <algorithm>

#include "engine/run/decide_shortly.hpp"

namespace writ {

/// Of more rules than a word has bits, by those that apply. False where one failed, or it was too much work.
template <bool follow_now>
bool Evaluation<follow_now>::decide_widely(model::DecisionId id, const ShortWay& way, TimedVerdict& verdict) {
  RuleVerdicts& all = rules_[id].all;
  const PutBack asking(asking_);
  asking_ = &all;
  all.clear();
  for (const Entry* rules : {&way.still, &way.moving}) {
    if (!*rules) continue;
    if (execute(*rules) == Status::failed) return false;
    all.add(0, applied_);
  }
  if (exhausted() || !all.failed().empty()) return false;
  all.put_in_order();
  verdict.outcome = strongest(rules_[id].by_effect, all, verdict.rules);
  verdict.epoch = epoch_;
  return true;
}

template <bool follow_now>
const ShortWay::Moving& Evaluation<follow_now>::ask_moving(model::DecisionId id) {
  const PutBack until(asked_until_);
  const PutBack turning(turning_);
  return moving_first(id);
}

template <bool follow_now>
bool Evaluation<follow_now>::moving_at(model::DecisionId id, time::Instant when, std::uint64_t& applied) {
  ShortWay& way = short_ways_[id];
  if (!way.moving_is_alone) return false;
  const PutBack left(left_);
  const PutBack memory(memory_);
  const PutBack now(facts_.now);
  const PutBack now_among_facts(*now_);
  const std::size_t errors_before = errors_.size();
  facts_.now = when;
  *now_ = number(when);
  left_ = static_cast<std::int64_t>(std::min(limits_.steps, limits_.horizon_steps));
  memory_ = 0;
  const bool complete = ask_shortly(way, way.moving);
  errors_.resize(errors_before);
  applied = applied_;
  return complete;
}

template class Evaluation<false>;
template class Evaluation<true>;

}  // namespace writ
