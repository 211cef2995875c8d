#pragma once
// A random policy's every record, decided by the machine, beside what the analysis, the linter and the formatter say.

#include <cstddef>
#include <string>

#include "tests/fuzz/policies/random_policy.hpp"

namespace writ::random {

struct Checks {
  bool format = true;
  bool encoding = true;
  bool proofs = true;
  bool lints = true;
};

struct Findings {
  bool accepted = false;  ///< The checker takes it.
  std::string wrong;      ///< What contradicts the machine, first of all; empty where nothing does.

  std::size_t compared = 0;                  ///< Verdicts and invariants, with their encodings.
  std::size_t loose = 0;                     ///< Decisions that are not encoded as they are.
  std::size_t possible = 0, impossible = 0;  ///< Statements proved.
  std::size_t unknown = 0;
  std::size_t settled = 0;  ///< Lints about conditions and rules.
};

Findings brute_force(const RandomPolicy& policy, const Checks& checks = {});

/// What is wrong with the policy that was made of these choices, told of the smallest one that shows something.
std::string report(const Choices& choices, const Checks& checks = {}, const PolicyLimits& limits = {});

}  // namespace writ::random
