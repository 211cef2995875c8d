#include "engine/program/analysis.hpp"

#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

namespace {

bool never_fails(const Builtin& builtin) { return builtin.never_fails || builtin.motion == Motion::compare; }

}  // namespace

Reach::Reach(const Model& model) : model_(model), answers_(model.exprs.size(), 0), lists_(model.locals.size(), none) {
  // Which list a bound variable goes over; what is left are parameters of defines.
  for (const Expr& expr : model.exprs) {
    std::visit(Overloaded{[this](const Quantifier& node) { lists_[node.local] = node.list; },
                          [this](const Pick& node) { lists_[node.local] = node.list; },
                          [this](const Aggregate& node) { lists_[node.local] = node.list; }, [](const auto&) {}},
               expr.node);
  }
}

std::uint8_t Reach::answer(ExprId expr) {
  if (expr == none) return 0;
  if (!(answers_[expr] & known)) answers_[expr] = static_cast<std::uint8_t>(compute(model_[expr]) | known);
  return answers_[expr] & (fails | follows_now);
}

/// An element stands still where its list does. A define is called from many places: its arguments are not followed.
std::uint8_t Reach::of_local(LocalId local) {
  return lists_[local] == none ? std::uint8_t{follows_now} : answer(lists_[local]) & follows_now;
}

/// It may be undetermined.
std::uint8_t Reach::of_decision(DecisionId decision) const {
  return static_cast<std::uint8_t>(model_.decisions[decision].reads_now ? fails | follows_now : fails);
}

std::uint8_t Reach::compute(const Expr& expr) {
  const auto all = [this](const std::vector<ExprId>& operands) {
    std::uint8_t result = 0;
    for (ExprId operand : operands) result |= answer(operand);
    return result;
  };
  return std::visit(Overloaded{
                        [](const Poison&) -> std::uint8_t { return fails; },
                        [](const Constant&) -> std::uint8_t { return 0; },
                        [](const TextConstant&) -> std::uint8_t { return 0; },
                        [](const AbsentValue&) -> std::uint8_t { return 0; },
                        [](const FactRef&) -> std::uint8_t { return 0; },
                        [](const NowRef&) -> std::uint8_t { return follows_now; },
                        [this](const ParameterRef& node) { return answer(model_.parameters[node.parameter].value); },
                        [this](const LocalRef& node) { return of_local(node.local); },
                        [this](const FixtureRef& node) { return answer(model_.fixtures[node.fixture].value); },
                        [&](const DefineRef& node) -> std::uint8_t {
                          return all(node.arguments) | answer(model_.defines[node.define].body);
                        },
                        [this](const DecisionRef& node) { return of_decision(node.decision); },
                        [this](const OutcomeTest& node) { return of_decision(node.decision); },
                        [this](const FieldRef& node) { return answer(node.base); },
                        [this](const Widen& node) -> std::uint8_t { return answer(node.operand) | fails; },
                        [this](const MakePresent& node) { return answer(node.operand); },
                        [this](const Narrowed& node) { return answer(node.operand); },
                        [&](const Apply& node) -> std::uint8_t {
                          return all(node.arguments) | (never_fails(builtins()[node.builtin]) ? 0 : fails);
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
                        [this](const Quantifier& node) -> std::uint8_t {
                          return answer(node.list) | answer(node.where) | answer(node.satisfies);
                        },
                        [this](const Pick& node) -> std::uint8_t {
                          return answer(node.list) | answer(node.where) | answer(node.key);
                        },
                        [this](const Aggregate& node) -> std::uint8_t {
                          const bool adds = node.kind == syntax::AggregateKind::sum;
                          const std::uint8_t parts = answer(node.list) | answer(node.where) | answer(node.of);
                          return parts | (adds ? std::uint8_t{fails} : std::uint8_t{0});
                        },
                        [&](const MakeRecord& node) { return all(node.fields); },
                        [&](const MakeList& node) { return all(node.elements); },
                        [this](const With& node) {
                          std::uint8_t result = answer(node.base);
                          for (const FieldChange& change : node.changes) result |= answer(change.value);
                          return result;
                        },
                        [this](const Interpolate& node) {
                          std::uint8_t result = fails;  // A text may be too long.
                          for (const TextPart& part : node.parts) {
                            if (!part.is_text) result |= answer(part.id);
                          }
                          return result;
                        },
                    },
                    expr.node);
}

}  // namespace writ
