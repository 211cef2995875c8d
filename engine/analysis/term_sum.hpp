#pragma once
// Numbers as sums of multiples, so that equal sums are seen to be equal and what cancels is gone. This room's own.

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/analysis/term.hpp"

namespace writ::analysis {

struct Multiple {
  Term term = 0;  ///< Not a sum, a constant or a multiple of one.
  Integer factor = 0;
};

/// Terms in order, each once, no factor 0.
struct Sum {
  std::vector<Multiple> multiples;
  Integer constant = 0;
};

/// Longer sums are left as they were written.
constexpr std::size_t longest_sum = 24;

/// Nothing where the sum is too long, or a factor too large.
std::optional<Sum> sum_of(const Terms& terms, Term term);
/// a + factor * b; likewise.
std::optional<Sum> combined(const Sum& a, const Sum& b, Integer factor);

Range range_of(const Terms& terms, const Sum& sum);

// Of ranges, where beyond `unbounded` is endless.
Range widened(Integer least, Integer most);
Range added(Range a, Range b);
Range multiplied(Range a, Range b);
Integer floor_quotient(Integer a, Integer b);
Integer floor_remainder(Integer a, Integer b);

}  // namespace writ::analysis
