#include "tools/report/bar.hpp"

#include <algorithm>

namespace writ {
namespace {

/// How much of a cell lies between two edges, in cells.
double share(std::span<const double> edges, std::size_t stretch, std::size_t cell, std::size_t cells) {
  const double left = edges[stretch] * static_cast<double>(cells),
               right = edges[stretch + 1] * static_cast<double>(cells);
  return std::min(right, static_cast<double>(cell) + 1) - std::max(left, static_cast<double>(cell));
}

std::size_t cell_of(double edge, std::size_t cells) {
  return std::min(static_cast<std::size_t>(edge * static_cast<double>(cells)), cells - 1);
}

}  // namespace

std::vector<std::size_t> share_out(std::span<const double> edges, std::size_t cells) {
  const std::size_t stretches = edges.empty() ? 0 : edges.size() - 1;
  std::vector<std::size_t> shown(cells, stretches);
  if (cells == 0 || stretches == 0) return shown;

  std::vector<double> most(cells, 0);
  for (std::size_t i = 0; i < stretches; ++i) {
    const std::size_t last = cell_of(edges[i + 1], cells);
    for (std::size_t cell = cell_of(edges[i], cells); cell <= last; ++cell) {
      const double part = share(edges, i, cell, cells);
      if (part <= most[cell]) continue;
      most[cell] = part;
      shown[cell] = i;
    }
  }

  std::vector<std::size_t> seen(stretches, 0);
  for (const std::size_t stretch : shown) {
    if (stretch < stretches) ++seen[stretch];
  }
  for (std::size_t i = 0; i < stretches; ++i) {
    if (seen[i] > 0) continue;
    std::size_t best = cell_of(edges[i], cells);
    for (std::size_t cell = best; cell <= cell_of(edges[i + 1], cells); ++cell) {
      if (share(edges, i, cell, cells) > share(edges, i, best, cells)) best = cell;
    }
    std::size_t& owner = shown[best];
    if (owner == several) continue;
    if (owner == stretches || seen[owner] > 1) {
      if (owner != stretches) --seen[owner];
      owner = i;
      seen[i] = 1;
    } else {
      owner = several;
    }
  }
  return shown;
}

}  // namespace writ
