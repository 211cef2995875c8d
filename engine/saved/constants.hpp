#pragma once
// What of a program points somewhere, with numbers in place of pointers.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/saved/contents.hpp"
#include "engine/saved/fields_program.hpp"

namespace writ::saved {

/// A slot that holds no number.
struct PointingSlot {
  std::uint32_t at;      ///< In its row.
  std::uint32_t target;  ///< A TextId, or from `texts` on a constant list.
};
template <>
inline constexpr bool is_plain<PointingSlot> = true;

struct SlotRow {
  std::vector<std::int64_t> numbers;   ///< Zero where it points.
  std::vector<PointingSlot> pointing;  ///< In order.
};
struct StoredList {
  Type element;
  std::vector<std::int64_t> elements;  ///< Numbers, or TextIds.
};
struct StoredSite {
  model::FileIndex file = 0;
  std::uint32_t pattern = model::none;
  std::string language;
};

struct PointingTables {
  std::vector<StoredList> lists;
  SlotRow constants, frames;
  std::vector<StoredSite> sites;
};

WRIT_FIELDS(SlotRow, numbers, pointing)
WRIT_FIELDS(StoredList, element, elements)
WRIT_FIELDS(StoredSite, file, pattern, language)
WRIT_FIELDS(PointingTables, lists, constants, frames, sites)

PointingTables take_apart(const Program& program);
/// Fills the program's constants, frames, call sites and places of facts; false where a number leads nowhere, or an
/// element of a list is none. The program has its model, and an arena.
bool put_together(const PointingTables& tables, Program& program);
/// What is in a row that `put_together` took.
std::vector<Content> contents_of(const SlotRow& row, const Program& program);

}  // namespace writ::saved
