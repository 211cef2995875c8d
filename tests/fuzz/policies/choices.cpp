#include "tests/fuzz/policies/choices.hpp"

#include <algorithm>

namespace writ::random {

Choices Choices::of_seed(std::uint64_t seed) {
  Choices choices;
  choices.endless_ = true;
  choices.state_ = seed;
  return choices;
}

Choices Choices::of_bytes(std::span<const std::uint8_t> bytes) {
  Choices choices;
  choices.bytes_.assign(bytes.begin(), bytes.end());
  return choices;
}

std::uint8_t Choices::next() {
  if (!endless_) return taken_.size() < bytes_.size() ? bytes_[taken_.size()] : 0;
  // splitmix64: the same numbers with every library.
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
  return static_cast<std::uint8_t>(mixed >> 56);
}

std::size_t Choices::below(std::size_t count) {
  const std::uint8_t byte = next();
  taken_.push_back(byte);
  return byte % count;
}

std::vector<std::uint8_t> fewer_choices(std::vector<std::uint8_t> bytes,
                                        const std::function<bool(std::span<const std::uint8_t>)>& still_holds,
                                        std::size_t most_tries) {
  std::size_t tries = 0;
  const auto accept = [&](std::vector<std::uint8_t> candidate) {
    if (tries >= most_tries) return false;
    ++tries;
    if (!still_holds(candidate)) return false;
    bytes = std::move(candidate);
    return true;
  };
  const auto cut = [&](std::size_t at, std::size_t length) {
    std::vector<std::uint8_t> candidate = bytes;
    const auto begin = candidate.begin() + static_cast<std::ptrdiff_t>(at);
    candidate.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
    return accept(std::move(candidate));
  };
  const auto clear = [&](std::size_t at, std::size_t length) {
    std::vector<std::uint8_t> candidate = bytes;
    const auto begin = candidate.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = begin + static_cast<std::ptrdiff_t>(length);
    if (std::all_of(begin, end, [](std::uint8_t byte) { return byte == 0; })) return false;
    std::fill(begin, end, std::uint8_t{0});
    return accept(std::move(candidate));
  };
  for (bool smaller = true; smaller && tries < most_tries;) {
    smaller = false;
    for (std::size_t length = std::max<std::size_t>(bytes.size() / 2, 1); length > 0; length /= 2) {
      for (std::size_t at = 0; at + length <= bytes.size();) {
        if (cut(at, length)) {
          smaller = true;
        } else {
          smaller = clear(at, length) || smaller;
          at += length;
        }
      }
    }
  }
  return bytes;
}

}  // namespace writ::random
