#pragma once
// Structural equality of values of one type, and how large one is.

#include <cstdint>

#include "engine/value/schema.hpp"
#include "engine/value/slot.hpp"

namespace writ {

/// Bytes of text that are read for one step.
constexpr std::uint64_t bytes_a_step = 16;
/// Fields of a record that are.
constexpr std::uint64_t fields_a_step = 8;
constexpr std::uint64_t all_work = ~std::uint64_t{0};

/// Two present values. `work` grows by the elements and the bytes of text that were compared; what is more than `most`
/// is left, whatever the answer.
bool equal_values(const Schema& schema, Type type, Slot a, Slot b, std::uint64_t& work, std::uint64_t most = all_work);
/// Two values as they lie in rows, which may be absent.
bool equal_in_rows(const Schema& schema, Type type, const Slot* a, const Slot* b, std::uint64_t& work,
                   std::uint64_t most = all_work);

/// How much text a value is when it is written, roughly: elements and bytes of texts. No more than `most` are counted.
std::uint64_t weight_of(const Schema& schema, Type type, Slot value, std::uint64_t most);

}  // namespace writ
