#include "tools/documents/exercises.hpp"

#include <algorithm>

#include "engine/value/overloaded.hpp"

namespace writ::documents {
namespace {

void insert(std::vector<std::uint32_t>& tests, std::uint32_t test) {
  const auto at = std::ranges::lower_bound(tests, test);
  if (at == tests.end() || *at != test) tests.insert(at, test);
}

void add_rules_named(Exercises& exercises, const model::Model& model, const model::ExpectOutcome& expect,
                     std::uint32_t test) {
  const model::Decision& decision = model.decisions[expect.decision];
  for (const std::string& name : expect.rules) {
    for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
      if (decision.rules[i].name == name) exercises.add({expect.decision, false, i}, test);
    }
    if (decision.otherwise && decision.otherwise->name == name) {
      exercises.add({expect.decision, false, static_cast<std::uint32_t>(decision.rules.size())}, test);
    }
  }
}

void add_decisions_read(Exercises& exercises, const model::Model& model, model::ExprId expr, std::uint32_t test) {
  model::walk(model, expr, [&](model::ExprId id) {
    if (const auto* value = std::get_if<model::DecisionRef>(&model[id].node)) {
      exercises.add_about(value->decision, test);
    } else if (const auto* outcome = std::get_if<model::OutcomeTest>(&model[id].node)) {
      exercises.add_about(outcome->decision, test);
    }
  });
}

}  // namespace

Exercises::Exercises(const model::Model& model) : about_(model.decisions.size()) {
  for (const model::Decision& decision : model.decisions) {
    decisions_.push_back({{}, {}});
    decisions_.back().rules.resize(decision.rules.size() + 1);
    decisions_.back().alsos.resize(decision.alsos.size());
  }
}

void Exercises::add(RuleId rule, std::uint32_t test) {
  OfDecision& of = decisions_[rule.decision];
  insert((rule.is_also ? of.alsos : of.rules)[rule.number], test);
}

const std::vector<std::uint32_t>& Exercises::tests_of(RuleId rule) const {
  const OfDecision& of = decisions_[rule.decision];
  return (rule.is_also ? of.alsos : of.rules)[rule.number];
}

void Exercises::add_about(model::DecisionId decision, std::uint32_t test) { insert(about_[decision], test); }

Exercises named_in_tests(const model::Model& model) {
  Exercises exercises(model);
  for (std::uint32_t test = 0; test < model.tests.size(); ++test) {
    for (const model::TestStep& step : model.tests[test].steps) {
      std::visit(Overloaded{[&](const model::ExpectOutcome& expect) {
                              exercises.add_about(expect.decision, test);
                              add_rules_named(exercises, model, expect, test);
                            },
                            [&](const model::ExpectNotice& expect) { exercises.add_about(expect.decision, test); },
                            [&](const model::ExpectHolds& expect) { exercises.add_about(expect.decision, test); },
                            [&](const model::ExpectExpr& expect) {
                              add_decisions_read(exercises, model, expect.condition, test);
                            },
                            [](const auto&) {}},
                 step.node);
    }
  }
  return exercises;
}

}  // namespace writ::documents
