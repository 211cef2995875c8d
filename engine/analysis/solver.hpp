#pragma once
// The one door to Z3: whether terms can hold together, and for which numbers.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/analysis/term.hpp"

namespace writ::analysis {

enum class Possible : std::uint8_t { yes, no, unknown };

struct Found {
  Possible possible = Possible::unknown;
  Assignment assignment;  ///< Where it is possible: every term asserted evaluates to true under it.
  std::string why;        ///< Where it is unknown: "the time limit was reached".
};

/// What a query may cost; beyond, it is unknown. Steps come first and are the same on every machine: a second's worth
/// of them on a usual one. Time is for what steps do not see.
struct SolverLimits {
  std::uint32_t milliseconds = 1000;
  std::uint32_t lessons = 400;  ///< How often it is told what functions are at the numbers that were found.
};

/// Time is allowed to be so much longer than the steps should take: only what is stuck is stopped by the clock.
constexpr std::uint32_t patience = 4;

/// Keeps what it was told between queries. Not for several threads.
class Solver {
 public:
  explicit Solver(const Terms& terms, SolverLimits limits = {});
  ~Solver();
  Solver(Solver&&) noexcept;
  Solver& operator=(Solver&&) noexcept;

  /// From now on.
  void assume(Term term);
  /// Whether all of these can hold together with what is assumed. Never wrong: what a function is at the numbers found
  /// is looked up, taught and asked again, until all fits; and the assignment is evaluated before it is given out.
  Found find(std::span<const Term> terms);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ::analysis
