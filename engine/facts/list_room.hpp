#pragma once
// Room for the elements of a list of facts while they are read: it doubles, within the limits.

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "engine/value/arena.hpp"
#include "writ/limits.hpp"

namespace writ {

/// "at most 100 bytes (limit text_bytes)"
inline std::string within(std::string_view limit, std::uint64_t most, std::string_view unit) {
  return "at most " + std::to_string(most) + " " + std::string(unit) + " (limit " + std::string(limit) + ")";
}

struct ListRoom {
  std::size_t width = 1;  ///< Slots of an element.
  Slot* rows = nullptr;
  std::size_t size = 0;

  /// Room for one element after `count`, zeroed; `memory` is what all lists of the record take. Returns what is
  /// expected where a limit does not let it.
  std::string make(std::size_t count, const Limits& limits, std::uint64_t& memory, Arena& arena) {
    if (count >= limits.list_length) return within("list_length", limits.list_length, "elements");
    if (count < size) return {};
    const std::size_t more = size == 0 ? 4 : 2 * size;
    memory += more * width * sizeof(Slot);
    if (memory > limits.memory_bytes) return within("memory_bytes", limits.memory_bytes, "bytes for lists");
    Slot* const larger = arena.slots(more * width);
    std::memset(static_cast<void*>(larger), 0, more * width * sizeof(Slot));
    if (size > 0) std::memcpy(static_cast<void*>(larger), rows, size * width * sizeof(Slot));
    rows = larger;
    size = more;
    return {};
  }
};

}  // namespace writ
