// What expressions name: facts and where they stand in the record, parameters and their dates, definitions.

#include "engine/explain/explainer.hpp"
#include "engine/explain/source_words.hpp"
#include "engine/facts/json_pointer.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;
using NodeKind = Explanation::Node::Kind;

/// A fact or a bound name, and fields of it.
bool Explainer::is_path(ExprId expr) const {
  return std::visit(Overloaded{
                        [](const auto&) { return false; },
                        [](const FactRef&) { return true; },
                        [](const LocalRef&) { return true; },
                        [&](const FieldRef& node) { return is_path(node.base); },
                        [&](const Narrowed& node) { return is_path(node.operand); },
                    },
                    model_[expr].node);
}

std::string Explainer::path_name(ExprId expr) const {
  return std::visit(Overloaded{
                        [](const auto&) { return std::string(); },
                        [&](const FactRef& node) { return model_.facts[node.fact].name; },
                        [&](const LocalRef& node) { return model_.locals[node.local].name; },
                        [&](const FieldRef& node) {
                          return path_name(node.base) + "." +
                                 model_.schema.records[node.record].fields[node.field].name;
                        },
                        [&](const Narrowed& node) { return path_name(node.operand); },
                    },
                    model_[expr].node);
}

std::string Explainer::path_pointer(ExprId expr) const {
  return std::visit(Overloaded{
                        [](const auto&) { return std::string(); },
                        [&](const FactRef& node) {
                          std::string pointer;
                          append_pointer_member(pointer, model_.facts[node.fact].spelling);
                          return pointer;
                        },
                        [&](const LocalRef& node) {
                          const auto found = pointers_.find(node.local);
                          return found == pointers_.end() ? std::string() : found->second;
                        },
                        [&](const FieldRef& node) {
                          std::string pointer = path_pointer(node.base);
                          if (pointer.empty()) return pointer;
                          append_pointer_member(pointer,
                                                model_.schema.records[node.record].fields[node.field].spelling);
                          return pointer;
                        },
                        [&](const Narrowed& node) { return path_pointer(node.operand); },
                    },
                    model_[expr].node);
}

bool Explainer::is_fixed(ExprId expr) const {
  return std::visit(Overloaded{
                        [](const auto&) { return false; },
                        [&](const FactRef& node) { return model_.facts[node.fact].fixed; },
                        [&](const FieldRef& node) {
                          return model_.schema.records[node.record].fields[node.field].fixed || is_fixed(node.base);
                        },
                        [&](const Narrowed& node) { return is_fixed(node.operand); },
                    },
                    model_[expr].node);
}

void Explainer::fill_path(Node& node, ExprId id, TraceId traced, const Error& error) {
  if (is_path(id)) {
    node.name = path_name(id);
    node.pointer = path_pointer(id);
    node.kind = node.pointer.empty() ? NodeKind::bound : NodeKind::fact;
    node.fixed = is_fixed(id);
    return;
  }
  // Fields of fields are read at once: what they are all of is what was noted.
  ExprId base = id;
  std::vector<const FieldInfo*> fields;
  for (;;) {
    if (const auto* field = std::get_if<FieldRef>(&model_[base].node)) {
      fields.push_back(&model_.schema.records[field->record].fields[field->field]);
      base = field->base;
    } else if (const auto* narrowed = std::get_if<Narrowed>(&model_[base].node)) {
      base = narrowed->operand;
    } else {
      break;
    }
    if (find_child(traced, base) != none) break;
  }
  Node whole = part(base, traced, error);
  node.pointer = whole.pointer;
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    node.name += (node.name.empty() ? "" : ".") + (*field)->name;
    if (!node.pointer.empty()) append_pointer_member(node.pointer, (*field)->spelling);
  }
  node.parts.push_back(std::move(whole));
}

void Explainer::fill_parameter(Node& node, ParameterId id, TraceId traced, const Error& error) {
  const Parameter& parameter = model_.parameters[id];
  node.name = parameter.name;
  node.overridden = parameter.overridden;
  traced = origin(traced);
  const Expr& value = model_[parameter.value];
  if (traced == none || find_child(traced, parameter.value) == none) return;
  if (std::holds_alternative<MakeList>(value.node)) return;
  const auto [found, is_new] = definitions_.try_emplace(traced, none);
  if (is_new) {
    Explanation::Definition definition;
    definition.name = parameter.name;
    definition.doc = plain_doc(parameter.doc);
    definition.place = place_at(sources_, parameter.span);
    const TraceId body = find_child(traced, parameter.value);
    definition.body =
        is_dated(parameter.value) ? dated(parameter.value, body, error) : this->node(parameter.value, body, error);
    definitions_[traced] = static_cast<std::uint32_t>(explanation_.definitions.size());
    explanation_.definitions.push_back(std::move(definition));
  }
  node.definition = definitions_[traced];
}

void Explainer::fill_definition(Node& node, const DefineRef& call, TraceId traced, const Error& error) {
  const Define& define = model_.defines[call.define];
  node.name = define.name;
  for (const ExprId argument : call.arguments) node.parts.push_back(part(argument, traced, error));
  traced = origin(traced);
  const TraceId body = find_child(traced, define.body);
  if (traced == none || (body == none && !is_constant(model_[define.body])) || !has_room()) return;
  if (!definitions_.contains(traced)) {
    Explanation::Definition definition;
    definition.name = define.name;
    definition.doc = plain_doc(define.doc);
    definition.place = place_at(sources_, define.span);
    for (std::size_t i = 0; i < define.parameters.size() && i < node.parts.size(); ++i) {
      pointers_[define.parameters[i]] = node.parts[i].pointer;
      definition.arguments.push_back({model_.locals[define.parameters[i]].name, node.parts[i].value});
    }
    definition.body = this->node(define.body, body, error);
    definitions_[traced] = static_cast<std::uint32_t>(explanation_.definitions.size());
    explanation_.definitions.push_back(std::move(definition));
  }
  node.definition = definitions_[traced];
  node.pointer = explanation_.definitions[node.definition].body.pointer;
}

// ---- dates ------------------------------------------------------------------------------------------------------

/// The dates of a parameter became conditions; their bounds stand where the whole line stands.
bool Explainer::is_dated(ExprId value) const {
  const auto* choice = std::get_if<If>(&model_[value].node);
  if (choice == nullptr) return false;
  const Expr& condition = model_[choice->condition];
  const auto* compared = std::get_if<Apply>(&condition.node);
  return compared != nullptr && compared->arguments.size() == 2 &&
         model_[compared->arguments[1]].span == condition.span;
}

/// Which of its lines holds, and by what.
Explainer::Node Explainer::dated(ExprId value, TraceId traced, const Error& error) {
  Node node;
  node.kind = NodeKind::choice;
  node.is_condition = is_bool(model_[value].type);
  fill_value(node, model_[value], traced);
  ExprId at = value;
  Span line = model_[value].span;
  TraceId noted = traced;
  bool by_is_told = false;
  while (is_dated(at)) {
    const auto& choice = std::get<If>(model_[at].node);
    const TraceId condition = find_child(noted, choice.condition);
    if (condition == none) break;
    if (!by_is_told) {
      node.parts.push_back(part(std::get<Apply>(model_[choice.condition].node).arguments[0], condition, error));
      by_is_told = true;
    }
    line = model_[at].span;
    if (trace_[condition].values[0].number != 0) break;
    line = model_[choice.condition].span;
    noted = find_child(noted, choice.otherwise);
    at = choice.otherwise;
  }
  node.words = words_at(sources_, line);
  node.place = place_at(sources_, line);
  mark_parts(node);
  return node;
}

/// `effective from D before D by E`: an `all` of its bounds.
Explainer::Node Explainer::in_force(ExprId expr, TraceId parent, const Error& error) {
  Node node;
  node.kind = NodeKind::all;
  node.is_condition = true;
  node.words = words_at(sources_, model_[expr].span);
  node.place = place_at(sources_, model_[expr].span);
  const TraceId traced = find_child(parent, expr);
  if (traced == none) return node;
  fill_value(node, model_[expr], traced);
  add_bounds(node, expr, traced, error);
  node.words.clear();
  for (const Node& bound : node.parts) node.words += (node.words.empty() ? "" : " ") + bound.words;
  mark_parts(node);
  return node;
}

void Explainer::add_bounds(Node& node, ExprId expr, TraceId traced, const Error& error) {
  if (traced == none) return;
  if (const auto* both = std::get_if<Logic>(&model_[expr].node)) {
    add_bounds(node, both->left, find_child(traced, both->left), error);
    add_bounds(node, both->right, find_child(traced, both->right), error);
    return;
  }
  Node bound = this->node(expr, traced, error);
  bound.words = word_before(sources_, model_[expr].span) + " " + bound.words;
  node.parts.push_back(std::move(bound));
}

}  // namespace writ
