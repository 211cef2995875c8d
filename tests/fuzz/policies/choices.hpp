#pragma once
// Where random things come from: a seed, or bytes that a fuzzer made up. What was chosen is kept as bytes, and the
// simplest choice is always zero, so that anything made of choices can be made smaller without knowing what it is.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace writ::random {

class Choices {
 public:
  /// Endlessly many.
  static Choices of_seed(std::uint64_t seed);
  /// After the last one, always the simplest.
  static Choices of_bytes(std::span<const std::uint8_t> bytes);

  /// A number below `count`, which is from 1 to 256.
  std::size_t below(std::size_t count);
  /// True so often; false is the simplest.
  bool chance(std::size_t percent) { return below(100) >= 100 - percent; }
  template <typename List>
  const auto& of(const List& list) {
    return list[below(std::size(list))];
  }

  const std::vector<std::uint8_t>& taken() const { return taken_; }

 private:
  std::uint8_t next();

  bool endless_ = false;
  std::uint64_t state_ = 0;
  std::vector<std::uint8_t> bytes_, taken_;
};

/// Fewer and smaller choices for which something still holds. `bytes` holds.
std::vector<std::uint8_t> fewer_choices(std::vector<std::uint8_t> bytes,
                                        const std::function<bool(std::span<const std::uint8_t>)>& still_holds,
                                        std::size_t most_tries = 2000);

}  // namespace writ::random
