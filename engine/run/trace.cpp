#include "engine/run/trace.hpp"

#include <algorithm>

namespace writ {

using NodeKind = TraceNode::Kind;

void Trace::clear() {
  nodes_.clear();
  roots_.clear();
  top_ = model::none;
  cut_ = false;
}

void Trace::enter(NodeKind kind, std::uint32_t id) {
  // No expression is within itself, so that leaving one that was not noted finds nothing to leave.
  cut_ |= nodes_.size() >= most_traced;
  if (cut_ && (kind == NodeKind::expression || kind == NodeKind::element)) return;
  const auto entered = static_cast<TraceId>(nodes_.size());
  TraceNode node{.kind = kind, .id = id, .parent = top_};
  if (top_ == model::none) {
    roots_.push_back(entered);
  } else {
    TraceNode& parent = nodes_[top_];
    (parent.first_child == model::none ? parent.first_child : nodes_[parent.last_child].next) = entered;
    parent.last_child = entered;
  }
  nodes_.push_back(node);
  top_ = entered;
}

TraceId Trace::innermost(NodeKind kind, std::uint32_t id) const {
  TraceId node = top_;
  while (node != model::none && (nodes_[node].kind != kind || nodes_[node].id != id)) node = nodes_[node].parent;
  return node;
}

void Trace::leave(NodeKind kind, std::uint32_t id) {
  const TraceId node = innermost(kind, id);
  if (node != model::none) top_ = nodes_[node].parent;
}

void Trace::leave(NodeKind kind, std::uint32_t id, std::span<const Slot> values, bool failed, std::uint32_t error) {
  const TraceId left = innermost(kind, id);
  if (left == model::none) return;
  TraceNode& node = nodes_[left];
  node.state = failed ? TraceNode::State::failed : TraceNode::State::value;
  node.error = error;
  std::ranges::copy(values, node.values.begin());
  top_ = node.parent;
}

void Trace::element(std::uint32_t index) {
  // An element ends the one before: it stands directly in the form, or in that one.
  for (TraceId node = top_; node != model::none && nodes_[node].kind != NodeKind::decision;
       node = nodes_[node].parent) {
    if (nodes_[node].kind == NodeKind::expression) break;
    if (nodes_[node].kind == NodeKind::element) {
      top_ = nodes_[node].parent;
      break;
    }
  }
  enter(NodeKind::element, index);
}

TraceId Trace::find(NodeKind kind, std::uint32_t id) const {
  for (TraceId node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].kind == kind && nodes_[node].id == id) return node;
  return model::none;
}

std::vector<TraceId> Trace::children(TraceId id) const {
  std::vector<TraceId> found;
  for (TraceId child = nodes_[id].first_child; child != model::none; child = nodes_[child].next) found.push_back(child);
  return found;
}

}  // namespace writ
