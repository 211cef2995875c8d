#pragma once
// What the public interface says of a decision, all of it, as a text.

#include <string>

#include "writ/decision_view.hpp"

namespace writ::differential {

std::string public_text(const Value& value);
/// Without until when it holds.
std::string public_text(const Decision& decision);

/// Until when it holds, as both kinds of answers have it.
struct Until {
  std::optional<Value::Instant> holds_until;
  bool holds_at_least = false, follows_now = false;

  /// A search that was cut short has said nothing that the other denies.
  bool agrees_with(const Until& other) const;
  std::string text() const;
};
template <class Answer>
Until until_of(const Answer& answer) {
  if constexpr (requires { answer.holds_until(); }) {
    return {answer.holds_until(), answer.holds_at_least(), answer.follows_now()};
  } else {
    return {answer.holds_until, answer.holds_at_least, answer.follows_now};
  }
}

}  // namespace writ::differential
