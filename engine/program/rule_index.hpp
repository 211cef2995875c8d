#pragma once
// A table from a value to the place in a block where the rules that can apply with that value begin.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/value/absent.hpp"
#include "engine/value/slot.hpp"

namespace writ {

class RuleIndex {
 public:
  enum class Kind : std::uint8_t {
    members,  ///< Numbers close to each other: a place each.
    numbers,  ///< Any numbers, hashed.
    texts,    ///< Texts, hashed.
    ranges,   ///< Numbers, by the bounds between which they lie.
  };

  /// Of each key its place, and the place of all others. Every key stands once.
  static RuleIndex by_number(const std::vector<std::pair<std::int64_t, std::uint32_t>>& keys, std::uint32_t otherwise);
  static RuleIndex by_text(const std::vector<std::pair<std::string_view, std::uint32_t>>& keys,
                           std::uint32_t otherwise);
  /// `places` has one for what is below the first bound, then one for each bound: from it on. Bounds rise.
  static RuleIndex by_range(std::vector<std::int64_t> bounds, std::vector<std::uint32_t> places);

  std::uint32_t place(Slot key) const {
    switch (kind) {
      case Kind::members: {
        const std::uint64_t at = static_cast<std::uint64_t>(key.number) - static_cast<std::uint64_t>(first);
        return at < places.size() ? places[at] : otherwise;
      }
      case Kind::numbers:
        for (std::uint64_t at = mix(static_cast<std::uint64_t>(key.number)) >> shift;; at = (at + 1) & mask) {
          const NumberEntry& entry = numbers[at];
          if (entry.key == key.number || entry.place == empty) return entry.place == empty ? otherwise : entry.place;
        }
      case Kind::texts: return text_place(text_in(key));
      case Kind::ranges: return places[segment(key.number)];
    }
    return otherwise;
  }

  /// How many bounds are at or below this number.
  std::size_t segment(std::int64_t number) const;

  struct NumberEntry {
    std::int64_t key;
    std::uint32_t place;
  };
  struct TextEntry {
    std::uint32_t hash, begin, size, place;  ///< The text lies in `letters`.
  };
  static constexpr std::uint32_t empty = 0xffffffff;

  Kind kind = Kind::members;
  std::uint32_t otherwise = 0;
  std::int64_t first = 0;             ///< Of members: whose place is the first.
  std::uint32_t shift = 0, mask = 0;  ///< Of what is hashed: tables are a power of two long.
  std::vector<std::uint32_t> places;
  std::vector<std::int64_t> bounds;
  std::vector<NumberEntry> numbers;
  std::vector<TextEntry> texts;
  std::string letters;

 private:
  static std::uint64_t mix(std::uint64_t key) { return key * 0x9e3779b97f4a7c15u; }
  std::uint32_t text_place(std::string_view text) const;
};

}  // namespace writ
