#include "engine/model/model.hpp"

#include <algorithm>

#include "engine/value/overloaded.hpp"

namespace writ::model {

std::optional<DecisionId> Model::decision(std::string_view qualified_name) const {
  for (DecisionId id = 0; id < decisions.size(); ++id)
    if (decisions[id].name == qualified_name) return id;
  return std::nullopt;
}

Span Model::span(ExprId id) const {
  if (!exprs.empty()) return exprs[id].span;
  const auto found = std::ranges::lower_bound(notes.places, id, {}, &ExprNotes::Place::expr);
  return found != notes.places.end() && found->expr == id ? found->span : Span{};
}

DecisionId Model::used_decision(ExprId id) const {
  if (exprs.empty()) {
    const auto found = std::ranges::lower_bound(notes.uses, id, {}, &ExprNotes::Use::expr);
    return found != notes.uses.end() && found->expr == id ? found->decision : none;
  }
  if (const auto* value = std::get_if<DecisionRef>(&exprs[id].node)) return value->decision;
  if (const auto* outcome = std::get_if<OutcomeTest>(&exprs[id].node)) return outcome->decision;
  return none;
}

std::vector<ExprId> parts(const Expr& expr) {
  std::vector<ExprId> found;
  const auto add = [&](auto... ids) { ((ids == none ? void() : found.push_back(ids)), ...); };
  const auto add_all = [&](const std::vector<ExprId>& ids) { found.insert(found.end(), ids.begin(), ids.end()); };
  std::visit(Overloaded{
                 [](const auto&) {},
                 [&](const DefineRef& node) { add_all(node.arguments); },
                 [&](const FieldRef& node) { add(node.base); },
                 [&](const Widen& node) { add(node.operand); },
                 [&](const MakePresent& node) { add(node.operand); },
                 [&](const Narrowed& node) { add(node.operand); },
                 [&](const Apply& node) { add_all(node.arguments); },
                 [&](const Equal& node) { add(node.left, node.right); },
                 [&](const Logic& node) { add(node.left, node.right); },
                 [&](const Not& node) { add(node.operand); },
                 [&](const IsPresent& node) { add(node.operand); },
                 [&](const OrElse& node) { add(node.left, node.right); },
                 [&](const InList& node) { add(node.value, node.list); },
                 [&](const InRange& node) { add(node.value, node.low, node.high); },
                 [&](const If& node) { add(node.condition, node.then, node.otherwise); },
                 [&](const Quantifier& node) { add(node.list, node.where, node.satisfies); },
                 [&](const Pick& node) { add(node.list, node.where, node.key); },
                 [&](const Aggregate& node) { add(node.list, node.where, node.of); },
                 [&](const MakeRecord& node) { add_all(node.fields); },
                 [&](const MakeList& node) { add_all(node.elements); },
                 [&](const With& node) {
                   add(node.base);
                   for (const FieldChange& change : node.changes) add(change.value);
                 },
                 [&](const Interpolate& node) {
                   for (const TextPart& part : node.parts)
                     if (!part.is_text) add(part.id);
                 },
             },
             expr.node);
  return found;
}

}  // namespace writ::model
