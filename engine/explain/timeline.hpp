#pragma once
// What a decision comes to from one instant to another, if no fact but `now` changes: each stretch in which outcome,
// rules and value stay the same, exact to the microsecond.

#include <string>
#include <vector>

#include "engine/run/machine.hpp"

namespace writ {

/// What stays the same from `from` until `until`, which is not part of it.
struct Segment {
  time::Instant from = 0, until = 0;
  model::Outcome outcome = model::Outcome::undetermined;
  std::vector<std::uint32_t> rules;  ///< As in a verdict.
  bool policy_not_in_force = false;
  std::string value;         ///< JSON, of a decided one; at `from`, where it follows now.
  bool follows_now = false;  ///< The value moves with `now`.
  /// Messages of the rules that won, at `from`: the languages and texts of each rule, in the order of `rules`.
  struct Text {
    std::string language, text;
  };
  std::vector<std::vector<Text>> messages;
  std::vector<EvaluationError> errors;
};

struct Timeline {
  std::vector<Segment> segments;  ///< In order, without a gap, from the first instant asked for to the last.
  /// There were more than `most_segments`, or one took too long to find the end of: the last ends before `until`.
  bool cut = false;
};

constexpr std::size_t most_segments = 10'000;

/// Decides on the facts of `row` at every instant of [from, until). `from` is before `until`.
Timeline timeline(Machine& machine, const Slot* row, model::DecisionId decision, time::Instant from,
                  time::Instant until);

}  // namespace writ
