#include "tests/reference/values/arithmetic.hpp"

#include <limits>

#include "engine/value/fault.hpp"

namespace writ::reference {

std::int64_t fitting(Wide exact) {
  if (exact < std::numeric_limits<std::int64_t>::min() || exact > std::numeric_limits<std::int64_t>::max()) {
    throw Fault::overflow;
  }
  return static_cast<std::int64_t>(exact);
}

std::int64_t multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c) {
  if (c == 0) throw Fault::division_by_zero;
  const Wide numerator = c < 0 ? -(Wide{a} * b) : Wide{a} * b;
  const Wide divisor = c < 0 ? -Wide{c} : Wide{c};
  Wide below = numerator / divisor;  // The whole number at or below the quotient,
  if (numerator % divisor < 0) --below;
  const Wide twice = 2 * (numerator - below * divisor);  // and how far it is below, in halves.
  return fitting(twice > divisor || (twice == divisor && below % 2 != 0) ? below + 1 : below);
}

Wide rounded(std::int64_t number, std::int64_t unit, Direction direction) {
  const Wide size = number < 0 ? -Wide{number} : Wide{number};
  const Wide extra = direction == Direction::nearest ? unit / 2 : direction == Direction::away_from_zero ? unit - 1 : 0;
  const Wide result = (size + extra) / unit * unit;
  return number < 0 ? -result : result;
}

}  // namespace writ::reference
