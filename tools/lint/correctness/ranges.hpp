#pragma once
// `effective` of things that follow each other in time: where one ends and the next begins.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/lint/lint.hpp"
#include "tools/lint/reasoning.hpp"

namespace writ::lint::correctness {

/// Something with an `effective`: from inclusive, before exclusive.
struct Dated {
  std::string name;
  Span from_place, end_place;
  std::optional<std::int64_t> from, before;
  bool by_date = false;  ///< Bounds are days, not instants.
};

/// One that ends and one that begins about when it ends, and nothing else in its place.
struct Succession {
  Dated earlier, later;
  std::int64_t hole = 0;  ///< How long neither is in force; below zero: how long both are.
  bool same = false;      ///< Both say the same but for their dates.
};

/// Rules of one decision of one shape, sources of one policy, policies that decide the same: wherever one of two ends a
/// day or less before the other begins, or after, or where the two would cover all time but for a hole.
std::vector<Succession> successions(const Subject& subject);

/// "1 day", "36 hours"
std::string length_words(std::int64_t length, bool by_date);

}  // namespace writ::lint::correctness
