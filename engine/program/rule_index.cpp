#include "engine/program/rule_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <ranges>

namespace writ {

namespace {

std::uint64_t load(const char* from, std::size_t size) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, size);
  return word;
}

/// Eight bytes at a time. Where it spreads badly, looking up takes longer and gives the same.
std::uint64_t hash(std::string_view text) {
  constexpr std::uint64_t factor = 0x9e3779b97f4a7c15u;
  std::uint64_t state = text.size() * factor;
  const auto add = [&state](std::uint64_t word) {
    state = (state ^ word) * factor;
    state ^= state >> 32;
  };
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left > 8; left -= 8, at += 8) add(load(at, 8));
  add(load(at, left));
  return state * factor;
}

/// At most half of a hashed table is in use.
std::size_t table_size(std::size_t keys) { return std::bit_ceil(std::max<std::size_t>(2 * keys, 2)); }

std::uint32_t shift_for(std::size_t size) { return 64 - static_cast<std::uint32_t>(std::countr_zero(size)); }

}  // namespace

RuleIndex RuleIndex::by_number(const std::vector<std::pair<std::int64_t, std::uint32_t>>& keys,
                               std::uint32_t otherwise) {
  RuleIndex index;
  index.otherwise = otherwise;
  if (keys.empty()) return index;
  const auto [least, most] = std::ranges::minmax(keys | std::views::keys);
  const std::uint64_t span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  if (span < 4 * keys.size() + 16) {
    index.first = least;
    index.places.assign(span + 1, otherwise);
    for (const auto& [key, place] : keys) {
      index.places[static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(least)] = place;
    }
    return index;
  }
  index.kind = Kind::numbers;
  index.numbers.assign(table_size(keys.size()), NumberEntry{0, empty});
  index.mask = static_cast<std::uint32_t>(index.numbers.size() - 1);
  index.shift = shift_for(index.numbers.size());
  for (const auto& [key, place] : keys) {
    std::uint64_t at = mix(static_cast<std::uint64_t>(key)) >> index.shift;
    while (index.numbers[at].place != empty) at = (at + 1) & index.mask;
    index.numbers[at] = {key, place};
  }
  return index;
}

RuleIndex RuleIndex::by_text(const std::vector<std::pair<std::string_view, std::uint32_t>>& keys,
                             std::uint32_t otherwise) {
  RuleIndex index;
  index.kind = Kind::texts;
  index.otherwise = otherwise;
  index.texts.assign(table_size(keys.size()), TextEntry{0, 0, 0, empty});
  index.mask = static_cast<std::uint32_t>(index.texts.size() - 1);
  index.shift = shift_for(index.texts.size());
  for (const auto& [key, place] : keys) {
    const std::uint64_t hashed = hash(key);
    std::uint64_t at = hashed >> index.shift;
    while (index.texts[at].place != empty) at = (at + 1) & index.mask;
    index.texts[at] = {static_cast<std::uint32_t>(hashed), static_cast<std::uint32_t>(index.letters.size()),
                       static_cast<std::uint32_t>(key.size()), place};
    index.letters += key;
  }
  return index;
}

RuleIndex RuleIndex::by_range(std::vector<std::int64_t> bounds, std::vector<std::uint32_t> places) {
  RuleIndex index;
  index.kind = Kind::ranges;
  index.bounds = std::move(bounds);
  index.places = std::move(places);
  return index;
}

std::uint32_t RuleIndex::text_place(std::string_view text) const {
  if (text.size() > letters.size()) return otherwise;  // A fact may be very long.
  const std::uint64_t hashed = hash(text);
  for (std::uint64_t at = hashed >> shift;; at = (at + 1) & mask) {
    const TextEntry& entry = texts[at];
    if (entry.place == empty) return otherwise;
    if (entry.hash == static_cast<std::uint32_t>(hashed) && entry.size == text.size() &&
        std::memcmp(letters.data() + entry.begin, text.data(), text.size()) == 0) {
      return entry.place;
    }
  }
}

std::size_t RuleIndex::segment(std::int64_t number) const {
  const std::int64_t* from = bounds.data();
  std::size_t left = bounds.size();
  std::size_t below = 0;
  while (left > 0) {
    const std::size_t half = (left + 1) / 2;
    const bool reached = from[half - 1] <= number;
    from = reached ? from + half : from;
    below += reached ? half : 0;
    left = reached ? left - half : half - 1;
  }
  return below;
}

}  // namespace writ
