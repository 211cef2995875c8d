#include "engine/value/arena.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <new>
#include <numeric>
#include <utility>

namespace writ {
namespace {

constexpr std::size_t first_block = 4096;
constexpr std::size_t largest_step = std::size_t{1} << 20;  // Blocks double up to here, so that little is wasted.

}  // namespace

Arena::Arena(Arena&& other) noexcept
    : blocks_(std::move(other.blocks_)),
      first_(std::exchange(other.first_, nullptr)),
      next_(std::exchange(other.next_, nullptr)),
      end_(std::exchange(other.end_, nullptr)) {
  other.blocks_.clear();
}

Arena& Arena::operator=(Arena&& other) noexcept {
  if (this == &other) return *this;
  blocks_ = std::move(other.blocks_);
  other.blocks_.clear();
  first_ = std::exchange(other.first_, nullptr);
  next_ = std::exchange(other.next_, nullptr);
  end_ = std::exchange(other.end_, nullptr);
  return *this;
}

void Arena::grow(std::size_t at_least) {
  const std::size_t doubled = blocks_.empty() ? first_block : std::min(blocks_.back().size * 2, largest_step);
  const std::size_t size = std::max(doubled, at_least);
  blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
  next_ = blocks_.back().bytes.get();
  if (blocks_.size() == 1) first_ = next_;
  end_ = next_ + size;
}

const Text* Arena::text(std::string_view copied) {
  char* bytes = static_cast<char*>(allocate(copied.size()));
  if (!copied.empty()) std::memcpy(bytes, copied.data(), copied.size());
  return new (allocate(sizeof(Text))) Text{bytes, copied.size()};
}

const List* Arena::list(const Slot* rows, std::size_t count) { return new (allocate(sizeof(List))) List{rows, count}; }

void Arena::give_back() {
  if (blocks_.size() > 1) {
    std::ranges::iter_swap(blocks_.begin(), std::ranges::max_element(blocks_, {}, &Block::size));
    blocks_.resize(1);
  }
  next_ = first_ = blocks_.front().bytes.get();
  end_ = next_ + blocks_.front().size;
}

std::size_t Arena::capacity() const {
  return std::transform_reduce(blocks_.begin(), blocks_.end(), std::size_t{0}, std::plus<>{},
                               [](const Block& block) { return block.size; });
}

}  // namespace writ
