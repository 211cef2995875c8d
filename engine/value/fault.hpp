#pragma once
// What can go wrong while a well-typed policy is evaluated.

#include <cstdint>
#include <string_view>

namespace writ {

/// One enumerator per row of faults.def.
enum class Fault : std::uint8_t {
  none,
#define WRIT_FAULT(id, name, message) name,
#include "engine/value/faults.def"
#undef WRIT_FAULT
};

std::string_view id(Fault fault);       ///< "V0101"
std::string_view name(Fault fault);     ///< "overflow"
std::string_view message(Fault fault);  ///< "the result does not fit"

}  // namespace writ
