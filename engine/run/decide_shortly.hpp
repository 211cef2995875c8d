#pragma once
// The way to a decision, and its short way, for whoever has to be quick: all in one function of the processor.

#include "engine/run/evaluation.hpp"
#include "engine/run/put_back.hpp"

namespace writ {

/// Asks a few rules: `applied_` says which apply. False where one failed, or it was too much work.
template <bool follow_now>
inline bool Evaluation<follow_now>::ask_shortly(ShortWay& way, const Entry& rules) {
  const PutBack asking(asking_);
  asking_ = &way.failures;
  const bool complete = execute(rules) == Status::ended;
  if (complete && !exhausted() && way.failures.failed().empty()) [[likely]]
    return true;
  way.failures.clear();
  return false;
}

template <bool follow_now>
inline const ShortWay::Moving& Evaluation<follow_now>::moving_first(model::DecisionId id) {
  ShortWay& way = short_ways_[id];
  ShortWay::Moving& moving = way.at_time;
  const std::int64_t left_before = left_;
  const std::uint64_t memory_before = memory_;
  asked_until_ = forever;
  moving.complete = ask_shortly(way, way.moving);
  moving.applied = applied_;
  moving.steps = static_cast<std::uint64_t>(left_before - left_);
  moving.memory = memory_ - memory_before;
  moving.until = asked_until_;
  moving.turning = turning_;
  moving.epoch = epoch_;
  return moving;
}

/// False where a rule failed, or it was too much work: then it takes the long way.
template <bool follow_now>
inline bool Evaluation<follow_now>::decide_shortly(model::DecisionId id, ShortWay& way, TimedVerdict& verdict) {
  const Entry* rules = &way.all;
  std::uint64_t applied = 0;
  if (other_ != nullptr && way.moving) {
    // Until when they stand is going to be asked for, too.
    const ShortWay::Moving& moving = other_->moving_shortly(id);
    take_memory(moving.memory, moving.steps);
    if (!moving.complete || exhausted()) return false;
    applied = moving.applied;
    rules = &way.still;
  }
  if (*rules) {
    if (!ask_shortly(way, *rules)) return false;
    applied |= applied_;
  }
  settle_shortly(way, applied, verdict);
  return true;
}

template <bool follow_now>
inline void Evaluation<follow_now>::settle_shortly(ShortWay& way, std::uint64_t applied, TimedVerdict& verdict) {
  way.apply = applied;
  way.epoch = epoch_;
  std::uint64_t winners = way.winners(applied);
  verdict.outcome = way.outcome(winners);
  for (; winners != 0; winners &= winners - 1) {
    verdict.rules.push_back(static_cast<std::uint32_t>(std::countr_zero(winners)));
  }
  verdict.epoch = epoch_;
}

template <bool follow_now>
inline const TimedVerdict& Evaluation<follow_now>::decide(model::DecisionId decision) {
  TimedVerdict& verdict = verdicts_[decision];
  if (verdict.epoch == epoch_) return verdict;
  if (!verdict.plain) forget(verdict);
  if constexpr (!follow_now) {
    verdict.rules.clear();
    ShortWay& way = short_ways_[decision];
    if (way.all || (way.is_wide && other_ == nullptr)) {
      const std::int64_t left_before = left_;
      const std::uint64_t memory_before = memory_;
      const bool decided = way.is_wide ? decide_widely(decision, way, verdict) : decide_shortly(decision, way, verdict);
      if (!decided) decide_again(decision, verdict, left_before, memory_before);
      return verdict;
    }
  }
  decide_at_length(decision, verdict);
  return verdict;
}

template <bool follow_now>
inline const TimedVerdict& Evaluation<follow_now>::decide_first(model::DecisionId decision) {
  TimedVerdict& verdict = verdicts_[decision];
  ShortWay& way = short_ways_[decision];
  if (!verdict.plain || !way.all) return decide(decision);
  verdict.rules.clear();
  if (ask_shortly(way, way.all)) [[likely]] {
    settle_shortly(way, applied_, verdict);
  } else {
    decide_again(decision, verdict, static_cast<std::int64_t>(limits_.steps), 0);
  }
  return verdict;
}

template <bool follow_now>
inline const TimedVerdict* Evaluation<follow_now>::decide_after(model::DecisionId decision,
                                                                const ShortWay::Moving& moving) {
  TimedVerdict& verdict = verdicts_[decision];
  ShortWay& way = short_ways_[decision];
  take_memory(moving.memory, moving.steps);
  if (!moving.complete || exhausted()) return nullptr;
  if (!verdict.plain) forget(verdict);
  verdict.rules.clear();
  if (!ask_shortly(way, way.still)) return nullptr;
  settle_shortly(way, applied_ | moving.applied, verdict);
  return &verdict;
}

}  // namespace writ
