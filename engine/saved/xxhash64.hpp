#pragma once
// XXH64 by Yann Collet, with seed 0: a checksum that finds damage at the pace of memory. It guards against accidents,
// not against people.

#include <cstdint>
#include <string_view>

namespace writ::saved {

std::uint64_t xxhash64(std::string_view bytes);

}  // namespace writ::saved
