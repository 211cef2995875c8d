#include "engine/facts/name_table.hpp"

#include <utility>

namespace writ {

void NameTable::add(std::string_view name, std::uint32_t number) {
  if (find(name) != none) return;
  if (2 * (count_ + 1) > entries_.size()) {
    const auto old = std::exchange(entries_, std::vector<Entry>(entries_.empty() ? 4 : 2 * entries_.size()));
    count_ = 0;
    for (const Entry& entry : old) {
      if (entry.number != none) add(entry.name, entry.number);
    }
  }
  std::size_t at = hash(name) & mask();
  while (entries_[at].number != none) at = (at + 1) & mask();
  entries_[at] = {std::string(name), ends_of(name), number};
  ++count_;
}

}  // namespace writ
