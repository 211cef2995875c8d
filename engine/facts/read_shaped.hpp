#pragma once
// Reads records that look like those before them, without an index of their tokens: along the shapes that were learned.
// It takes what it understands at once, to the same facts as the walk along the index, and gives up on all else: what
// is wrong with a record, and whether it is, the walk says.

#include <optional>
#include <string_view>

#include "engine/facts/shape.hpp"
#include "engine/value/arena.hpp"

namespace writ {

class ShapedReader {
 public:
  /// The plan outlives it.
  explicit ShapedReader(const FactsPlan& plan) : plan_(plan), shapes_(plan) {}

  /// Fills `row`, which is zeroed; `json_padding` bytes after the text can be read. `id` is where the plan's
  /// `id_pointer` leads, or stays as it is. False where it gives up; the row and `id` then hold anything.
  bool read(std::string_view text, Slot* row, Arena& arena, std::string_view& id);

 private:
  const FactsPlan& plan_;
  Shapes shapes_;
  // A stream that it does not understand is tried now and then only.
  std::uint32_t given_up_ = 0, passed_over_ = 0;
};

}  // namespace writ
