#pragma once
// From a trace to an explanation. Shared by its files: nodes.cpp (expressions), elements.cpp (forms that go over
// lists), decisions.cpp (decisions and their rules).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/explain/explanation.hpp"
#include "engine/facts/write_value.hpp"
#include "engine/run/machine.hpp"

namespace writ {

class Explainer {
 public:
  Explainer(Machine& machine, const SourceSet& sources, const model::File& file, const ExplainOptions& options);

  using Node = Explanation::Node;
  using Error = std::optional<EvaluationError>;

  /// Adds the decision, and all that it uses, unless it is there already; its index. It was decided.
  std::uint32_t decision(model::DecisionId decision);
  /// The root expression below a node of the trace: a requirement's, an expectation's.
  Node condition(TraceId root);

  Explanation take() {
    explanation_.cut |= !has_room();
    return std::move(explanation_);
  }
  Explanation& explanation() { return explanation_; }
  Explanation::Shown shown(Type type, Slot value) const;
  Explanation::Shown shown_in_full(Type type, Slot value) const;

 private:
  // nodes.cpp
  Node node(model::ExprId expr, TraceId traced, const Error& error, TraceId inside = model::none);
  Node whole(model::ExprId expr, TraceId traced, const Error& error, TraceId inside);
  Node without_parts(model::ExprId expr, TraceId traced);
  Node part(model::ExprId expr, TraceId parent, const Error& error);
  void fill_value(Node& node, const model::Expr& expr, TraceId traced);
  Explanation::Shown shown_registers(Type type, const TraceNode& traced) const;
  std::string for_people(Type type, Slot value) const;
  TraceId find_child(TraceId parent, model::ExprId expr) const;
  TraceId origin(TraceId traced) const;
  bool fill_constant(Node& node, const model::Expr& expr) const;
  void fill_parts(Node& node, const model::Expr& expr, TraceId traced, const Error& error);
  void fill_operands(Node& node, const model::Expr& expr, TraceId traced, const Error& error);
  void fill_chain(Node& node, model::LogicOp op, model::ExprId expr, TraceId traced, const Error& error);

  // names.cpp
  void fill_path(Node& node, model::ExprId expr, TraceId traced, const Error& error);
  bool is_path(model::ExprId expr) const;
  std::string path_name(model::ExprId expr) const;
  std::string path_pointer(model::ExprId expr) const;
  bool is_fixed(model::ExprId expr) const;
  void fill_parameter(Node& node, model::ParameterId parameter, TraceId traced, const Error& error);
  void fill_definition(Node& node, const model::DefineRef& call, TraceId traced, const Error& error);
  Node dated(model::ExprId value, TraceId traced, const Error& error);
  bool is_dated(model::ExprId value) const;
  Node in_force(model::ExprId expr, TraceId parent, const Error& error);
  void add_bounds(Node& node, model::ExprId expr, TraceId parent, const Error& error);

  // elements.cpp
  struct Walked;
  void fill_elements(Node& node, const model::Expr& expr, TraceId traced, const Error& error);
  std::vector<Walked> walked(const Node& node, const model::Expr& expr, TraceId traced) const;
  std::string label(Type element, Slot value) const;

  // decisions.cpp
  Explanation::Decided decided(model::DecisionId id);
  Explanation::Rule rule(model::DecisionId id, std::uint32_t number, const Verdict& verdict, TraceId decision_node);
  void judge(Explanation::Rule& rule, const model::Decision& declared, std::uint32_t number, const Verdict& verdict,
             TraceId decision_node) const;
  void mark_rules(Explanation::Decided& decided, const model::Decision& declared) const;
  std::vector<Explanation::Notice> notices(model::DecisionId id, const Verdict& verdict, TraceId decision_node);
  Explanation::Notice given(const NoticeResult& result) const;
  bool applies(TraceId decision_node, std::uint32_t rule) const;
  TraceId find_child(TraceId parent, TraceNode::Kind kind, std::uint32_t id) const;
  std::optional<Node> clause(model::ExprId expr, TraceId parent, const Error& error);

  bool has_room() const { return nodes_ < options_.most_nodes; }

  Machine& machine_;
  const SourceSet& sources_;
  const model::Model& model_;
  const Trace& trace_;
  ExplainOptions options_;
  std::shared_ptr<const time::Zone> zone_;
  ValueWriter values_;
  Explanation explanation_;
  std::size_t nodes_ = 0;
  std::size_t depth_ = 0;
  std::map<model::LocalId, std::string> pointers_;      // Of elements and arguments, where they stand in the record.
  std::map<std::uint32_t, std::uint32_t> definitions_;  // By the node of the trace that has the parts.
  std::map<model::DecisionId, std::uint32_t> decisions_;
  std::map<model::DecisionId, TraceId> decision_nodes_;
};

/// Such are noted nowhere: what they come to stands in the source.
bool is_constant(const model::Expr& expr);
inline bool is_bool(Type type) { return type == Type{Kind::boolean}; }

/// Marks those parts and elements that made a node come to what it came to: of the smallest or the largest of some, the
/// one which that is.
void mark_parts(Explanation::Node& node, bool picks_a_part = false);

}  // namespace writ
