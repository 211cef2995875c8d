#pragma once
// The way to a decision, and its short way, for whoever has to be quick: all in one function of the processor.

#include "engine/run/evaluation.hpp"
#include "engine/run/put_back.hpp"

namespace writ {

/// Asks a few rules: `applied_` says which apply. False where one failed, or it was too much work.
template <bool follow_now>
inline bool Evaluation<follow_now>::ask_shortly(ShortWay& way, const Block& rules) {
  const PutBack asking(asking_);
  asking_ = &way.failures;
  Piece* const pieces = follow_now ? piece_frames_.data() + rules.frame : nullptr;
  const bool complete = execute(rules, frames_.data() + rules.frame, pieces) == Status::ended;
  if (complete && !exhausted() && way.failures.failed().empty()) [[likely]]
    return true;
  way.failures.clear();
  return false;
}

/// False where a rule failed, or it was too much work: then it takes the long way.
template <bool follow_now>
inline bool Evaluation<follow_now>::decide_shortly(model::DecisionId id, ShortWay& way, TimedVerdict& verdict) {
  const Block* rules = way.all;
  std::uint64_t applied = 0;
  bool complete = true;
  if (other_ != nullptr && way.moving != nullptr) {
    // Until when they stand is going to be asked for, too.
    const ShortWay::Moving& moving = other_->moving_shortly(id);
    take_memory(moving.memory, moving.steps);
    complete = moving.complete && !exhausted();
    applied = moving.applied;
    rules = way.still;
  }
  if (complete && rules != nullptr) {
    complete = ask_shortly(way, *rules);
    applied |= applied_;
  }
  if (!complete) return false;
  way.apply = applied;
  way.epoch = epoch_;
  std::uint64_t winners = way.winners(applied);
  verdict.outcome = way.outcome(winners);
  for (; winners != 0; winners &= winners - 1) {
    verdict.rules.push_back(static_cast<std::uint32_t>(std::countr_zero(winners)));
  }
  return true;
}

template <bool follow_now>
inline const TimedVerdict& Evaluation<follow_now>::decide(model::DecisionId decision) {
  TimedVerdict& verdict = verdicts_[decision];
  if (verdict.epoch == epoch_) return verdict;
  if (!verdict.plain) forget(verdict);
  if constexpr (!follow_now) {
    verdict.rules.clear();
    ShortWay& way = short_ways_[decision];
    if (way.all != nullptr) {
      const std::int64_t left_before = left_;
      const std::uint64_t memory_before = memory_;
      if (decide_shortly(decision, way, verdict)) {
        verdict.epoch = epoch_;
      } else {
        decide_again(decision, verdict, left_before, memory_before);
      }
      return verdict;
    }
  }
  decide_at_length(decision, verdict);
  return verdict;
}

}  // namespace writ
