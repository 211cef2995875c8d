// Why an invariant or a question came to what it did.

#include "engine/explain/explanation.hpp"
#include "tools/report/explanation_text.hpp"
#include "tools/report/proof.hpp"

namespace writ {

std::string values_of(const ProofSubject& subject, const analysis::Statement& statement) {
  const auto traced = compile(subject.program->model, {.trace = true, .tests = true});
  if (traced == nullptr) return {};
  Machine machine(traced);
  const analysis::Example laid_out = analysis::example(*traced, *statement.witness);
  machine.begin(laid_out.facts());
  machine.check_invariant(statement.invariant);
  const TraceId root = machine.trace().find(TraceNode::Kind::invariant, statement.invariant);
  if (root == model::none) return {};
  const Explanation explanation = explain_condition(machine, subject.sources, root, laid_out.now);
  return condition_text(explanation, explanation.conditions.front().node, 6, {.columns = 100, .unfold = 0});
}

}  // namespace writ
