#pragma once
// Makes instructions: folds constants, makes each column once, brings operands to one domain, and takes out of a list
// what does not depend on its elements. What columns cannot do throws Unsupported, which stays in this room.

#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/batch/column_program.hpp"

namespace writ::batch {

struct Unsupported {};

class Builder {
 public:
  explicit Builder(ColumnProgram& program) : program_(program) {}

  Node constant(Lane lane, std::int64_t value);
  Node boolean(bool value) { return constant(Lane::byte, value ? 1 : 0); }
  /// Its value where it is one.
  std::optional<std::int64_t> value_of(Node node) const;

  Node leaf(Leaf leaf, Lane lane, Node guard);
  /// The domain of a list's elements.
  Domain open(const ListLeaf& list, Node guard);
  /// The same list's elements as a domain of their own, for a loop within a loop over it.
  Domain open_again(Domain domain);

  Node logical_not(Node a);
  Node logical_and(Node a, Node b);
  Node logical_or(Node a, Node b);
  Node less(Node a, Node b);
  Node less_equal(Node a, Node b);
  Node equal(Node a, Node b);
  Node between(Node a, std::int64_t low, std::int64_t high);  ///< A byte.
  Node select(Node condition, Node a, Node b);
  Node add(Node a, Node b, std::int64_t low, std::int64_t high);
  Node subtract(Node a, Node b, std::int64_t low, std::int64_t high);
  Node scale(Node a, std::int64_t by, std::int64_t low, std::int64_t high);
  Node call(const ColumnCall& call, Lane lane, Node a, Node b, Node c);
  void need(Node a);

  Node any_of(Domain list, Node mask);
  Node count_of(Domain list, Node mask);
  Node size_of(Domain list);
  /// Of the lanes where `mask` is set.
  Node fold(Op op, Domain list, Node mask, Node value);
  Node find(Op op, Domain list, Node mask, Node key);
  Node element_of(Domain list, Node column, Node index);

  /// A column of a constant, too: every lane has a place.
  Node in_domain(Node node, Domain domain);
  Domain domain_of(Node node) const { return program_.code[node].domain; }
  Lane lane_of(Node node) const { return program_.code[node].lane; }

 private:
  struct Hash {
    std::size_t operator()(const Instruction& instruction) const;
  };
  Node make(const Instruction& instruction);
  Domain join(Domain a, Domain b) const;
  bool lies_within(Domain inner, Domain outer) const;
  Domain parent(Domain list) const { return program_.lists[list - 1U].parent; }
  Node binary(Op op, Lane lane, Node a, Node b, std::int64_t low = 0, std::int64_t high = 0);
  Node negated(Node a) const;
  void part_conjuncts(Node mask, bool negate, std::vector<Node>& outer, std::vector<Node>& inner);

  ColumnProgram& program_;
  std::unordered_map<Instruction, Node, Hash> made_;
};

}  // namespace writ::batch
