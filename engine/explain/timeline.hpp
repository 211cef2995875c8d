#pragma once
// What a decision comes to from one instant to another, if no fact but `now` changes: each stretch in which outcome,
// rules and value stay the same, exact to the microsecond.

#include <optional>
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
  std::string value_words;   ///< The same for people, shortened where it is long; "absent" where it is.
  bool follows_now = false;  ///< The value moves with `now`, from the beginning of the segment to its end.
  /// Messages of the rules that won, at `from`: the languages and texts of each rule, in the order of `rules`.
  struct Text {
    std::string language, text;
  };
  std::vector<std::vector<Text>> messages;
  std::vector<EvaluationError> errors;  ///< At `from`.
};

struct SegmentList {
  std::vector<Segment> segments;  ///< In order, without a gap, from the first instant asked for to the last.
  /// There were more than `most_segments`, or they took too much work to find or room to keep: the last ends before
  /// `until`.
  bool cut = false;
};

constexpr std::size_t most_segments = 10'000;

struct SegmentOptions {
  std::string language = {};  ///< Of `value_words`.
  std::size_t most_segments = writ::most_segments;
  std::size_t most_bytes = 64 << 20;  ///< Of values and messages, all in all.
  /// Of deciding and of the search, all in all. Else ten times the machine's `horizon_steps`: some seconds, as it
  /// stands.
  std::optional<std::uint64_t> most_steps = {};
};

/// The time zone in which the instants of a decision are written: that of its policy, or UTC.
const time::Zone& zone_of(const model::Model& model, model::DecisionId decision);

/// Which of a rule's texts, of which there are some, is read by people of a language; as `pick_language` has it.
std::size_t pick_text(const std::vector<Segment::Text>& texts, std::string_view language);

/// Decides on the facts of `row` at every instant of [from, until). `from` is before `until`; instants outside of the
/// years 0001 to 9999 are left out. What the machine decided before is forgotten.
SegmentList timeline(Machine& machine, const Slot* row, model::DecisionId decision, time::Instant from,
                     time::Instant until, const SegmentOptions& options = {});

}  // namespace writ
