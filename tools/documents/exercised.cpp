#include "tools/documents/exercised.hpp"

#include "tools/testing/test_runner.hpp"

namespace writ::documents {
namespace {

bool applied(const TraceNode& node) { return node.state == TraceNode::State::value && node.values[0].number != 0; }

/// The decision that a rule's node stands in.
model::DecisionId decision_around(const Trace& trace, const TraceNode& rule) {
  TraceId at = rule.parent;
  while (at != model::none && trace[at].kind != TraceNode::Kind::decision) at = trace[at].parent;
  return at == model::none ? model::none : trace[at].id;
}

/// A rule that applied, also where another won; `otherwise` is among those that won.
void add_what_applied(Exercises& exercises, const testing::Observation& observation) {
  const Trace& trace = observation.machine.trace();
  for (const TraceNode& node : trace.nodes()) {
    if (node.kind == TraceNode::Kind::decision) {
      for (const std::uint32_t rule : observation.machine.decide(node.id).rules) {
        exercises.add({node.id, false, rule}, observation.test);
      }
    }
    const bool is_also = node.kind == TraceNode::Kind::also;
    if ((!is_also && node.kind != TraceNode::Kind::rule) || !applied(node)) continue;
    const model::DecisionId decision = decision_around(trace, node);
    if (decision != model::none) exercises.add({decision, is_also, node.id}, observation.test);
  }
}

}  // namespace

Exercises exercised_by_tests(const Loaded& loaded) {
  Exercises exercises = named_in_tests(*loaded.model);
  testing::RunOptions options;
  options.observer = [&](const testing::Observation& observation) { add_what_applied(exercises, observation); };
  testing::run_tests(loaded, std::move(options));
  return exercises;
}

}  // namespace writ::documents
