#include "grammar/print_layout.hpp"

#include <algorithm>
#include <utility>

#include "grammar/unicode.hpp"

namespace writ::layout {
namespace {

constexpr std::uint32_t too_wide = 1U << 30;

std::uint32_t sum(std::uint32_t a, std::uint32_t b) { return std::min(a + b, too_wide); }

}  // namespace

// ---- documents --------------------------------------------------------------------------------------------------

Document::Document() { clear(); }

void Document::clear() {
  nodes_.assign(1, Node{});
  children_.clear();
}

Part Document::add(Node node) {
  nodes_.push_back(node);
  return static_cast<Part>(nodes_.size() - 1);
}

Part Document::word(Kind kind, std::string_view view) {
  Node node{.kind = kind, .view = view};
  if (kind == Kind::own_comment) node.breaks = node.lead_stops = true;
  if (kind == Kind::end_comment) node.open = node.lead_stops = true;
  if (kind == Kind::text || kind == Kind::mark) {
    node.width = static_cast<std::uint32_t>(std::min<std::size_t>(display_width(view), too_wide));
    node.lead = node.width;
  }
  return add(node);
}

Part Document::bare(Kind kind) {
  Node node{.kind = kind};
  node.breaks = kind == Kind::hard || kind == Kind::blank;
  node.lead_stops = kind != Kind::space;
  node.width = kind == Kind::space || kind == Kind::line ? 1 : 0;
  node.lead = kind == Kind::space ? 1 : 0;
  return add(node);
}

Part Document::pad(std::uint32_t columns) { return add({.kind = Kind::pad, .count = columns}); }
Part Document::pad_broken(std::uint32_t columns) { return add({.kind = Kind::pad_broken, .count = columns}); }

Part Document::several(Kind kind, std::span<const Part> parts) {
  if (parts.size() == 1 && kind == Kind::all) return parts[0];
  Node node{.kind = kind, .first = static_cast<std::uint32_t>(children_.size())};
  for (const Part part : parts) {
    const Node& child = nodes_[part];
    if (child.kind == Kind::nothing) continue;
    children_.push_back(part);
    ++node.count;
    if (child.kind == Kind::mark || child.kind == Kind::last_mark) {
      node.width = sum(node.width, child.width);
      if (!node.lead_stops) node.lead = sum(node.lead, child.lead);
      continue;
    }
    const bool ends_line = child.kind == Kind::end_comment || child.kind == Kind::pad_broken;
    node.breaks = node.breaks || child.breaks || (node.open && !ends_line);
    node.open = child.open || (node.open && ends_line);
    node.width = sum(node.width, child.width);
    node.widest = std::min(node.widest, child.widest);
    if (!node.lead_stops) node.lead = sum(node.lead, child.lead);
    node.lead_stops = node.lead_stops || child.lead_stops;
  }
  return node.count == 0 ? 0 : add(node);
}

Part Document::indented(std::uint32_t columns, Part part) {
  if (part == 0) return 0;
  Node node = nodes_[part];
  node.kind = Kind::indented;
  node.first = part;
  node.count = columns;
  return add(node);
}

Part Document::group(Part part, std::uint32_t widest) {
  if (part == 0) return 0;
  Node node = nodes_[part];
  node.widest = std::min(node.widest, widest);
  node.kind = Kind::group;
  node.first = part;
  return add(node);
}

Part Document::flat(Part part) {
  Node node = nodes_[part];
  node.kind = Kind::flat;
  node.first = part;
  node.widest = widest_line;
  node.lead = node.width;
  node.lead_stops = node.open;
  return add(node);
}

// ---- lines ------------------------------------------------------------------------------------------------------

void Paper::write(const Document& document, Part part) {
  document_ = &document;
  put(part, 0, true, 0);
}

std::string Paper::take() {
  if (!comment_.empty() || !text_.empty()) {
    end_line(Pending::line, 0);
    flush();
  }
  column_ = 0;
  pending_ = Pending::none;
  return std::exchange(text_, {});
}

std::uint32_t Paper::column() const { return pending_ == Pending::none ? column_ + spaces() : pending_indent_; }

bool Paper::fits(const Node& node, std::uint32_t rest) const {
  return !node.breaks && sum(column(), sum(node.width, rest)) <= node.widest;
}

/// The stronger wish stays.
void Paper::end_line(Pending pending, std::uint32_t indent) {
  if (text_.empty() && comment_.empty()) return;
  pending_ = std::max(pending_, pending);
  pending_indent_ = indent;
}

void Paper::flush() {
  if (pending_ == Pending::none) {
    text_.append(spaces(), ' ');
    column_ += spaces();
  } else {
    if (!comment_.empty()) text_.append("  ").append(std::exchange(comment_, {}));
    text_ += pending_ == Pending::blank ? "\n\n" : "\n";
    text_.append(pending_indent_, ' ');
    column_ = pending_indent_;
  }
  space_ = false;
  pads_ = 0;
  pending_ = Pending::none;
}

void Paper::put_word(std::string_view view, std::uint32_t indent) {
  if (!comment_.empty() && pending_ == Pending::none) end_line(Pending::line, indent + 2);
  flush();
  text_ += view;
  column_ = sum(column_, static_cast<std::uint32_t>(std::min<std::size_t>(display_width(view), too_wide)));
}

void Paper::put_all(const Node& node, std::uint32_t indent, bool broken, std::uint32_t rest) {
  const auto children = std::span(document_->children_).subspan(node.first, node.count);
  if (!broken) {
    for (const Part child : children) put(child, indent, false, 0);
    return;
  }
  // What follows each on its line.
  std::vector<std::uint32_t> rests(children.size());
  for (std::size_t i = children.size(); i > 0; --i) {
    rests[i - 1] = rest;
    const Node& child = document_->nodes_[children[i - 1]];
    rest = child.lead_stops ? child.lead : sum(child.lead, rest);
  }
  for (std::size_t i = 0; i < children.size(); ++i) put(children[i], indent, true, rests[i]);
}

void Paper::put_fill(const Node& node, std::uint32_t indent, bool broken, std::uint32_t rest) {
  const auto children = std::span(document_->children_).subspan(node.first, node.count);
  for (std::size_t i = 0; i < children.size(); ++i) {
    const Node& child = document_->nodes_[children[i]];
    if (child.kind != Kind::line || !broken) {
      put(children[i], indent, broken, i + 1 == children.size() ? rest : 1);
      continue;
    }
    std::uint32_t next = 1;
    for (std::size_t j = i + 1; j < children.size() && document_->nodes_[children[j]].kind != Kind::line; ++j) {
      next = sum(next, document_->nodes_[children[j]].width);
    }
    const bool goes_on = comment_.empty() && sum(column(), next) <= widest_line;
    put(children[i], indent, !goes_on, 0);
  }
}

void Paper::put(Part part, std::uint32_t indent, bool broken, std::uint32_t rest) {
  const Node& node = document_->nodes_[part];
  switch (node.kind) {
    case Kind::nothing: break;
    case Kind::text: put_word(node.view, indent); break;
    case Kind::last_mark:
      if (!broken) break;
      [[fallthrough]];
    case Kind::mark:
      text_ += node.view;
      column_ = sum(column_, static_cast<std::uint32_t>(node.view.size()));
      break;
    case Kind::space: space_ = !text_.empty(); break;
    case Kind::line:
      if (broken) {
        end_line(Pending::line, indent);
      } else {
        space_ = true;
      }
      break;
    case Kind::soft:
      if (broken) end_line(Pending::line, indent);
      break;
    case Kind::hard: end_line(Pending::line, indent); break;
    case Kind::blank: end_line(Pending::blank, indent); break;
    case Kind::end_comment:
      if (comment_.empty()) {
        comment_ = node.view;
        break;
      }
      [[fallthrough]];  // The line has one already.
    case Kind::own_comment:
      if (pending_ == Pending::none) end_line(Pending::line, indent + 2);
      flush();
      text_ += node.view;
      end_line(Pending::line, pending_indent_);
      break;
    case Kind::pad_broken:
      if (!broken) break;
      [[fallthrough]];
    case Kind::pad: pads_ += node.count; break;
    case Kind::all: put_all(node, indent, broken, rest); break;
    case Kind::fill: put_fill(node, indent, broken, rest); break;
    case Kind::indented: put(node.first, indent + node.count, broken, rest); break;
    case Kind::group: put(node.first, indent, broken && !fits(node, rest), rest); break;
    case Kind::flat: put(node.first, indent, false, rest); break;
  }
}

}  // namespace writ::layout
