#include "engine/program/analysis.hpp"

#include <initializer_list>

namespace writ {

using namespace model;

namespace {
template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
}  // namespace

Reach::Reach(const Model& model) : model_(model), answers_(model.exprs.size(), 0), locals_(model.locals.size(), 0) {
  // A define is called from many places: what its arguments do is not followed.
  for (const Define& define : model.defines) {
    for (LocalId parameter : define.parameters) locals_[parameter] = follows_now;
  }
}

std::uint8_t Reach::answer(ExprId expr) {
  if (expr == none) return 0;
  if (!(answers_[expr] & known)) answers_[expr] = static_cast<std::uint8_t>(compute(model_[expr]) | known);
  return answers_[expr] & (fails | follows_now);
}

std::uint8_t Reach::over_list(LocalId local, ExprId list, std::initializer_list<ExprId> parts) {
  std::uint8_t result = answer(list);
  locals_[local] = result & follows_now;
  for (ExprId part : parts) result |= answer(part);
  return result;
}

std::uint8_t Reach::compute(const Expr& expr) {
  const auto all = [this](const std::vector<ExprId>& operands) {
    std::uint8_t result = 0;
    for (ExprId operand : operands) result |= answer(operand);
    return result;
  };
  return std::visit(
      Overloaded{
          [](const Poison&) -> std::uint8_t { return fails; },
          [](const Constant&) -> std::uint8_t { return 0; },
          [](const TextConstant&) -> std::uint8_t { return 0; },
          [](const AbsentValue&) -> std::uint8_t { return 0; },
          [](const FactRef&) -> std::uint8_t { return 0; },
          [](const NowRef&) -> std::uint8_t { return follows_now; },
          [this](const ParameterRef& node) { return answer(model_.parameters[node.parameter].value); },
          [this](const LocalRef& node) { return locals_[node.local]; },
          [this](const FixtureRef& node) { return answer(model_.fixtures[node.fixture].value); },
          [&](const DefineRef& node) -> std::uint8_t {
            return all(node.arguments) | answer(model_.defines[node.define].body);
          },
          [](const DecisionRef&) -> std::uint8_t { return fails | follows_now; },
          [](const OutcomeTest&) -> std::uint8_t { return fails | follows_now; },
          [this](const FieldRef& node) { return answer(node.base); },
          [this](const Widen& node) -> std::uint8_t { return answer(node.operand) | fails; },
          [this](const MakePresent& node) { return answer(node.operand); },
          [this](const Narrowed& node) { return answer(node.operand); },
          [&](const Apply& node) -> std::uint8_t {
            const bool compares = builtins()[node.builtin].motion == Motion::compare;
            return all(node.arguments) | (compares ? std::uint8_t{0} : std::uint8_t{fails});
          },
          [this](const Equal& node) -> std::uint8_t { return answer(node.left) | answer(node.right); },
          [this](const Logic& node) -> std::uint8_t { return answer(node.left) | answer(node.right); },
          [this](const Not& node) { return answer(node.operand); },
          [this](const IsPresent& node) { return answer(node.operand); },
          [this](const OrElse& node) -> std::uint8_t { return answer(node.left) | answer(node.right); },
          [this](const InList& node) -> std::uint8_t { return answer(node.value) | answer(node.list); },
          [this](const InRange& node) -> std::uint8_t {
            return answer(node.value) | answer(node.low) | answer(node.high);
          },
          [this](const If& node) -> std::uint8_t {
            return answer(node.condition) | answer(node.then) | answer(node.otherwise);
          },
          [this](const Quantifier& node) { return over_list(node.local, node.list, {node.where, node.satisfies}); },
          [this](const Pick& node) { return over_list(node.local, node.list, {node.where, node.key}); },
          [this](const Aggregate& node) -> std::uint8_t {
            const bool adds = node.kind == syntax::AggregateKind::sum;
            return over_list(node.local, node.list, {node.where, node.of}) | (adds ? std::uint8_t{fails} : std::uint8_t{0});
          },
          [&](const MakeRecord& node) { return all(node.fields); },
          [&](const MakeList& node) { return all(node.elements); },
          [this](const With& node) {
            std::uint8_t result = answer(node.base);
            for (const FieldChange& change : node.changes) result |= answer(change.value);
            return result;
          },
          [this](const Interpolate& node) {
            std::uint8_t result = 0;
            for (const TextPart& part : node.parts) {
              if (!part.is_text) result |= answer(part.id);
            }
            return result;
          },
      },
      expr.node);
}

}  // namespace writ
