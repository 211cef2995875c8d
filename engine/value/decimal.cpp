#include "engine/value/decimal.hpp"

#include <array>
#include <limits>

namespace writ::decimal {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

constexpr std::array<std::int64_t, 19> powers_of_ten = [] {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

/// `quotient` is numerator / denominator towards zero. Rounds to the nearest, ties to the even neighbour.
template <typename Integer>
Integer half_to_even(Integer numerator, Integer denominator) {
  const Integer quotient = numerator / denominator;
  const Integer rest = numerator - quotient * denominator;
  if (rest == 0) return quotient;
  const Integer size = rest < 0 ? -rest : rest;
  const Integer divisor = denominator < 0 ? -denominator : denominator;
  const Integer other = divisor - size;  // 2 * size could overflow.
  if (size < other || (size == other && quotient % 2 == 0)) return quotient;
  return (numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1;
}

/// value / unit by `rounding`; unit is positive.
std::int64_t divide(std::int64_t value, std::int64_t unit, Rounding rounding) {
  const std::int64_t quotient = value / unit;
  const std::int64_t rest = value % unit;
  if (rest == 0 || rounding == Rounding::down) return quotient;
  const std::int64_t size = rest < 0 ? -rest : rest;
  if (rounding == Rounding::half_away && size < unit - size) return quotient;
  return value < 0 ? quotient - 1 : quotient + 1;
}

}  // namespace

Fault multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t& result) {
  if (c == 0) return Fault::division_by_zero;
  // Nearly every product fits in a word, and dividing a word is several times as fast.
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(a, b, &product) && product != lowest && c != lowest) {
    result = half_to_even(product, c);
    return Fault::none;
  }
  const Wide rounded = half_to_even(static_cast<Wide>(a) * b, static_cast<Wide>(c));
  if (rounded < lowest || rounded > highest) return Fault::overflow;
  result = static_cast<std::int64_t>(rounded);
  return Fault::none;
}

Fault round(std::int64_t value, std::int64_t places, Rounding rounding, std::int64_t& result) {
  if (places < -12 || places > 6) return Fault::bad_argument;
  const std::int64_t unit = powers_of_ten[static_cast<std::size_t>(6 - places)];
  return __builtin_mul_overflow(divide(value, unit, rounding), unit, &result) ? Fault::overflow : Fault::none;
}

Fault round_to_int(std::int64_t value, Rounding rounding, std::int64_t& result) {
  result = divide(value, one, rounding);
  return Fault::none;
}

void append(std::string& out, std::int64_t value, int places) {
  std::uint64_t size = static_cast<std::uint64_t>(value);
  if (value < 0) {
    out += '-';
    size = 0 - size;
  }
  out += std::to_string(size / one);
  std::uint64_t fraction = size % one;
  if (fraction == 0 && places <= 0) return;
  std::array<char, 6> digits{};
  for (std::size_t i = digits.size(); i-- > 0;) {
    digits[i] = static_cast<char>('0' + fraction % 10);
    fraction /= 10;
  }
  std::size_t shown = digits.size();
  while (shown > static_cast<std::size_t>(places > 0 ? places : 0) && digits[shown - 1] == '0') --shown;
  out += '.';
  out.append(digits.data(), shown);
}

}  // namespace writ::decimal
