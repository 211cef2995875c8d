#include "tests/differential/given_columns.hpp"

#include "engine/batch/columns.hpp"

namespace writ::differential {
namespace {

/// Any number may stand where there is no value.
constexpr std::int64_t where_absent = 77;

bool is_there(const Slot* owner, std::uint32_t guard) { return guard == model::none || owner[guard].number != 0; }

}  // namespace

GivenColumns::GivenColumns(const Program& program, std::span<const model::FactId> facts, std::span<const Facts> rows) {
  const auto paths = batch::slots_of(program, facts);
  columns_.orders = rows.size();
  std::vector<std::vector<const Slot*>> owners(paths.lists.size() + 1);  // By domain.
  for (const auto& row : rows) owners[batch::orders].push_back(row.row);
  for (std::size_t i = 0; i < paths.lists.size(); ++i) {
    const auto& list = paths.lists[i];
    auto& offsets = numbers_.emplace_back(1);
    for (const Slot* const owner : owners[list.list.parent]) {
      if (is_there(owner, list.guard)) {
        const List& elements = *owner[list.list.offset].list;
        for (std::size_t k = 0; k < elements.count; ++k) {
          owners[i + 1].push_back(elements.rows + k * list.list.element_slots);
        }
      }
      offsets.push_back(static_cast<std::int64_t>(owners[i + 1].size()));
    }
    columns_.lists.push_back({list.path, std::span<const std::int64_t>(offsets)});
  }
  for (const auto& slot : paths.slots) {
    const auto& of = owners[slot.leaf.domain];
    if (slot.leaf.is_presence) {
      auto& present = present_.emplace_back();
      for (const Slot* const owner : of) {
        present.push_back(is_there(owner, slot.guard) && owner[slot.leaf.offset].number != 0 ? 1 : 0);
      }
      columns_.presence.push_back({slot.path, present});
    } else if (slot.leaf.is_now) {
      auto& numbers = numbers_.emplace_back();
      for (const auto& row : rows) numbers.push_back(row.now);
      columns_.columns.push_back({slot.path, std::span<const std::int64_t>(numbers)});
    } else if (slot.leaf.type.is(Kind::text)) {
      auto& texts = texts_.emplace_back();
      for (const Slot* const owner : of) {
        texts.push_back(is_there(owner, slot.guard) ? owner[slot.leaf.offset].text->view() : std::string_view());
      }
      columns_.columns.push_back({slot.path, std::span<const std::string_view>(texts)});
    } else {
      auto& numbers = numbers_.emplace_back();
      for (const Slot* const owner : of) {
        numbers.push_back(is_there(owner, slot.guard) ? owner[slot.leaf.offset].number : where_absent);
      }
      columns_.columns.push_back({slot.path, std::span<const std::int64_t>(numbers)});
    }
  }
}

}  // namespace writ::differential
