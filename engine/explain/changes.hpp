#pragma once
// Single places in facts that a caller could change, and facts with some of them changed.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/program/program.hpp"
#include "engine/value/arena.hpp"

namespace writ {

/// A value in facts that is no record and no list: `order.cards[1].response`.
struct FactPlace {
  /// From a row into an element of one of its lists.
  struct Hop {
    std::uint32_t offset;  ///< Of the list in the row, in slots.
    std::uint64_t index;
    std::uint32_t stride;  ///< Slots of an element.
  };
  std::vector<Hop> hops;
  std::uint32_t offset = 0;  ///< In the row that the hops lead to, in slots.
  Type type;
  Encoding encoding = Encoding::rfc3339;
  std::string path;     ///< In the names of the policy: `order.cards[1].response`, counted from 0.
  std::string pointer;  ///< In the record: `/order/cards/1/response` (RFC 6901).
};

/// What a place holds, or could.
struct FactValue {
  bool present = true;
  Slot value{};
  bool any_other = false;  ///< A text that stands for all that nothing compares with.
};

/// Every place of these facts that may change: none that the schema calls `fixed`, nor anything within it, and nothing
/// within a record that is absent. At most `most` of them.
std::vector<FactPlace> changeable_places(const Program& program, std::span<const model::FactId> facts, const Slot* row,
                                         std::size_t most);

FactValue value_at(const Slot* row, const FactPlace& place);

struct FactChange {
  const FactPlace* place;
  FactValue value;
};
/// The facts with these changes: a row of its own, and lists of its own where they differ. The rest is shared.
const Slot* with_changes(const Program& program, const Slot* row, std::span<const FactChange> changes, Arena& arena);

}  // namespace writ
