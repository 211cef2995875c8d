#pragma once
// From a decision of the model to columns. Definitions and the decisions that are used stand where they are used: what
// is the same is made once all the same.
//
// Everything is computed for all lanes, needed or not. That is only seen where something fails, and an order of which
// anything fails is decided again by the scalar machine, which fails only where it matters.

#include <map>
#include <memory>
#include <variant>
#include <vector>

#include "engine/batch/builder.hpp"
#include "engine/program/analysis.hpp"

namespace writ::batch {

/// Where a value lies in the facts, or in the elements of a list.
struct Place {
  Domain domain = orders;
  std::uint32_t offset = 0;
  Node guard = no_node;  ///< Set where all that is around it is present.
  Node index = no_node;  ///< Of one element of each list: its column of indexes.
};

struct Value;
using Fields = std::shared_ptr<const std::vector<Value>>;
/// A list of the facts, by its elements' domain.
struct Elements {
  Domain domain = orders;
};
/// A list that is written out.
struct Literal {
  Fields elements;
};

/// One of two lists, by a condition.
struct Choice {
  Node condition = no_node;
  Fields lists;  ///< The one where it holds, and the other.
};

struct Value {
  Node present = no_node;  ///< Of a value that may be absent.
  /// A column of a scalar; a record where it lies or field by field; a list.
  std::variant<std::monostate, Node, Place, Fields, Elements, Literal, Choice> content;
};

class ColumnCompiler {
 public:
  ColumnCompiler(ColumnProgram& program, const model::Model& model)
      : program_(program), model_(model), build_(program), reach_(model) {}

  void run(const ColumnOptions& options);

 private:
  struct Decided {
    Node outcome = no_node, in_force = no_node;
    std::vector<Node> rules;
    Value value;
  };

  // compile_columns.cpp
  Value compile(model::ExprId expr);
  Node scalar(model::ExprId expr);
  Node condition(model::ExprId expr) { return expr == model::none ? build_.boolean(true) : scalar(expr); }
  Node conditions(model::ExprId in_force, model::ExprId unless, model::ExprId when);
  Value load(const Place& place, Type type);
  std::vector<Value> fields_of(const Value& record, std::uint32_t id);
  Value zero(Type type);
  Value select(Node condition, const Value& a, const Value& b, Type type);
  Node equal(const Value& a, const Value& b, Type type);
  Value apply(const model::Expr& expr, const model::Apply& node);
  Node compute(const model::Expr& expr, const Builtin& builtin, const model::Apply& node,
               std::span<const Node> operands);
  Node in_range(const model::InRange& node);
  Value text(model::TextId text);

  // compile_lists.cpp
  Domain begin_loop(const Value& list);
  void end_loop() { loops_.pop_back(); }
  Node size(const Value& list);
  Value element(Domain domain, Type type) { return load(Place{.domain = domain}, type); }
  Node in_list(const model::InList& node);
  Node is_among(Node value, const Value& list, Type type);
  Node members(Node value, const Literal& list, Type type);
  Node quantifier(const model::Quantifier& node);
  Value pick(const model::Pick& node);
  Value pick_of(const model::Pick& node, const Literal& list, Type type);
  Value aggregate(const model::Expr& expr, const model::Aggregate& node);
  Value aggregate_of(const model::Aggregate& node, const Literal& list);

  // compile_decisions.cpp
  const Decided& decide(model::DecisionId decision);
  Decided permission(const model::Decision& decision, const std::vector<Node>& standing);
  Decided value(const model::Decision& decision, std::vector<Node> standing);
  void notices(const model::Decision& decision);
  void notice(const model::NoticeCall& call);
  std::vector<Node> standing(const model::Decision& decision);
  Value chosen(const model::Decision& decision, const std::vector<Node>& rules);
  Value not_a_column(const model::Decision& decision, const std::vector<Node>& rules);
  Node folded(const model::Decision& decision, const std::vector<Node>& rules);
  Value present_value(model::ExprId value, Type type);

  ColumnProgram& program_;
  const model::Model& model_;
  Builder build_;
  Reach reach_;
  std::map<model::LocalId, Value> locals_;
  std::vector<Domain> loops_;  // Those around what is being compiled.
  std::map<model::DecisionId, Decided> decided_;
  std::map<model::TextId, Value> texts_;
  std::uint32_t depth_ = 0, visited_ = 0;
};

/// Leaves out what nothing needs, and finds room for the rest: see allocate.cpp.
void place_columns(ColumnProgram& program);

}  // namespace writ::batch
