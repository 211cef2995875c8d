#pragma once
// Help for those who meet one of `Limits`.

#include <string>
#include <string_view>

namespace writ {

inline std::string how_to_raise(std::string_view limit) {
  const std::string name(limit);
  return "this is the limit `" + name + "`: `--limit " + name + "=N` sets another, or the program that embeds Writ";
}

}  // namespace writ
