#pragma once
// The registers of blocks that call each other: a stack that grows by blocks of memory and never moves what it gave.

#include <cstddef>
#include <memory>
#include <vector>

namespace writ {

template <typename T>
class Frames {
 public:
  struct Mark {
    std::size_t chunk, used;
  };

  Mark mark() const { return {chunk_, used_}; }
  void release(Mark mark) {
    chunk_ = mark.chunk;
    used_ = mark.used;
  }

  /// Uninitialised room for `count`, until the mark before it is released.
  T* take(std::size_t count) {
    while (chunk_ < chunks_.size() && chunks_[chunk_].size - used_ < count) {
      ++chunk_;
      used_ = 0;
    }
    if (chunk_ == chunks_.size()) {
      const std::size_t size = count > least ? count : least;
      chunks_.push_back({std::make_unique<T[]>(size), size});
    }
    T* result = chunks_[chunk_].memory.get() + used_;
    used_ += count;
    return result;
  }

 private:
  static constexpr std::size_t least = 4096;
  struct Chunk {
    std::unique_ptr<T[]> memory;
    std::size_t size;
  };
  std::vector<Chunk> chunks_;
  std::size_t chunk_ = 0, used_ = 0;
};

}  // namespace writ
