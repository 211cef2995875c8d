#pragma once
// What a decision comes to from one instant to another if no fact but the time changes, as plain data that owns itself.

#include <optional>
#include <string>
#include <vector>

#include "writ/decision.hpp"
#include "writ/value.hpp"

namespace writ {

struct Timeline {
  /// Outcome, rules and value stay the same from `from` until `until`, which is not part of it.
  struct Segment {
    Value::Instant from, until;
    Outcome outcome = Outcome::undetermined;
    /// Of a value decision: as people of a language read it, shortened where it is long, and as JSON. At `from`, where
    /// it follows now.
    std::string value_text, value_json;
    bool follows_now = false;               ///< The value moves with the time, from the segment's beginning to its end.
    std::vector<std::string> rules;         ///< Those that won, in the order written.
    std::vector<Decision::Reason> reasons;  ///< At `from`.
    std::vector<Decision::Failure> failures;  ///< Likewise.
  };

  std::string decision;  ///< The qualified name.
  std::string zone;      ///< Of its policy: times in JSON are of this zone.
  /// In order, without a gap, from the first instant asked for to the last; exact to the microsecond. None where the
  /// facts were rejected, where there is no such decision, or where the end is not after the beginning.
  std::vector<Segment> segments;
  /// There was too much to be told: the last segment ends before the instant that was asked for.
  bool cut = false;
  std::vector<Decision::Rejection> rejections;  ///< Why the facts were rejected.
  std::vector<Decision::Failure> failures;      ///< That there is no such decision.
};

struct TimelineOptions {
  /// As in `DecideOptions`: of the facts, which need one even where `from` is given.
  std::optional<Value::Instant> now = {};
  bool strict = false;
  /// Else that of the facts.
  std::optional<Value::Instant> from = {};
  /// Not part of it. Else 30 days after the beginning.
  std::optional<Value::Instant> until = {};
  /// In which values and messages are told; empty: values as in English, and every message.
  std::string language = {};
};

}  // namespace writ
