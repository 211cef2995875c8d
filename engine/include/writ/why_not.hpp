#pragma once
// What stands between facts and a permission, and what would lift it: time, or another value of a fact that the caller
// can change. Nothing is guessed: each change that is named was made to the facts, the requirements were checked and
// the decision was decided again.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "writ/value.hpp"

namespace writ {

struct WhyNot {
  /// Another value for one fact; never for one that the policy's records call `fixed`.
  struct Change {
    std::string path;     ///< `actor.account_type`; elements of lists are counted from 0.
    std::string pointer;  ///< In the record: `/actor/account_type` (RFC 6901).
    struct Value {
      std::string text;  ///< As people read it: `CNY 50.00`, `absent`.
      std::string json;  ///< As facts have it: `{"amount":"50.00","currency":"CNY"}`, `null`.
    };
    Value from;
    std::vector<Value> to;  ///< Each of these would do; of a number or a time only the nearest that was found.
  };

  struct Moment {
    writ::Value::Instant instant;
    std::string text;  ///< In the policy's time zone, for people: `2025-03-12 10:00`.
    std::string json;  ///< RFC 3339, between quotes.
  };

  /// One reason why it is not permitted.
  struct Obstacle {
    enum class Kind : std::uint8_t {
      time,    ///< Time alone lifts it, at `lifts_at`.
      caller,  ///< Any one of `changes` lifts it now; where there is none, a remedy of several changes does.
      fixed,   ///< Neither is known to.
    };
    /// Of the forbid or refer that applies; where there is none `no_rule_permits` or `policy_not_in_force`.
    std::string rule;
    Kind kind = Kind::fixed;
    std::optional<Moment> lifts_at;
    std::vector<Change> changes;  ///< Also where time lifts it.
  };

  /// Changes that permit, all of them together.
  struct Remedy {
    std::vector<Change> changes;
    std::optional<Moment> from;  ///< Not now but from then on: until then something else forbids.
  };

  std::vector<Obstacle> obstacles;     ///< In the order of the rules.
  std::optional<Moment> permitted_at;  ///< Time alone permits it, then.
  /// The smallest sets of changes that permit, a few of the same size; empty where none was found.
  std::vector<Remedy> remedies;
  /// There are more facts, or more values of them, than were tried.
  bool not_all_tried = false;
};

}  // namespace writ
