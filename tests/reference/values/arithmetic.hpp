#pragma once
// Numbers that fit in 64 bits, or a Fault: docs/language.md 6.

#include <cstdint>

namespace writ::reference {

__extension__ using Wide = __int128;
constexpr std::int64_t one = 1'000'000;  ///< A Decimal counts millionths.

/// The same number. Throws a Fault where it does not fit.
std::int64_t fitting(Wide exact);

/// a * b / c in 128 bits, rounded half to even. Throws a Fault.
std::int64_t multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c);

enum class Direction { nearest, towards_zero, away_from_zero };

/// The multiple of `unit` next to a number; a half goes away from zero.
Wide rounded(std::int64_t number, std::int64_t unit, Direction direction);

}  // namespace writ::reference
