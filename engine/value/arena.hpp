#pragma once
// Memory that is given back all at once: an evaluation takes from it and never frees, and `reset` keeps the blocks, so
// that deciding the next order asks the system for nothing.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/value/slot.hpp"

namespace writ {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;

  /// Aligned to eight bytes; never null.
  void* allocate(std::size_t bytes) {
    bytes = (bytes + 7) & ~std::size_t{7};
    if (bytes > static_cast<std::size_t>(end_ - next_) || next_ == nullptr) grow(bytes);
    void* result = next_;
    next_ += bytes;
    return result;
  }
  Slot* slots(std::size_t count) { return static_cast<Slot*>(allocate(count * sizeof(Slot))); }
  const Text* text(std::string_view copied);
  const List* list(const Slot* rows, std::size_t count);

  /// Everything allocated is gone; the largest block stays for reuse.
  void reset() {
    if (next_ != first_) give_back();
  }
  /// Bytes held from the system.
  std::size_t capacity() const;

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  void grow(std::size_t at_least);
  void give_back();

  std::vector<Block> blocks_;
  std::byte* first_ = nullptr;  // Of the first block.
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
};

}  // namespace writ
