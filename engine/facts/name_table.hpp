#pragma once
// Names to numbers, by a hash of their length and their ends.

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
  std::uint32_t find(std::string_view name) const {
    if (entries_.empty()) return none;
    for (std::size_t at = hash(name) & mask();; at = (at + 1) & mask()) {
      const Entry& entry = entries_[at];
      if (entry.number == none) return none;
      if (entry.name == name) return entry.number;
    }
  }

  static std::uint64_t hash(std::string_view name) {
    std::uint64_t head = 0, tail = 0;
    const std::size_t size = name.size();
    if (size >= 8) {
      std::memcpy(&head, name.data(), 8);
      std::memcpy(&tail, name.data() + size - 8, 8);
    } else {
      for (std::size_t i = 0; i < size; ++i) head = head << 8 | static_cast<unsigned char>(name[i]);
    }
    std::uint64_t mixed = (head ^ (tail << 1 | tail >> 63) ^ size * 0x9E3779B97F4A7C15ULL) * 0xFF51AFD7ED558CCDULL;
    return mixed ^ mixed >> 32;
  }

 private:
  struct Entry {
    std::string name;
    std::uint32_t number = none;
  };
  std::size_t mask() const { return entries_.size() - 1; }

  std::vector<Entry> entries_;  // A power of two, at most half full.
  std::size_t count_ = 0;
};

}  // namespace writ
