#pragma once
// Random policies that pass the checker, with small sets of facts to try them on.

#include <cstddef>
#include <string>
#include <vector>

#include "tests/fuzz/policies/choices.hpp"

namespace writ::random {

/// A fact and the values that it is tried with, in JSON. An empty text: the member is left out.
struct RandomFact {
  std::string name;
  std::vector<std::string> values;
  bool whole = false;  ///< Where it is needed the requirements admit no other values, of `now` neither.
};

struct RandomPolicy {
  std::string text;               ///< `policy random`.
  std::vector<RandomFact> facts;  ///< `now` is one of them.
  /// `module shared`, which the policy uses; most have none.
  std::string module = {};
  /// Where there are any, the records are these alone.
  std::vector<std::string> lines = {};

  /// How many records there are.
  std::size_t records() const;
  /// One of them, on one line.
  std::string record(std::size_t number) const;
};

struct PolicyLimits {
  std::size_t records = 600;  ///< No more than these.
  std::size_t decisions = 3;
  std::size_t depth = 3;
  std::size_t rules = 4;          ///< Of a decision of permission; one less of a value.
  std::size_t guard_percent = 0;  ///< So many conditions begin with a test of one fact against constants.
  std::size_t free_percent = 10;  ///< So many facts may have any value, to the end of what there is.
};

RandomPolicy random_policy(Choices& choices, const PolicyLimits& limits = {});

/// What facts a policy of everything declares: some by chance; or always the same, of each type one that is there and
/// one that may be absent, so that a struct can be bound to them.
enum class WholeFacts { some, every_type };

/// A policy of everything that the language has. It says nothing of the values of facts: there are too many.
RandomPolicy whole_language_policy(Choices& choices, WholeFacts facts = WholeFacts::some);

}  // namespace writ::random
