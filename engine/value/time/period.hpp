#pragma once
// A Period: a whole number of one calendar unit, packed in a slot.

#include <cstdint>

namespace writ::time {

enum class Unit : std::uint8_t { days, months, business_days };  // weeks are days, years are months

struct Period {
  std::int64_t count;  ///< Between -2^59 and 2^59.
  Unit unit;

  std::int64_t pack() const { return count * 4 + static_cast<std::int64_t>(unit); }
  static Period unpack(std::int64_t packed) { return {(packed - (packed & 3)) / 4, static_cast<Unit>(packed & 3)}; }
};

}  // namespace writ::time
