#include "tools/testing/formula.hpp"

#include <algorithm>
#include <cctype>

#include "engine/value/overloaded.hpp"

namespace writ::testing {

using namespace model;

namespace {

constexpr std::size_t longest_words = 100;

/// The word before a place, if it is one of those that begin a date.
std::string_view keyword_before(std::string_view text, std::uint32_t place) {
  text = text.substr(0, place);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  for (const std::string_view word : {"from", "before", "through"}) {
    if (text.ends_with(word)) return word;
  }
  return {};
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\' && i + 1 < text.size()) {
      line += text[i++];
      line += text[i];
      continue;
    }
    if (text[i] == '"') quoted = !quoted;
    const bool comment = !quoted && text.substr(i, 2) == "//";
    if (comment) i = std::min(text.find('\n', i), text.size());
    if (comment || (!quoted && (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t'))) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else {
      line += text[i];
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string words_of(const Model& model, const SourceSet& sources, ExprId expr) {
  const Expr& e = model[expr];
  std::string words = on_one_line(sources.text(e.span));
  // What the checker made of a date, or of a value from a date on, stands in the source as that.
  if (const auto* apply = std::get_if<Apply>(&e.node);
      apply != nullptr && !apply->arguments.empty() && model[apply->arguments.back()].span == e.span) {
    const bool until = builtins()[apply->builtin].name == "<";
    const auto keyword = keyword_before(sources[e.span.file].text(), e.span.begin);
    if (until && words.starts_with("from ")) {
      words = "before " + words.substr(5, words.find(" =") - 5);
    } else if (!keyword.empty()) {
      words = std::string(keyword) + " " + words;
    }
  }
  if (words.size() <= longest_words) return words;
  std::size_t end = longest_words;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80) --end;
  return words.substr(0, end) + "…";
}

Formula::Formula(const Model& model, const SourceSet& sources, ExprId root) : model_(&model), sources_(&sources) {
  take_apart(root);
}

Formula::Formula(const Model& model, const SourceSet& sources, ExprId in_force, ExprId unless, ExprId when)
    : model_(&model), sources_(&sources) {
  std::optional<std::uint32_t> all;
  for (const ExprId condition : {in_force, unless, when}) {
    if (condition == none) continue;
    std::uint32_t part = take_apart(condition);
    if (condition == unless) part = negate(part);
    all = all ? join(*all, part) : part;
  }
}

std::uint32_t Formula::add(Node node) {
  nodes_.push_back(node);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::uint32_t Formula::join(std::uint32_t left, std::uint32_t right) {
  return add({.op = Op::conjunction, .left = left, .right = right});
}

std::uint32_t Formula::negate(std::uint32_t node) { return add({.op = Op::negation, .left = node}); }

std::uint32_t Formula::take_apart(ExprId expr) {
  const Expr& e = (*model_)[expr];
  if (const auto* logic = std::get_if<Logic>(&e.node)) {
    std::uint32_t left = take_apart(logic->left);
    if (logic->op == LogicOp::implies) left = negate(left);
    const std::uint32_t right = take_apart(logic->right);
    const Op op = logic->op == LogicOp::logical_and ? Op::conjunction : Op::disjunction;
    return add({.op = op, .left = left, .right = right, .expr = expr});
  }
  if (const auto* negation = std::get_if<Not>(&e.node)) {
    const std::uint32_t operand = take_apart(negation->operand);
    return add({.op = Op::negation, .left = operand, .expr = expr});
  }
  if (const auto* constant = std::get_if<Constant>(&e.node)) {
    return add({.op = Op::constant, .value = constant->value != 0, .expr = expr});
  }
  const std::string text = on_one_line(sources_->text(e.span));
  const auto same = [&](const Atom& each) {
    const Expr& other = (*model_)[each.expr];
    // Two parts that the checker made of one range stand in one place.
    return other.node.index() == e.node.index() && other.span != e.span &&
           on_one_line(sources_->text(other.span)) == text;
  };
  const auto found = std::find_if(atoms_.begin(), atoms_.end(), same);
  const auto atom = static_cast<std::uint32_t>(found - atoms_.begin());
  if (found == atoms_.end()) atoms_.push_back({expr, e.span, words_of(*model_, *sources_, expr)});
  return add({.op = Op::atom, .atom = atom, .expr = expr});
}

Truths Formula::read(const Trace& trace, TraceId above) const {
  Truths truths(atoms_.size(), Truth::unknown);
  if (!nodes_.empty()) read(trace, above, static_cast<std::uint32_t>(nodes_.size() - 1), truths);
  return truths;
}

void Formula::read(const Trace& trace, TraceId above, std::uint32_t node, Truths& truths) const {
  const Node& n = nodes_[node];
  if (n.op == Op::constant) return;
  TraceId at = above;
  if (n.expr != none) {
    at = trace[above].first_child;
    while (at != none && (trace[at].kind != TraceNode::Kind::expression || trace[at].id != n.expr)) at = trace[at].next;
    if (at == none) return;  // Not evaluated.
  }
  if (n.op == Op::atom) {
    if (trace[at].state == TraceNode::State::value) {
      truths[n.atom] = trace[at].values[0].number != 0 ? Truth::yes : Truth::no;
    }
    return;
  }
  read(trace, at, n.left, truths);
  if (n.op != Op::negation) read(trace, at, n.right, truths);
}

// A pair is a number of two bits: what the formula comes to where the atom is false, and twice what where it is true.
Formula::Pairs Formula::pairs(const Truths& truths, std::uint32_t atom, std::uint32_t node) const {
  constexpr Pairs always_false = 1 << 0b00, always_true = 1 << 0b11, as_the_atom = 1 << 0b10;
  const Node& n = nodes_[node];
  if (n.op == Op::constant) return n.value ? always_true : always_false;
  if (n.op == Op::atom) {
    if (n.atom == atom) return as_the_atom;
    switch (truths[n.atom]) {
      case Truth::no: return always_false;
      case Truth::yes: return always_true;
      case Truth::unknown: return always_false | always_true;
    }
  }
  const Pairs left = pairs(truths, atom, n.left);
  const Pairs right = n.op == Op::negation ? Pairs{1} : pairs(truths, atom, n.right);
  Pairs result = 0;
  for (unsigned l = 0; l < 4; ++l) {
    for (unsigned r = 0; r < 4; ++r) {
      if ((left >> l & 1) == 0 || (right >> r & 1) == 0) continue;
      const unsigned pair = n.op == Op::negation ? ~l & 3U : n.op == Op::conjunction ? l & r : l | r;
      result = static_cast<Pairs>(result | 1U << pair);
    }
  }
  return result;
}

std::optional<bool> Formula::result(const Truths& truths) const {
  if (nodes_.empty()) return true;
  const Pairs found = pairs(truths, none, static_cast<std::uint32_t>(nodes_.size() - 1));
  if (found == 1 << 0b00) return false;
  if (found == 1 << 0b11) return true;
  return std::nullopt;
}

bool Formula::decides(const Truths& truths, std::uint32_t atom) const {
  const std::optional<bool> came_to = result(truths);
  if (!came_to || truths[atom] == Truth::unknown) return false;
  const Pairs found = pairs(truths, atom, static_cast<std::uint32_t>(nodes_.size() - 1));
  const bool same_as_atom = *came_to == (truths[atom] == Truth::yes);
  return (found & (same_as_atom ? 1 << 0b10 : 1 << 0b01)) != 0;
}

/// Walks to where the atom stands; what must hold beside the way is added.
bool Formula::find(std::uint32_t node, std::uint32_t atom, bool holds, bool& holds_with,
                   std::vector<Need>* needs) const {
  const Node& n = nodes_[node];
  switch (n.op) {
    case Op::constant: return false;
    case Op::atom: holds_with = holds; return n.atom == atom;
    case Op::negation: return find(n.left, atom, !holds, holds_with, needs);
    case Op::conjunction:
    case Op::disjunction: break;
  }
  for (const bool left : {true, false}) {
    if (!find(left ? n.left : n.right, atom, holds, holds_with, needs)) continue;
    if (needs != nullptr) require(left ? n.right : n.left, n.op == Op::conjunction, *needs);
    return true;
  }
  return false;
}

void Formula::require(std::uint32_t node, bool holds, std::vector<Need>& needs) const {
  const Node& n = nodes_[node];
  if (n.op == Op::constant) return;
  if (n.op == Op::negation) return require(n.left, !holds, needs);
  if (n.op != Op::atom && (n.op == Op::conjunction) == holds) {
    require(n.left, holds, needs);
    require(n.right, holds, needs);
    return;
  }
  const std::string words = words_of(*model_, *sources_, n.expr);
  const auto same = [&](const Need& need) { return need.holds == holds && need.words == words; };
  if (std::none_of(needs.begin(), needs.end(), same)) needs.push_back({words, holds, n.expr});
}

bool Formula::holds_with(std::uint32_t atom) const {
  bool holds = true;
  find(static_cast<std::uint32_t>(nodes_.size() - 1), atom, true, holds, nullptr);
  return holds;
}

/// Does it read that optional value as one that is present?
bool Formula::relies_on(ExprId expr, ExprId optional) const {
  const std::string words = on_one_line(sources_->text((*model_)[optional].span));
  bool relies = false;
  walk(*model_, expr, [&](ExprId part) {
    const auto* narrowed = std::get_if<Narrowed>(&(*model_)[part].node);
    if (narrowed == nullptr) return;
    relies = relies || on_one_line(sources_->text((*model_)[narrowed->operand].span)) == words;
  });
  return relies;
}

std::vector<Need> Formula::needs(std::uint32_t atom, bool holds) const {
  std::vector<Need> needs;
  bool came_to = true;
  find(static_cast<std::uint32_t>(nodes_.size() - 1), atom, true, came_to, &needs);
  const auto* presence = std::get_if<IsPresent>(&(*model_)[atoms_[atom].expr].node);
  if (presence != nullptr && presence->present != holds) {
    std::erase_if(needs, [&](const Need& need) { return relies_on(need.expr, presence->operand); });
  }
  return needs;
}

}  // namespace writ::testing
