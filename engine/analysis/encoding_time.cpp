// Dates, times of day and the calendar.

#include "engine/analysis/encoding_state.hpp"

namespace writ::analysis {

std::optional<Encoded> Encoding::State::encode_time(const Call& call) {
  const Environment environment{call.file.zone.get(), call.file.calendar.get()};
  const auto computed = facts.times().apply(call.builtin, environment, call.arguments);
  if (!computed) return std::nullopt;
  return number(computed->value, any(overflows(computed->out_of_range), computed->uncovered));
}

}  // namespace writ::analysis
