#pragma once
// The caller's columns: what a leaf of the facts is read from, as it lies in the caller's memory.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/batch/source.hpp"
#include "engine/value/arena.hpp"

namespace writ::batch {

/// One column as the caller has it.
struct GivenColumn {
  enum class Form : std::uint8_t { none, int64, int32, byte, text };
  Form form = Form::none;
  const void* data = nullptr;
  std::int64_t scale = 1;  ///< Of times: microseconds in one of its units.
};
struct GivenList {
  bool narrow = false;  ///< 32 bits an offset, not 64.
  const void* offsets = nullptr;
};
struct GivenSlot {
  std::string path;  ///< "order.cards.state"
  Leaf leaf;
  std::uint32_t guard = model::none;  ///< The offset of the presence slot that says whether it has a value; or none.
  GivenColumn column;
  const std::uint8_t* present = nullptr;  ///< Of a presence slot; null: always.
};
struct GivenElements {
  std::string path;
  ListLeaf list;
  std::uint32_t guard = model::none;
  GivenList given;
};

/// Every slot of some facts and of `now`, and the columns given for them.
struct GivenFacts {
  std::vector<GivenSlot> slots;
  std::vector<GivenElements> lists;  ///< Domain i + 1 is that of list i.
  std::size_t orders = 0;
};

/// What can be given for facts, with nothing given yet.
GivenFacts slots_of(const Program& program, std::span<const model::FactId> facts);

/// What numbers a value of a type may have; all, where it is not said.
struct Range {
  std::int64_t low, high;
};
Range range_of(const Schema& schema, Type type);

class ColumnSource {
 public:
  /// `given` is kept by the caller as long as the source is used.
  ColumnSource(const ColumnProgram* program, const Program& scalar, const GivenFacts& given);

  std::size_t size() const { return given_->orders; }
  void begin(std::size_t first, Lanes& lanes);
  const void* leaf(const LeafRequest& request, Lanes& lanes, const Kernels& kernels);
  void open(Domain domain, const std::uint8_t* guard, Lanes& lanes, const Kernels& kernels);
  /// An order as the scalar machine reads it, good until the next; nothing where a value is none of its type.
  Facts facts(std::size_t order);
  /// The path of the column that the order asked for last is rejected for; or empty.
  std::string_view problem() const { return problem_; }

 private:
  struct Bound {
    const GivenSlot* slot = nullptr;
    Range range;  // Of the column's own numbers.
  };
  static std::int64_t offset(const GivenList& list, std::size_t at);
  const void* bytes(const LeafRequest& request, const Bound& bound, Lanes& lanes, const Kernels& kernels);
  const void* numbers(const LeafRequest& request, const Bound& bound, Lanes& lanes, const Kernels& kernels);
  const void* texts(const LeafRequest& request, const Bound& bound, Lanes& lanes, const Kernels& kernels);
  const std::int64_t* widened(const Bound& bound, const std::uint8_t* guard, std::size_t n, const Kernels& kernels);
  void fill(Domain domain, std::size_t at, Slot* row);
  void fill_slot(const GivenSlot& slot, std::size_t at, bool there, Slot& out);

  const ColumnProgram* program_;
  const GivenFacts* given_;
  const Schema* schema_;
  std::vector<Bound> leaves_;                // By leaf of the program.
  std::vector<const GivenElements*> lists_;  // By domain of the program, less one.
  std::vector<std::size_t> firsts_;          // By domain: where the chunk's elements begin in the columns.
  std::size_t first_ = 0;
  std::vector<std::vector<Text>> texts_;  // By leaf.
  std::vector<std::int64_t> wide_, kept_;
  std::vector<Slot> row_;
  Arena arena_;
  std::string_view problem_;
  time::Instant now_ = 0;
};

}  // namespace writ::batch
