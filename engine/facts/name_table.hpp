#pragma once
// Names to numbers, by a hash of their length and their ends.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace writ {

class NameTable {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  /// The first of two equal names stays.
  void add(std::string_view name, std::uint32_t number);
  std::uint32_t find(std::string_view name) const { return find(name, ends_of(name)); }
  /// The same, for a name after which eight bytes can be read.
  std::uint32_t find_in_text(std::string_view name) const {
    if (std::endian::native != std::endian::little || name.size() >= 8) return find(name);
    std::uint64_t head = 0;
    std::memcpy(&head, name.data(), 8);
    return find(name, {head & ~(~std::uint64_t{0} << 8 * name.size()), 0});
  }

  static std::uint64_t hash(std::string_view name) { return hash(name.size(), ends_of(name)); }

 private:
  /// The first eight bytes and the last; all, in the first, where there are fewer.
  struct Ends {
    std::uint64_t head = 0, tail = 0;
    friend bool operator==(const Ends&, const Ends&) = default;
  };
  struct Entry {
    std::string name;
    Ends ends;
    std::uint32_t number = none;
  };

  static Ends ends_of(std::string_view name) {
    Ends ends;
    const std::size_t size = name.size();
    if (size >= 8) {
      std::memcpy(&ends.head, name.data(), 8);
      std::memcpy(&ends.tail, name.data() + size - 8, 8);
    } else {
      for (std::size_t i = 0; i < size; ++i) {
        ends.head |= static_cast<std::uint64_t>(static_cast<unsigned char>(name[i])) << 8 * i;
      }
    }
    return ends;
  }
  static std::uint64_t hash(std::size_t size, Ends ends) {
    const std::uint64_t mixed =
        (ends.head ^ (ends.tail << 1 | ends.tail >> 63) ^ size * 0x9E3779B97F4A7C15ULL) * 0xFF51AFD7ED558CCDULL;
    return mixed ^ mixed >> 32;
  }
  std::uint32_t find(std::string_view name, Ends ends) const {
    if (entries_.empty()) return none;
    for (std::size_t at = hash(name.size(), ends) & mask();; at = (at + 1) & mask()) {
      const Entry& entry = entries_[at];
      if (entry.number == none) return none;
      if (entry.name.size() != name.size() || entry.ends != ends) continue;
      if (name.size() <= 16 || entry.name == name) return entry.number;
    }
  }
  std::size_t mask() const { return entries_.size() - 1; }

  std::vector<Entry> entries_;  // A power of two, at most half full.
  std::size_t count_ = 0;
};

}  // namespace writ
