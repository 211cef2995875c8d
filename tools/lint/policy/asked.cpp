#include "tools/lint/policy/asked.hpp"

#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

/// Follows names into what they stand for.
class Reader {
 public:
  explicit Reader(const Model& model) : model_(model) {}

  /// The decisions that an expression names, itself or through definitions.
  void named(ExprId expr, std::set<DecisionId>& found, std::set<DefineId>& opened) {
    walk(model_, expr, [&](ExprId each) {
      const auto& node = model_[each].node;
      if (const auto* value = std::get_if<DecisionRef>(&node)) found.insert(value->decision);
      if (const auto* outcome = std::get_if<OutcomeTest>(&node)) found.insert(outcome->decision);
      const auto* define = std::get_if<DefineRef>(&node);
      if (define != nullptr && opened.insert(define->define).second) {
        named(model_.defines[define->define].body, found, opened);
      }
    });
  }

  void used_by(DecisionId decision, std::set<DecisionId>& reached) {
    if (!reached.insert(decision).second) return;
    if (parts_.empty()) gather();
    std::set<DecisionId> found;
    for (const ExprId expr : parts_[decision]) named(expr, found, opened_);
    for (const DecisionId each : found) used_by(each, reached);
  }

 private:
  void gather() {
    parts_.resize(model_.decisions.size());
    for (const Root& root : roots(model_)) {
      if (root.decision != nullptr)
        parts_[static_cast<std::size_t>(root.decision - model_.decisions.data())].push_back(root.expr);
    }
  }

  const Model& model_;
  std::vector<std::vector<ExprId>> parts_;  // By decision.
  std::set<DefineId> opened_;               // What is in them was seen once, and that is enough.
};

}  // namespace

Asked asked(const Model& model) {
  Asked asked;
  Reader reader(model);
  std::set<DefineId> opened;
  for (const Test& test : model.tests) {
    for (const TestStep& step : test.steps) {
      std::visit(Overloaded{
                     [](const auto&) {},
                     [&](const ExpectOutcome& node) {
                       asked.decisions.insert(node.decision);
                       if (node.outcome != Outcome::forbidden) return;
                       for (const std::string& rule : node.rules) asked.forbidden_by.emplace(node.decision, rule);
                       if (!node.has_rules) asked.forbidden.insert(node.decision);
                     },
                     [&](const ExpectNotice& node) { asked.decisions.insert(node.decision); },
                     [&](const ExpectHolds& node) { asked.decisions.insert(node.decision); },
                     [&](const ExpectExpr& node) {
                       reader.named(node.condition, asked.decisions, opened);
                       walk(model, node.condition, [&](ExprId each) {
                         const auto* outcome = std::get_if<OutcomeTest>(&model[each].node);
                         if (outcome != nullptr) asked.forbidden.insert(outcome->decision);
                       });
                     },
                 },
                 step.node);
    }
  }
  for (const DecisionId each : asked.decisions) reader.used_by(each, asked.reached);
  return asked;
}

}  // namespace writ::lint::policy
