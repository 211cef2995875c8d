#pragma once
// One machine word of a value. What it means is known from the type, never from the word.

#include <cstdint>
#include <string_view>

namespace writ {

struct List;

/// Bytes that live in an arena, in a program's constants, or in the text that facts were read from.
struct Text {
  const char* data = nullptr;
  std::uint64_t size = 0;
  std::string_view view() const { return {data, static_cast<std::size_t>(size)}; }
};

/// number: Bool 0 or 1 · Int · Decimal and Money in millionths · Instant in microseconds since 1970 UTC · Date in days
///         since 1970-01-01 · TimeOfDay and Duration in microseconds · Period packed (see time/period.hpp) · an enum's
///         member index · the presence slot of an optional
/// text:   Text · list: a list · row: the first slot of a record
union Slot {
  std::int64_t number;
  const Text* text;
  const List* list;
  const Slot* row;
};
static_assert(sizeof(Slot) == 8);

/// Elements lie one after another, each `Schema::slots(element)` slots long.
struct List {
  const Slot* rows = nullptr;
  std::uint64_t count = 0;
};

constexpr Slot number(std::int64_t value) { return Slot{.number = value}; }

}  // namespace writ
