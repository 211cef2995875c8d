#include "engine/batch/builder.hpp"

#include <limits>
#include <utility>

namespace writ::batch {

std::size_t Builder::Hash::operator()(const Instruction& instruction) const {
  std::uint64_t hash = static_cast<std::uint64_t>(instruction.op) << 8 | static_cast<std::uint64_t>(instruction.lane);
  for (const std::uint64_t word :
       {std::uint64_t{instruction.domain}, std::uint64_t{instruction.a}, std::uint64_t{instruction.b},
        std::uint64_t{instruction.c}, static_cast<std::uint64_t>(instruction.k),
        static_cast<std::uint64_t>(instruction.low), static_cast<std::uint64_t>(instruction.high)}) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29;
  }
  return hash;
}

Node Builder::make(const Instruction& instruction) {
  const auto [found, is_new] = made_.try_emplace(instruction, static_cast<Node>(program_.code.size()));
  if (is_new) program_.code.push_back(instruction);
  return found->second;
}

Node Builder::constant(Lane lane, std::int64_t value) { return make({.op = Op::constant, .lane = lane, .k = value}); }

std::optional<std::int64_t> Builder::value_of(Node node) const {
  const Instruction& made = program_.code[node];
  if (made.op != Op::constant) return std::nullopt;
  return made.k;
}

Node Builder::leaf(Leaf leaf, Lane lane, Node guard) {
  for (std::size_t i = 0; i < program_.leaves.size(); ++i) {
    const Leaf& known = program_.leaves[i];
    if (known.domain == leaf.domain && known.offset == leaf.offset && known.is_now == leaf.is_now) {
      return make({.op = Op::leaf, .lane = lane, .domain = leaf.domain, .a = guard, .k = static_cast<std::int64_t>(i)});
    }
  }
  program_.leaves.push_back(leaf);
  const auto number = static_cast<std::int64_t>(program_.leaves.size() - 1);
  return make({.op = Op::leaf, .lane = lane, .domain = leaf.domain, .a = guard, .k = number});
}

Domain Builder::open(const ListLeaf& list, Node guard) {
  for (std::size_t i = 0; i < program_.lists.size(); ++i) {
    const ListLeaf& known = program_.lists[i];
    if (known.parent == list.parent && known.offset == list.offset && known.copy == list.copy) {
      return static_cast<Domain>(i + 1);
    }
  }
  if (program_.lists.size() > 1000) throw Unsupported{};
  program_.lists.push_back(list);
  const auto domain = static_cast<Domain>(program_.lists.size());
  make({.op = Op::open, .lane = Lane::byte, .domain = domain, .a = guard, .k = domain - 1});
  return domain;
}

Domain Builder::open_again(Domain domain) {
  ListLeaf list = program_.lists[domain - 1U];
  ++list.copy;
  for (const Instruction& instruction : program_.code) {
    if (instruction.op == Op::open && instruction.domain == domain) return open(list, instruction.a);
  }
  throw Unsupported{};
}

bool Builder::lies_within(Domain inner, Domain outer) const {
  for (;;) {
    if (inner == outer) return true;
    if (inner == orders) return false;
    inner = parent(inner);
  }
}

Domain Builder::join(Domain a, Domain b) const {
  if (a == everywhere) return b;
  if (b == everywhere || lies_within(a, b)) return a;
  if (lies_within(b, a)) return b;
  throw Unsupported{};  // Elements of two lists, each with each.
}

Node Builder::in_domain(Node node, Domain domain) {
  const Instruction made = program_.code[node];
  if (made.domain == domain) return node;
  if (made.domain == everywhere) return make({.op = Op::fill, .lane = made.lane, .domain = domain, .k = made.k});
  if (!lies_within(domain, made.domain)) throw Unsupported{};  // Of another list's elements.
  const Node outer = in_domain(node, parent(domain));
  return make({.op = Op::spread, .lane = made.lane, .domain = domain, .a = outer});
}

Node Builder::binary(Op op, Lane lane, Node a, Node b, std::int64_t low, std::int64_t high) {
  const Domain domain = join(domain_of(a), domain_of(b));
  const Node left = in_domain(a, domain);
  const Node right = in_domain(b, domain);
  return make({.op = op, .lane = lane, .domain = domain, .a = left, .b = right, .low = low, .high = high});
}

// ---- masks -------------------------------------------------------------------------------------------------------

/// What it is the opposite of; or none.
Node Builder::negated(Node a) const {
  const Instruction& made = program_.code[a];
  return made.op == Op::logical_not ? made.a : no_node;
}

Node Builder::logical_not(Node a) {
  if (const auto value = value_of(a)) return boolean(*value == 0);
  if (const Node inner = negated(a); inner != no_node) return inner;
  return make({.op = Op::logical_not, .lane = Lane::byte, .domain = domain_of(a), .a = a});
}

Node Builder::logical_and(Node a, Node b) {
  if (const auto value = value_of(a)) return *value == 0 ? a : b;
  if (const auto value = value_of(b)) return *value == 0 ? b : a;
  if (a == b) return a;
  if (negated(b) != no_node) return binary(Op::logical_and_not, Lane::byte, a, negated(b));
  if (negated(a) != no_node) return binary(Op::logical_and_not, Lane::byte, b, negated(a));
  return binary(Op::logical_and, Lane::byte, a, b);
}

Node Builder::logical_or(Node a, Node b) {
  if (const auto value = value_of(a)) return *value != 0 ? a : b;
  if (const auto value = value_of(b)) return *value != 0 ? b : a;
  if (a == b) return a;
  if (negated(a) != no_node && negated(b) != no_node) return logical_not(logical_and(negated(a), negated(b)));
  return binary(Op::logical_or, Lane::byte, a, b);
}

Node Builder::between(Node a, std::int64_t low, std::int64_t high) {
  if (low > high) return boolean(false);
  if (const auto value = value_of(a)) return boolean(low <= *value && *value <= high);
  return make(
      {.op = Op::byte_between, .lane = Lane::byte, .domain = domain_of(a), .a = a, .k = low, .low = high - low});
}

Node Builder::select(Node condition, Node a, Node b) {
  if (const auto value = value_of(condition)) return *value != 0 ? a : b;
  if (a == b) return a;
  if (lane_of(a) != lane_of(b)) throw Unsupported{};
  if (lane_of(a) == Lane::byte && value_of(a) == 1 && value_of(b) == 0) return condition;
  if (const Node inner = negated(condition); inner != no_node) return select(inner, b, a);
  const Domain domain = join(domain_of(condition), join(domain_of(a), domain_of(b)));
  const Node mask = in_domain(condition, domain);
  const Node left = in_domain(a, domain);
  const Node right = in_domain(b, domain);
  return make({.op = Op::select, .lane = lane_of(a), .domain = domain, .a = mask, .b = left, .c = right});
}

// ---- numbers -----------------------------------------------------------------------------------------------------

Node Builder::less(Node a, Node b) {
  const auto left = value_of(a), right = value_of(b);
  if (left && right) return boolean(*left < *right);
  if (a == b) return boolean(false);
  if (right) return make({.op = Op::less_than, .lane = Lane::byte, .domain = domain_of(a), .a = a, .k = *right});
  if (left) return make({.op = Op::greater_than, .lane = Lane::byte, .domain = domain_of(b), .a = b, .k = *left});
  return binary(Op::less, Lane::byte, a, b);
}

Node Builder::less_equal(Node a, Node b) {
  if (value_of(a) || value_of(b)) return logical_not(less(b, a));
  if (a == b) return boolean(true);
  return binary(Op::less_equal, Lane::byte, a, b);
}

Node Builder::equal(Node a, Node b) {
  if (a == b) return boolean(true);
  if (value_of(a)) std::swap(a, b);
  const auto left = value_of(a), right = value_of(b);
  switch (lane_of(a)) {
    case Lane::byte:
      if (right) return between(a, *right, *right);
      return binary(Op::equal_bytes, Lane::byte, a, b);
    case Lane::number:
      if (left && right) return boolean(*left == *right);
      if (right) return make({.op = Op::equal_to, .lane = Lane::byte, .domain = domain_of(a), .a = a, .k = *right});
      return binary(Op::equal, Lane::byte, a, b);
    case Lane::text:
      if (left && right) {
        return boolean(reinterpret_cast<const Text*>(*left)->view() == reinterpret_cast<const Text*>(*right)->view());
      }
      return binary(Op::equal_text, Lane::byte, a, b);
  }
  return a;
}

Node Builder::add(Node a, Node b, std::int64_t low, std::int64_t high) {
  if (value_of(a)) std::swap(a, b);
  const auto left = value_of(a), right = value_of(b);
  if (left && right) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*left, *right, &sum) || sum < low || sum > high) throw Unsupported{};
    return constant(Lane::number, sum);
  }
  if (!right) return binary(Op::add, Lane::number, a, b, low, high);
  return make({.op = Op::add_to, .domain = domain_of(a), .a = a, .k = *right, .low = low, .high = high});
}

Node Builder::subtract(Node a, Node b, std::int64_t low, std::int64_t high) {
  const auto right = value_of(b);
  if (right && *right != std::numeric_limits<std::int64_t>::min()) {
    return add(a, constant(Lane::number, -*right), low, high);
  }
  return binary(Op::subtract, Lane::number, in_domain(a, join(domain_of(a), orders)), b, low, high);
}

Node Builder::scale(Node a, std::int64_t by, std::int64_t low, std::int64_t high) {
  if (const auto value = value_of(a)) {
    if (*value < low || *value > high) throw Unsupported{};
    return constant(Lane::number, *value * by);
  }
  return make({.op = Op::scale, .domain = domain_of(a), .a = a, .k = by, .low = low, .high = high});
}

Node Builder::call(const ColumnCall& call, Lane lane, Node a, Node b, Node c) {
  Domain domain = orders;
  for (const Node argument : {a, b, c}) {
    if (argument != no_node) domain = join(domain, domain_of(argument));
  }
  Instruction made{.op = Op::call, .lane = lane, .domain = domain};
  if (a != no_node) made.a = in_domain(a, domain);
  if (b != no_node) made.b = in_domain(b, domain);
  if (c != no_node) made.c = in_domain(c, domain);
  std::size_t k = 0;
  for (; k < program_.calls.size(); ++k) {
    const ColumnCall& known = program_.calls[k];
    if (known.builtin == call.builtin && known.pattern == call.pattern && known.arguments == call.arguments &&
        known.environment.zone == call.environment.zone && known.environment.calendar == call.environment.calendar) {
      break;
    }
  }
  if (k == program_.calls.size()) program_.calls.push_back(call);
  made.k = static_cast<std::int64_t>(k);
  return make(made);
}

void Builder::need(Node a) {
  if (value_of(a) == 1) return;
  const Domain domain = join(domain_of(a), orders);
  make({.op = Op::need, .lane = Lane::byte, .domain = domain, .a = in_domain(a, domain)});
}

// ---- lists -------------------------------------------------------------------------------------------------------

/// Those of the conditions that `mask` joins that come from outside of its domain, and the others.
void Builder::part_conjuncts(Node mask, bool negate, std::vector<Node>& outer, std::vector<Node>& inner) {
  const Instruction made = program_.code[mask];
  if (!negate && (made.op == Op::logical_and || made.op == Op::logical_and_not)) {
    part_conjuncts(made.a, false, outer, inner);
    part_conjuncts(made.b, made.op == Op::logical_and_not, outer, inner);
  } else if (made.op == Op::spread) {
    outer.push_back(negate ? logical_not(made.a) : made.a);
  } else {
    inner.push_back(negate ? logical_not(mask) : mask);
  }
}

Node Builder::any_of(Domain list, Node mask) {
  if (value_of(mask) == 0) return mask;
  const Instruction made = program_.code[mask];
  if (made.domain != list) {  // The same for all elements: whether there are any.
    return logical_and(mask, less(constant(Lane::number, 0), size_of(list)));
  }
  // What is the same for all elements of a list is asked of its owner, once.
  std::vector<Node> outer, inner;
  part_conjuncts(mask, false, outer, inner);
  if (!outer.empty()) {
    Node all = boolean(true);
    for (const Node each : inner) all = logical_and(all, each);
    Node joined = any_of(list, all);
    for (const Node each : outer) joined = logical_and(joined, each);
    return joined;
  }
  return make({.op = Op::any_of, .lane = Lane::byte, .domain = parent(list), .a = mask, .k = list});
}

Node Builder::count_of(Domain list, Node mask) {
  if (value_of(mask) == 1) return size_of(list);
  return make({.op = Op::count_of, .domain = parent(list), .a = in_domain(mask, list), .k = list});
}

Node Builder::size_of(Domain list) { return make({.op = Op::size_of, .domain = parent(list), .k = list}); }

Node Builder::fold(Op op, Domain list, Node mask, Node value) {
  const Node of = in_domain(value, list);
  return make({.op = op, .domain = parent(list), .a = in_domain(mask, list), .b = of, .k = list});
}

Node Builder::find(Op op, Domain list, Node mask, Node key) {
  const Node by = key == no_node ? no_node : in_domain(key, list);
  return make({.op = op, .domain = parent(list), .a = in_domain(mask, list), .b = by, .k = list});
}

Node Builder::element_of(Domain list, Node column, Node index) {
  return make({.op = Op::element_of,
               .lane = lane_of(column),
               .domain = domain_of(index),
               .a = in_domain(column, list),
               .b = index,
               .k = list});
}

}  // namespace writ::batch
