#include "engine/analysis/term_sum.hpp"

#include <algorithm>
#include <array>

namespace writ::analysis {
namespace {

/// Factors and constants stay small enough that they can be added and multiplied a few times without a check.
constexpr Integer largest_factor = Integer{1} << 100;
bool is_small(Integer value) { return value < largest_factor && value > -largest_factor; }

Integer saturated(Integer value) { return std::clamp(value, -unbounded, unbounded); }
bool is_endless(Integer value) { return value >= unbounded || value <= -unbounded; }

Integer product(Integer a, Integer b) {
  if (a == 0 || b == 0) return 0;
  Integer result = 0;
  if (is_endless(a) || is_endless(b) || __builtin_mul_overflow(a, b, &result)) {
    return (a < 0) == (b < 0) ? unbounded : -unbounded;
  }
  return saturated(result);
}

bool multiply(Integer& value, Integer by) { return !__builtin_mul_overflow(value, by, &value) && is_small(value); }

/// Sorts, joins what is of one term, drops what is nothing.
bool tidy(Sum& sum) {
  std::ranges::sort(sum.multiples, {}, &Multiple::term);
  std::vector<Multiple> tidied;
  for (const Multiple& multiple : sum.multiples) {
    if (!tidied.empty() && tidied.back().term == multiple.term) {
      tidied.back().factor += multiple.factor;
    } else {
      tidied.push_back(multiple);
    }
    if (!is_small(tidied.back().factor)) return false;
  }
  std::erase_if(tidied, [](const Multiple& multiple) { return multiple.factor == 0; });
  sum.multiples = std::move(tidied);
  return is_small(sum.constant);
}

}  // namespace

std::optional<Sum> sum_of(const Terms& terms, Term term) {
  Sum sum;
  std::vector<Multiple> open{{term, 1}};
  while (!open.empty()) {
    const Multiple next = open.back();
    open.pop_back();
    const TermNode& node = terms[next.term];
    if (node.op == TermOp::number) {
      Integer value = node.value;
      if (!is_small(value) || !multiply(value, next.factor)) return std::nullopt;
      sum.constant += value;
      if (!is_small(sum.constant)) return std::nullopt;
    } else if (node.op == TermOp::add) {
      open.push_back({node.b, next.factor});
      open.push_back({node.a, next.factor});
    } else if (node.op == TermOp::times && terms[node.b].op == TermOp::number) {
      Multiple inner{node.a, terms[node.b].value};
      if (!is_small(inner.factor) || !multiply(inner.factor, next.factor)) return std::nullopt;
      open.push_back(inner);
    } else {
      sum.multiples.push_back(next);
    }
    if (sum.multiples.size() + open.size() > longest_sum + 1) return std::nullopt;
  }
  if (!tidy(sum)) return std::nullopt;
  return sum;
}

std::optional<Sum> combined(const Sum& a, const Sum& b, Integer factor) {
  Sum sum = a;
  if (!is_small(factor)) return std::nullopt;
  for (Multiple multiple : b.multiples) {
    if (!multiply(multiple.factor, factor)) return std::nullopt;
    sum.multiples.push_back(multiple);
  }
  Integer constant = b.constant;
  if (!multiply(constant, factor)) return std::nullopt;
  sum.constant += constant;
  if (!tidy(sum) || sum.multiples.size() > 2 * longest_sum) return std::nullopt;
  return sum;
}

Range range_of(const Terms& terms, const Sum& sum) {
  Range range = widened(sum.constant, sum.constant);
  for (const Multiple& multiple : sum.multiples) {
    range = added(range, multiplied(terms.range(multiple.term), {multiple.factor, multiple.factor}));
  }
  return range;
}

Range widened(Integer least, Integer most) {
  // A bound that is beyond says nothing, also on the side from which it would.
  return {std::clamp(least, -unbounded, unbounded - 1), std::clamp(most, -unbounded + 1, unbounded)};
}

Range added(Range a, Range b) {
  return {
      a.least <= -unbounded || b.least <= -unbounded ? -unbounded
                                                     : std::min(saturated(a.least + b.least), unbounded - 1),
      a.most >= unbounded || b.most >= unbounded ? unbounded : std::max(saturated(a.most + b.most), -unbounded + 1)};
}

Range multiplied(Range a, Range b) {
  const std::array corners{product(a.least, b.least), product(a.least, b.most), product(a.most, b.least),
                           product(a.most, b.most)};
  const auto [least, most] = std::ranges::minmax(corners);
  return widened(least, most);
}

Integer floor_quotient(Integer a, Integer b) { return a / b - (a % b < 0 ? 1 : 0); }
Integer floor_remainder(Integer a, Integer b) { return a % b + (a % b < 0 ? b : 0); }

}  // namespace writ::analysis
