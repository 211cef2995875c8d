#pragma once
// What the parse leaves behind: the productions that matched, flat and in the order of the text. A vector that is
// cut back where the grammar backtracks costs nothing; the tree is built from it once, in build.hpp.

#include <cstdint>
#include <vector>

namespace writ {

enum class Node : std::uint8_t {
  broken,         ///< What was skipped after an error. A `name` below it is the name of what is lost.
  broken_header,  ///< The same in the header.
#define WRIT_NODE(production) production,
#include "grammar/nodes.def"
#undef WRIT_NODE
};

struct Event {
  Node node;
  std::uint32_t begin, end;  ///< Bytes of the source, without white space around.
  std::uint32_t next;        ///< Index behind the last event below this one.
};

using Events = std::vector<Event>;

}  // namespace writ
