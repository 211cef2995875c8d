#pragma once
// Structural equality of values of one type.

#include <cstdint>

#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"

namespace writ {

/// Two present values. `work` grows by the elements that were compared.
bool equal_values(const Schema& schema, Type type, Slot a, Slot b, std::uint64_t& work);
/// Two values as they lie in rows, which may be absent.
bool equal_in_rows(const Schema& schema, Type type, const Slot* a, const Slot* b, std::uint64_t& work);

}  // namespace writ
