#pragma once
// A bar of characters: stretches of a line shared out over cells so that each can be seen, however short it is.

#include <cstddef>
#include <span>
#include <vector>

namespace writ {

/// In a cell where more stretches begin and end than it can show.
constexpr std::size_t several = static_cast<std::size_t>(-1);

/// `edges` ascend from 0 to 1, one more than there are stretches. For each cell the stretch that it shows: the one that
/// fills most of it, except that one which would nowhere be seen takes the cell where it is. Where two such would have
/// to share a cell, it shows `several`. After the last edge, where that is not 1, cells show the number of stretches.
std::vector<std::size_t> share_out(std::span<const double> edges, std::size_t cells);

}  // namespace writ
