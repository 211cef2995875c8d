#pragma once
// Dates, times of day, periods and calendars as terms: what is regular as a formula, what is not as functions whose
// pieces are found where the solver asks for them.

#include <memory>
#include <optional>
#include <span>

#include "engine/analysis/term.hpp"
#include "engine/builtins/builtin.hpp"

namespace writ::analysis {

/// What a builtin comes to. Where it fails, its value means nothing; it fails in at most one of two ways.
struct Computed {
  Term value = 0;         ///< A number, or a truth where the builtin's result is a Bool.
  Term out_of_range = 0;  ///< It fails: a time outside the years 0001 to 9999, a number too large.
  Term uncovered = 0;     ///< It fails: a day that the calendar does not cover, or there is no calendar.
};

/// The same function of the same zone or calendar is made once.
class TimeFunctions {
 public:
  explicit TimeFunctions(Terms& terms);
  ~TimeFunctions();
  TimeFunctions(TimeFunctions&&) noexcept;

  /// One of the builtins of engine/builtins/time.cpp, of operands as they stand in slots: numbers. The zone and the
  /// calendar of `environment` are kept: they must live as long as the terms. Nothing where it is none of these, or a
  /// period is too little known: its unit, or how many business days. A period may be chosen among several.
  std::optional<Computed> apply(const Builtin& builtin, const Environment& environment, std::span<const Term> operands);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ::analysis
