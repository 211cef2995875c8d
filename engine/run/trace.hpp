#pragma once
// What a program compiled with `CompileOptions::trace` noted while it ran: a tree of decisions, rules and expressions
// with what each came to. Explanations, coverage and why-not read it.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/value/slot.hpp"

namespace writ {

using TraceId = std::uint32_t;  ///< In `Trace::nodes`.

struct TraceNode {
  enum class Kind : std::uint8_t {
    decision,     ///< `id` is a DecisionId. Its children are rules, and what they needed.
    in_force,     ///< The policy's `effective`, as its children.
    rule,         ///< `id` is the rule's number; `otherwise` is the one after the last. Its conditions; whether it
                  ///< applies is its value.
    value,        ///< Likewise; the value that it gave.
    also,         ///< `id` is the number of the decision's `also`; its conditions. Whether it applies is its value.
    requirement,  ///< `id` is a RequirementId.
    invariant,    ///< `id` is its number in the model.
    step,         ///< A step of a test. `id` is the number of the root among them.
    expression,   ///< `id` is an ExprId.
    element,      ///< `id` is the index of a list's element; a child of an expression that goes over a list.
  };
  enum class State : std::uint8_t {
    open,    ///< Not come to an end: what it is part of failed before.
    value,   ///< Of an expression, a rule or an also: `values` has what it came to.
    failed,  ///< Of a Bool expression, a rule or an also: it came to an error.
  };

  Kind kind;
  State state = State::open;
  std::uint32_t id;
  std::array<Slot, 2> values{};  ///< As in registers: whether present first, where the type is optional.
  std::uint32_t error = 0;       ///< Number of the error, where failed.
  TraceId parent = model::none, first_child = model::none, last_child = model::none, next = model::none;
  /// A definition or parameter that was evaluated before: the expression that has its parts.
  TraceId same_as = model::none;
};

/// Expressions and elements that one trace notes: some hundred megabytes.
constexpr std::size_t most_traced = 4'000'000;

class Trace {
 public:
  void clear();

  void enter(TraceNode::Kind kind, std::uint32_t id);
  /// Ends the innermost open node that is this one, and all that were opened in it and not ended: those failed.
  void leave(TraceNode::Kind kind, std::uint32_t id);
  /// Likewise, with what it came to.
  void leave(TraceNode::Kind kind, std::uint32_t id, std::span<const Slot> values, bool failed, std::uint32_t error);
  void element(std::uint32_t index);
  /// The innermost open node; none where there is none.
  TraceId top() const { return top_; }
  void same_as(TraceId first) {
    if (!cut_) nodes_[top_].same_as = first;
  }
  /// There was more to note than `most_traced`: decisions and rules are here, but not all expressions and elements.
  bool cut() const { return cut_; }

  const std::vector<TraceNode>& nodes() const { return nodes_; }
  const TraceNode& operator[](TraceId id) const { return nodes_[id]; }
  /// Those without a parent, in order.
  const std::vector<TraceId>& roots() const { return roots_; }
  /// The node of this kind and id that was entered first; none where there is none. For decisions and requirements.
  TraceId find(TraceNode::Kind kind, std::uint32_t id) const;
  std::vector<TraceId> children(TraceId id) const;

 private:
  TraceId innermost(TraceNode::Kind kind, std::uint32_t id) const;

  std::vector<TraceNode> nodes_;
  std::vector<TraceId> roots_;
  TraceId top_ = model::none;
  bool cut_ = false;
};

}  // namespace writ
