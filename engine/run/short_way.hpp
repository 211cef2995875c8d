#pragma once
// The short way to a permission that nothing but the verdicts of a few rules decides: a word of bits, one for each.

#include <cstdint>
#include <vector>

#include "engine/run/combine.hpp"
#include "engine/run/motion.hpp"

namespace writ {

/// Where a block is entered.
struct Entry {
  const Instruction* code = nullptr;   ///< Its beginning, from which jumps are counted; null: there is no block.
  const Instruction* first = nullptr;  ///< What is run first.
  Slot* registers = nullptr;
  Piece* pieces = nullptr;    ///< Only where values are followed.
  std::uint64_t applied = 0;  ///< Rules that apply whatever is asked, a bit each: these are not asked.

  explicit operator bool() const { return code != nullptr; }
};

/// In place of the bits of rules: what becomes of some is not known. No rule of a short way has this bit.
constexpr std::uint64_t unsure = std::uint64_t{1} << (verdicts_at_once - 1);

/// Of one decision.
struct ShortWay {
  Entry all;                                ///< Asks its rules; none where there is no short way.
  Entry still;                              ///< Those that `now` does not reach,
  Entry moving;                             ///< and the others. None where there are none.
  bool moving_is_alone = false;             ///< Asking these makes nothing and decides nothing else.
  std::vector<std::uint32_t> moving_facts;  ///< Slots of facts that asking these may read, where they are alone.
  bool is_wide = false;                     ///< In place of `all`: there are more rules than bits in a word.
  std::uint64_t forbid = 0, refer = 0;

  /// Which of those that apply win, a bit each.
  std::uint64_t winners(std::uint64_t applied) const {
    const std::uint64_t forbids = applied & forbid;
    const std::uint64_t refers = applied & refer;
    return forbids != 0 ? forbids : refers != 0 ? refers : applied;
  }
  model::Outcome outcome(std::uint64_t winners) const {
    if (winners == 0 || (winners & forbid) != 0) return model::Outcome::forbidden;
    return (winners & refer) != 0 ? model::Outcome::referred : model::Outcome::permitted;
  }

  std::uint64_t apply = 0;   ///< A bit for each rule that applies,
  std::uint64_t epoch = 0;   ///< when it was decided last.
  RuleVerdicts failures{0};  ///< Hears of those on the way, and keeps none.

  /// What those that `now` reaches came to.
  struct Moving {
    std::uint64_t epoch = 0;  ///< When; nothing is known of another time.
    bool complete = false;    ///< Else one failed, or it was too much work: then the long way is taken.
    std::uint64_t applied = 0;
    std::uint64_t steps = 0, memory = 0;  ///< That it took.
    time::Instant until = forever;        ///< How long they stand,
    std::uint64_t turning = 0;            ///< and which are otherwise then: their bits, or more than these.
  };
  Moving at_time;
};

}  // namespace writ
