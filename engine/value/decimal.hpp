#pragma once
// Decimals: 64-bit counts of millionths. Every operation is computed in 128 bits and rounds once, half to even.

#include <cstdint>
#include <string>

#include "engine/value/fault.hpp"

namespace writ::decimal {

constexpr std::int64_t one = 1'000'000;

/// a * b / c, rounded half to even. Faults: division_by_zero, overflow.
Fault multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t& result);

enum class Rounding : std::uint8_t {
  half_away,  ///< To the nearest, a half away from zero.
  down,       ///< Towards zero.
  up,         ///< Away from zero.
};
/// Keeps `places` decimal places (-12 to 6). Faults: bad_argument, overflow.
Fault round(std::int64_t value, std::int64_t places, Rounding rounding, std::int64_t& result);
/// To an Int.
Fault round_to_int(std::int64_t value, Rounding rounding, std::int64_t& result);

/// The fewest digits that read back exactly, and at least `places` of them: 0.04, 6.17, -12.
void append(std::string& out, std::int64_t value, int places = 0);

}  // namespace writ::decimal
