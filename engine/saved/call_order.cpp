#include "engine/saved/call_order.hpp"

#include <algorithm>
#include <cstddef>

namespace writ::saved {
namespace {

struct Caller {
  std::uint32_t id;
  std::size_t followed = 0;  ///< Of its calls.
  std::uint32_t height = 1;  ///< The levels from it down, as far as its calls were followed.
};

}  // namespace

std::optional<std::vector<std::uint32_t>> call_order(const std::vector<std::vector<std::uint32_t>>& calls) {
  std::vector<std::uint32_t> order;
  std::vector<bool> is_open(calls.size());
  std::vector<std::uint32_t> heights(calls.size(), 0);  // 0: not done.
  std::vector<Caller> open;
  const auto enter = [&](std::uint32_t id) {
    is_open[id] = true;
    open.push_back({.id = id});
  };
  for (std::uint32_t start = 0; start < calls.size(); ++start) {
    if (heights[start] != 0) continue;
    enter(start);
    while (!open.empty()) {
      Caller& caller = open.back();
      if (caller.followed == calls[caller.id].size()) {
        // The height is kept, not the length of this search: callees that were done before count as well.
        if (caller.height > deepest_calls) return std::nullopt;
        heights[caller.id] = caller.height;
        is_open[caller.id] = false;
        order.push_back(caller.id);
        open.pop_back();
        continue;
      }
      const std::uint32_t next = calls[caller.id][caller.followed];
      if (is_open[next]) return std::nullopt;
      if (heights[next] == 0) {
        enter(next);  // It is looked at again when that is done.
        continue;
      }
      caller.height = std::max(caller.height, heights[next] + 1);
      ++caller.followed;
    }
  }
  return order;
}

}  // namespace writ::saved
