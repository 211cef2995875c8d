// What the short way to how long a decision stands asks of rules.

#include <algorithm>

#include "engine/run/decide_shortly.hpp"

namespace writ {

template <bool follow_now>
const ShortWay::Moving& Evaluation<follow_now>::ask_moving(model::DecisionId id) {
  const PutBack until(asked_until_);
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
