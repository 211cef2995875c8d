#include <algorithm>

#include "engine/batch/source.hpp"

namespace writ::batch {

Lanes::Lanes(std::size_t lists, const std::vector<ListLeaf>& leaves) : domains_(lists + 1), marks_(chunk_lanes, 0) {
  for (std::size_t i = 0; i < lists; ++i) domains_[i + 1].parent = leaves[i].parent;
}

void Lanes::begin(std::size_t count) {
  for (Lists& lists : domains_) lists.opened = false;
  domains_[batch::orders].count = count;
  if (any_marked_) std::fill(marks_.begin(), marks_.end(), std::uint8_t{0});
  any_marked_ = false;
}

std::uint32_t* Lanes::room_for(Domain domain, std::size_t owners) {
  Lists& lists = domains_[domain];
  if (lists.begins.size() < owners + 1) lists.begins.resize(owners + 1);
  return lists.begins.data();
}

void Lanes::open(Domain domain, std::size_t elements) {
  domains_[domain].opened = true;
  domains_[domain].count = elements;
  domains_[domain].owners_known = false;
}

const std::uint16_t* Lanes::owners(Domain domain, const Kernels& kernels) {
  Lists& lists = domains_[domain];
  if (!lists.owners_known) {
    constexpr std::size_t past_the_end = 4;  // The kernel writes so far.
    if (lists.owners.size() < lists.count + past_the_end) lists.owners.resize(lists.count + past_the_end);
    kernels.owners(lists.begins.data(), lists.owners.data(), domains_[lists.parent].count);
    lists.owners_known = true;
  }
  return lists.owners.data();
}

std::size_t Lanes::order_of(Domain domain, std::size_t lane, const Kernels& kernels) {
  while (domain != batch::orders) {
    lane = owners(domain, kernels)[lane];
    domain = domains_[domain].parent;
  }
  return lane;
}

void Lanes::cut_before(Domain domain, std::size_t lane, const Kernels& kernels) {
  const std::size_t order = order_of(domain, lane, kernels);
  Lists& all = domains_[batch::orders];
  if (order == 0) mark(batch::orders, 0, again, kernels);
  all.count = std::min(all.count, std::max<std::size_t>(order, 1));
  // Elements of the orders that are left out are nobody's: those of lists that were opened before go too.
  for (std::size_t i = 1; i < domains_.size(); ++i) {
    Lists& lists = domains_[i];
    if (lists.opened) lists.count = lists.begins[domains_[lists.parent].count];
  }
}

void Lanes::mark(Domain domain, std::size_t lane, Mark mark, const Kernels& kernels) {
  marks_[order_of(domain, lane, kernels)] |= mark;
  any_marked_ = true;
}

}  // namespace writ::batch
