#pragma once
// How a value changes while `now` moves and the facts stay. From now until `until` (exclusive) a value is one piece:
// still, a straight line in `now`, or monotone and computable again for any instant (a node on the tape).
//
// An operation says what piece its result is from the pieces of its operands (`Motions`). Where it cannot say, the
// piece ends at the next microsecond: the answer stays right and only takes more steps to find.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/builtins/builtin.hpp"
#include "engine/value/slot.hpp"
#include "engine/value/time/civil.hpp"

namespace writ {

constexpr time::Instant forever = std::numeric_limits<time::Instant>::max();

struct Piece {
  time::Instant until = forever;
  std::int64_t slope = 0;     ///< Of a straight line, in units of the value per microsecond.
  std::int32_t tape = -1;     ///< A node that computes it for any instant of the piece.
  std::int8_t direction = 0;  ///< On the tape: 1 never falls, -1 never rises.

  bool still() const { return slope == 0 && tape < 0; }
  /// 1 rises or stays, -1 falls or stays, 0 stays.
  int way() const { return tape >= 0 ? direction : slope > 0 ? 1 : slope < 0 ? -1 : 0; }
};

/// That of `now` itself, which ends with the last instant.
constexpr Piece moves_with_now{.until = time::last_instant + 1, .slope = 1};

/// A value with its piece, as an operand.
struct Moving {
  Slot value{};
  Piece piece;
};

enum class Comparison : std::uint8_t { less, less_equal, equal };

/// The pieces of one evaluation at one instant.
class Motions {
 public:
  void begin(time::Instant now);
  /// What it took since then, in functions computed for another instant.
  std::uint64_t work() const { return work_; }

  /// The piece of a function's result, given that it did not fail.
  Piece result(const Builtin& builtin, Function function, const Environment& environment,
               std::span<const Moving> operands, Slot result);
  Piece sum(Moving a, Moving b, std::int64_t result);
  Piece difference(Moving a, Moving b, std::int64_t result);
  Piece widened(Moving a);
  /// Until when a comparison keeps its result; the piece of a Bool.
  Piece compared(Comparison comparison, const Moving& a, const Moving& b) {
    return {.until = compared(comparison, a.value, a.piece, b.value, b.piece)};
  }
  /// `turns`: set where it is known that the comparison has the other result then.
  time::Instant compared(Comparison comparison, Slot a, const Piece& a_piece, Slot b, const Piece& b_piece,
                         bool* turns = nullptr);
  /// Until when a function that failed goes on to fail in this way.
  time::Instant failure(const Builtin& builtin, Fault fault, const Environment& environment,
                        std::span<const Moving> operands);
  /// Nothing is known of a result of these but that it is right now.
  Piece unknown(std::span<const Moving> operands);
  /// Of two.
  Piece smaller_or_larger(std::span<const Moving> operands, bool larger);
  /// The first instant from now on, before the piece ends, at which the value differs from what it is now.
  time::Instant first_difference(Moving value);
  /// Until when a value moves along with `now`, a second or less at a time; now, where it stands still or moves in
  /// longer steps.
  time::Instant flows_until(Moving value);

 private:
  Piece compared_in_full(Comparison comparison, const Moving& a, const Moving& b);

  struct Node {
    Function function;
    const Environment* environment;
    std::uint32_t first_operand;
    std::uint32_t operands;
    std::uint64_t cost;
  };

  Piece line(std::int64_t value, std::int64_t slope, time::Instant until, bool instant);
  Piece taped(Function function, const Environment& environment, std::span<const Moving> operands, int direction);
  Fault at(const Moving& value, time::Instant when, Slot& result);
  bool leads(const Moving& a, const Moving& b, bool larger);
  Piece scaled(const Builtin& builtin, Function function, const Environment& environment,
               std::span<const Moving> operands, Slot result);
  Piece local_date(Function function, const Environment& environment, Moving instant);
  Piece local_time(const Environment& environment, Moving instant);
  Piece shifted(const Environment& environment, std::span<const Moving> operands, Slot result);
  bool gives_up() const { return work_ > most_work || nodes_.size() > most_nodes; }
  template <typename Holds>
  time::Instant first_break(time::Instant until, Holds holds);

  // Past these nothing is looked for any more: every piece ends at the next microsecond.
  static constexpr std::uint64_t most_work = 2'000'000;
  static constexpr std::size_t most_nodes = 100'000;

  time::Instant now_ = 0;
  std::uint64_t work_ = 0;
  std::vector<Node> nodes_;
  std::vector<Moving> operands_;
  Arena arena_;
};

/// After how long a comparison is otherwise, where the difference grows or falls with the clock, as nearly always.
inline std::int64_t flip_by_clock(Comparison comparison, std::int64_t difference, bool grows) {
  const std::int64_t towards = grows ? -difference : difference;  // How far zero is, where it is ahead.
  if (comparison == Comparison::equal) return towards == 0 ? 1 : towards > 0 ? towards : forever;
  // Growing, `less` stops to hold at zero and `less_equal` one after; falling, they begin to hold the other way round.
  const std::int64_t flip = towards + (grows == (comparison == Comparison::less_equal) ? 1 : 0);
  return flip > 0 ? flip : forever;
}

inline time::Instant Motions::compared(Comparison comparison, Slot a, const Piece& a_piece, Slot b,
                                       const Piece& b_piece, bool* turns) {
  constexpr std::int64_t most = std::int64_t{1} << 62;
  std::int64_t difference = 0;
  // One of them is still and the other a clock.
  if ((a_piece.tape & b_piece.tape) < 0 && (a_piece.slope ^ b_piece.slope) == 1 && a_piece.slope + b_piece.slope == 1 &&
      !__builtin_sub_overflow(a.number, b.number, &difference) && difference < most && difference > -most) {
    const time::Instant until = std::min(a_piece.until, b_piece.until);
    const std::int64_t flip = flip_by_clock(comparison, difference, a_piece.slope == 1);
    if (flip == forever || now_ + flip >= until) return until;
    if (turns != nullptr) *turns = true;
    return now_ + flip;
  }
  return compared_in_full(comparison, {a, a_piece}, {b, b_piece}).until;
}

}  // namespace writ
