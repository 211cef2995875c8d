#include <algorithm>

#include "engine/batch/source.hpp"

namespace writ::batch {

namespace {

constexpr Text empty_text{"", 0};

}  // namespace

void RowSource::begin(std::size_t first, Lanes& lanes) {
  first_ = first;
  auto& rows = rows_[orders];
  rows.resize(lanes.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = &facts_[first + i].row->number;
}

const void* RowSource::leaf(const LeafRequest& request, Lanes& lanes, const Kernels& kernels) {
  const Leaf& leaf = program_->leaves[static_cast<std::size_t>(request.instruction.k)];
  const std::size_t n = lanes.count(leaf.domain);
  if (leaf.is_now) {
    auto* const out = static_cast<std::int64_t*>(request.buffer);
    for (std::size_t i = 0; i < n; ++i) out[i] = facts_[first_ + i].now;
    return out;
  }
  const std::int64_t* const* const rows = rows_[leaf.domain].data();
  if (request.instruction.lane == Lane::byte) {
    auto* const out = static_cast<std::uint8_t*>(request.buffer);
    kernels.gather_byte(rows, leaf.offset, out, n);
    if (request.guard != nullptr) {
      for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint8_t>(out[i] & -request.guard[i]);
    }
    return out;
  }
  auto* const out = static_cast<std::int64_t*>(request.buffer);
  kernels.gather_number(rows, leaf.offset, out, n);
  if (request.guard == nullptr) return out;
  const std::int64_t none =
      request.instruction.lane == Lane::text ? reinterpret_cast<std::int64_t>(&empty_text) : std::int64_t{0};
  for (std::size_t i = 0; i < n; ++i) out[i] = request.guard[i] != 0 ? out[i] : none;
  return out;
}

void RowSource::open(Domain domain, const std::uint8_t* guard, Lanes& lanes, const Kernels& kernels) {
  const ListLeaf& list = program_->lists[domain - 1U];
  const auto& owners = rows_[list.parent];
  const std::size_t n = lanes.count(list.parent);
  std::uint32_t* const begins = lanes.room_for(domain, n);
  auto& rows = rows_[domain];
  rows.clear();
  std::size_t too_many = n;
  for (std::size_t i = 0; i < n; ++i) {
    begins[i] = static_cast<std::uint32_t>(rows.size());
    if (too_many != n || (guard != nullptr && guard[i] == 0)) continue;
    const Slot* const slots = reinterpret_cast<const Slot*>(owners[i]);
    const List& found = *slots[list.offset].list;
    if (rows.size() + found.count > most_elements) {
      too_many = i;
      continue;
    }
    for (std::size_t e = 0; e < found.count; ++e) rows.push_back(&found.rows[e * list.element_slots].number);
  }
  begins[n] = static_cast<std::uint32_t>(rows.size());
  lanes.open(domain, rows.size());
  if (too_many != n) lanes.cut_before(list.parent, too_many, kernels);
}

}  // namespace writ::batch
