#include "engine/check/presence.hpp"

#include <algorithm>

namespace writ::checking {

PathSet in_both(const PathSet& a, const PathSet& b) {
  PathSet result;
  for (const PathId path : a)
    if (std::find(b.begin(), b.end(), path) != b.end()) result.push_back(path);
  return result;
}

}  // namespace writ::checking
