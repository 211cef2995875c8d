// What is called by name comes before what calls it: definitions may be piled up as high as one likes, and what would
// climb down from the last to the first by recursion would need as much of the stack.

#include "engine/analysis/encoding_state.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::analysis {

using namespace model;

std::vector<ExprId> Encoding::State::expressions_of(const Named& named) const {
  std::vector<ExprId> found;
  const auto add = [&](ExprId expr) {
    if (expr != none) found.push_back(expr);
  };
  const auto add_calls = [&](const std::vector<NoticeCall>& calls) {
    for (const NoticeCall& call : calls) found.insert(found.end(), call.arguments.begin(), call.arguments.end());
  };
  switch (named.kind) {
    case Named::Kind::parameter: add(model.parameters[named.id].value); break;
    case Named::Kind::define: add(model.defines[named.id].body); break;
    case Named::Kind::decision: {
      const Decision& decision = model.decisions[named.id];
      add(model.files[decision.file].in_force);
      const auto add_rule = [&](const Rule& rule) {
        for (const ExprId expr : {rule.in_force, rule.unless, rule.when, rule.value}) add(expr);
        add_calls(rule.then);
      };
      for (const Rule& rule : decision.rules) add_rule(rule);
      if (decision.otherwise) add_rule(*decision.otherwise);
      for (const Also& also : decision.alsos) {
        for (const ExprId expr : {also.in_force, also.unless, also.when}) add(expr);
        add_calls({also.call});
      }
      break;
    }
  }
  return found;
}

void Encoding::State::note_called(ExprId expr, std::vector<Named>& named) {
  const auto note = [&](Named::Kind kind, std::uint32_t id, std::vector<bool>& called) {
    if (!called[id]) named.push_back({kind, id});
  };
  walk(model, expr, [&](ExprId part) {
    std::visit(
        Overloaded{[](const auto&) {},
                   [&](const ParameterRef& node) { note(Named::Kind::parameter, node.parameter, called_parameters); },
                   [&](const DefineRef& node) { note(Named::Kind::define, node.define, called_defines); },
                   [&](const DecisionRef& node) { note(Named::Kind::decision, node.decision, called_decisions); },
                   [&](const OutcomeTest& node) { note(Named::Kind::decision, node.decision, called_decisions); }},
        model[part].node);
  });
}

void Encoding::State::encode_named(std::vector<Named> named) {
  while (!named.empty()) {
    const Named next = named.back();
    auto& called = next.kind == Named::Kind::parameter ? called_parameters
                   : next.kind == Named::Kind::define  ? called_defines
                                                       : called_decisions;
    if (!next.called) {
      if (called[next.id]) {
        named.pop_back();
        continue;
      }
      called[next.id] = true;
      named.back().called = true;
      for (const ExprId expr : expressions_of(next)) note_called(expr, named);
      continue;
    }
    named.pop_back();
    if (next.kind == Named::Kind::decision) {
      decision(next.id);
    } else if (next.kind == Named::Kind::parameter || !model.defines[next.id].has_parameters) {
      for (const ExprId expr : expressions_of(next)) encode(expr);
    }
  }
}

void Encoding::State::encode_called(ExprId expr) {
  std::vector<Named> named;
  note_called(expr, named);
  encode_named(std::move(named));
}

void Encoding::State::encode_called_by(DecisionId decision) { encode_named({{Named::Kind::decision, decision}}); }

}  // namespace writ::analysis
