// Which parts made a node come to what it came to.

#include <algorithm>

#include "engine/explain/explainer.hpp"

namespace writ {

using Node = Explanation::Node;
using NodeKind = Node::Kind;
using State = Node::State;

namespace {

template <typename Which>
void mark(Node& node, Which which) {
  for (Node& part : node.parts) part.decisive = which(part);
}

bool is_evaluated(const Node& node) { return node.state != State::not_evaluated; }

/// What was compared or computed with; literals decide nothing that the words do not say.
bool is_operand(const Node& node) { return is_evaluated(node) && node.kind != NodeKind::literal; }

}  // namespace

void mark_parts(Node& node, bool picks_a_part) {
  if (node.state == State::not_evaluated) return;
  if (node.failure) return mark(node, is_operand);  // It failed on what these came to.
  if (node.state == State::error) return mark(node, [](const Node& part) { return part.state == State::error; });
  switch (node.kind) {
    case NodeKind::all:
      return mark(node, [&](const Node& part) { return node.state == State::yes || part.state == State::no; });
    case NodeKind::any:
      return mark(node, [&](const Node& part) { return node.state == State::no || part.state == State::yes; });
    case NodeKind::implies:
      if (node.parts.size() == 2) {
        const bool no = node.state == State::no;
        node.parts[0].decisive = no || node.parts[0].state == State::no;
        node.parts[1].decisive = no || node.parts[1].state == State::yes;
      }
      return;
    case NodeKind::fallback:
      if (node.parts.size() == 2) {
        const bool fell_back = is_evaluated(node.parts[1]) && node.parts[0].value.json == "null";
        node.parts[0].decisive = true;
        node.parts[1].decisive = fell_back;
      }
      return;
    case NodeKind::call:
      if (picks_a_part) {
        mark(node, [&](const Node& part) { return part.value.json == node.value.json; });
        if (std::ranges::any_of(node.parts, &Node::decisive)) return;
      }
      return mark(node, is_operand);
    case NodeKind::comparison: return mark(node, is_operand);
    default: return mark(node, is_evaluated);
  }
}

}  // namespace writ
