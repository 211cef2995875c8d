// Expressions: what each came to, and of what.

#include <algorithm>

#include "engine/explain/explainer.hpp"
#include "engine/explain/public_data.hpp"
#include "engine/explain/source_words.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;
using NodeKind = Explanation::Node::Kind;
using State = Explanation::Node::State;
using Skipped = Explanation::Node::Skipped;

namespace {

/// Values of more slots than this are not written as JSON, of longer texts not in full for people.
constexpr std::uint64_t most_slots = 2'000;
constexpr std::size_t most_text = 120;

bool is_bool(Type type) { return type == Type{Kind::boolean}; }

std::string_view unqualified(std::string_view name) { return name.substr(name.rfind('.') + 1); }

void append_member(std::string& pointer, std::string_view name) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

/// The first characters of a text that is too long, whole code points.
void shorten(std::string& text) {
  if (text.size() <= most_text) return;
  std::size_t end = most_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  text += "…";
}

NodeKind kind_of(const Expr& expr) {
  const NodeKind otherwise = is_bool(expr.type) ? NodeKind::comparison : NodeKind::call;
  return std::visit(Overloaded{
                        [&](const auto&) { return otherwise; },
                        [](const Constant&) { return NodeKind::literal; },
                        [](const TextConstant&) { return NodeKind::literal; },
                        [](const AbsentValue&) { return NodeKind::literal; },
                        [](const NowRef&) { return NodeKind::now; },
                        [](const ParameterRef&) { return NodeKind::parameter; },
                        [](const FixtureRef&) { return NodeKind::made; },
                        [](const DefineRef&) { return NodeKind::definition; },
                        [](const DecisionRef&) { return NodeKind::decision; },
                        [](const OutcomeTest&) { return NodeKind::decision; },
                        [](const Logic& node) {
                          return node.op == LogicOp::logical_and  ? NodeKind::all
                                 : node.op == LogicOp::logical_or ? NodeKind::any
                                                                  : NodeKind::implies;
                        },
                        [](const Not&) { return NodeKind::negation; },
                        [](const If&) { return NodeKind::choice; },
                        [](const OrElse&) { return NodeKind::fallback; },
                        [](const Quantifier&) { return NodeKind::quantifier; },
                        [](const Pick&) { return NodeKind::pick; },
                        [](const Aggregate&) { return NodeKind::aggregate; },
                        [](const MakeRecord&) { return NodeKind::made; },
                        [](const MakeList&) { return NodeKind::made; },
                        [](const With&) { return NodeKind::made; },
                        [](const Interpolate&) { return NodeKind::made; },
                    },
                    expr.node);
}

/// What stands for the same value: what the checker put around an expression.
ExprId wrapped(const Expr& expr) {
  return std::visit(Overloaded{
                        [](const auto&) { return none; },
                        [](const Widen& node) { return node.operand; },
                        [](const MakePresent& node) { return node.operand; },
                        [](const Narrowed& node) { return node.operand; },
                    },
                    expr.node);
}

/// Such are noted nowhere: what they come to stands in the source.
bool is_constant(const Expr& expr) {
  return std::holds_alternative<Constant>(expr.node) || std::holds_alternative<TextConstant>(expr.node) ||
         std::holds_alternative<AbsentValue>(expr.node);
}

bool has_failed(const TraceNode& traced) { return traced.state != TraceNode::State::value; }

/// Why what was not evaluated was not.
Skipped why_skipped(const Explanation::Node& parent) {
  if (parent.kind == NodeKind::choice || parent.kind == NodeKind::fallback) return Skipped::not_needed;
  if (parent.kind == NodeKind::all || parent.kind == NodeKind::any || parent.kind == NodeKind::implies)
    return Skipped::guarded;
  return parent.state == State::error ? Skipped::after_error : Skipped::not_needed;
}

}  // namespace

Explainer::Explainer(Machine& machine, const SourceSet& sources, const File& file, const ExplainOptions& options)
    : machine_(machine),
      sources_(sources),
      model_(*machine.program().model),
      trace_(machine.trace()),
      options_(options),
      zone_(file.zone ? file.zone : time::Zone::utc()),
      values_(model_.schema, *zone_) {
  explanation_.zone = zone_->name();
  for (TraceId id = 0; id < trace_.nodes().size(); ++id) {
    if (trace_[id].kind == TraceNode::Kind::decision) decision_nodes_.try_emplace(trace_[id].id, id);
  }
}

// ---- values -----------------------------------------------------------------------------------------------------

std::string Explainer::for_people(Type type, Slot value) const {
  std::string text;
  if (type.is_list()) {
    const List& list = *value.list;
    const Type element = type.element();
    if (list.count > 0 && element.is(Kind::record))
      return std::to_string(list.count) + " of " + model_.schema.type_name(element);
    text = "[";
    for (std::uint64_t i = 0; i < list.count; ++i) {
      if (i > 0) text += ", ";
      const std::uint32_t width = model_.schema.slots(element);
      text += for_people(element, list.rows[i * width]);
      if (text.size() > most_text) return std::to_string(list.count) + " elements";
    }
    return text + "]";
  }
  if (type.is(Kind::record)) {
    const std::string name = label(type, value);
    text = unqualified(model_.schema.type_name(type));
    if (!name.empty()) text += " " + name;
    return text;
  }
  values_.append_for_people(text, type, value, options_.language);
  const bool quoted = type.is(Kind::text) && text.size() > most_text;
  shorten(text);
  if (quoted) text += '"';
  return text;
}

Explanation::Shown Explainer::shown(Type type, Slot value) const {
  Explanation::Shown shown{for_people(type, value), {}};
  const std::uint64_t slots =
      type.is_list() ? value.list->count * model_.schema.slots(type.element()) : model_.schema.slots(type);
  if (slots <= most_slots) values_.append(shown.json, type, value);
  return shown;
}

Explanation::Shown Explainer::shown_registers(Type type, const TraceNode& traced) const {
  if (!type.optional) return shown(type, traced.values[0]);
  if (traced.values[0].number == 0) return {"absent", "null"};
  return shown(type.present(), traced.values[1]);
}

bool Explainer::fill_constant(Node& node, const Expr& expr) const {
  if (const auto* constant = std::get_if<Constant>(&expr.node)) {
    node.value = shown(expr.type, number(constant->value));
  } else if (const auto* text = std::get_if<TextConstant>(&expr.node)) {
    const std::string& words = model_.texts[text->text];
    const Text value{words.data(), words.size()};
    node.value = shown(expr.type, Slot{.text = &value});
  } else if (std::holds_alternative<AbsentValue>(expr.node)) {
    node.value = {"absent", "null"};
  } else {
    return false;
  }
  node.state = State::value;
  if (is_bool(expr.type)) node.state = node.value.json == "true" ? State::yes : State::no;
  return true;
}

void Explainer::fill_value(Node& node, const Expr& expr, TraceId traced) {
  const TraceNode& noted = trace_[traced];
  if (has_failed(noted)) {
    node.state = State::error;
    return;
  }
  node.state = State::value;
  if (is_bool(expr.type)) node.state = noted.values[0].number != 0 ? State::yes : State::no;
  node.value = shown_registers(expr.type, noted);
}

// ---- the trace --------------------------------------------------------------------------------------------------

TraceId Explainer::find_child(TraceId parent, ExprId expr) const {
  if (parent == none) return none;
  for (TraceId child = trace_[parent].first_child; child != none; child = trace_[child].next) {
    if (trace_[child].kind == TraceNode::Kind::expression && trace_[child].id == expr) return child;
    if (trace_[child].kind == TraceNode::Kind::element) break;  // What is of the whole form comes before its elements.
  }
  return none;
}

/// The node that has the parts of one that was evaluated before.
TraceId Explainer::origin(TraceId traced) const {
  return traced != none && trace_[traced].same_as != none ? trace_[traced].same_as : traced;
}

Explainer::Node Explainer::part(ExprId expr, TraceId parent, const Error& error) {
  return node(expr, find_child(parent, expr), error);
}

Explainer::Node Explainer::condition(TraceId root) {
  const TraceNode& noted = trace_[root];
  const TraceId traced = noted.first_child;
  if (traced == none) return {};
  return node(trace_[traced].id, traced, std::nullopt);
}

/// `inside` has the parts, where the expression itself was not noted.
Explainer::Node Explainer::node(ExprId id, TraceId traced, const Error& outer, TraceId inside) {
  const Expr& expr = model_[id];
  ++nodes_;
  // What the checker put around it has no words of its own.
  if (const ExprId inner = wrapped(expr); inner != none) {
    const TraceId inner_traced = find_child(traced, inner);
    if (inner_traced != none || traced == none || is_constant(model_[inner])) return node(inner, inner_traced, outer);
    Node place = node(inner, none, outer, traced);  // It was read where it lies, without its optional self.
    fill_value(place, expr, traced);
    place.is_condition = is_bool(expr.type);
    return place;
  }
  Node node;
  node.kind = kind_of(expr);
  node.is_condition = is_bool(expr.type);
  // A `now` that nobody wrote, of dates without `by`, stands where they stand.
  node.words = node.kind == NodeKind::now ? "now" : words_at(sources_, expr.span);
  node.place = place_at(sources_, expr.span);
  Error error = outer;
  if (traced != none) {
    fill_value(node, expr, traced);
    if (trace_[traced].state == TraceNode::State::failed) error = machine_.error(trace_[traced].error);
    if (node.state == State::error && error && error->expr == id) {
      node.failure = to_failure(*error, model_, nullptr, sources_);
    }
  } else if (!fill_constant(node, expr)) {
    node.state = State::not_evaluated;
  }
  fill_parts(node, expr, traced, error);
  if (node.kind == NodeKind::fact || node.kind == NodeKind::bound || node.kind == NodeKind::field) {
    fill_path(node, id, traced == none ? inside : traced, error);
  }
  for (Node& each : node.parts) {
    if (each.state == State::not_evaluated && each.skipped == Skipped::evaluated) each.skipped = why_skipped(node);
  }
  mark_parts(node);
  return node;
}

void Explainer::fill_parts(Node& node, const Expr& expr, TraceId traced, const Error& error) {
  std::visit(Overloaded{
                 [&](const auto&) {
                   for (const ExprId each : parts(expr)) node.parts.push_back(part(each, traced, error));
                 },
                 [&](const Logic& logic) {
                   fill_chain(node, logic.op, logic.left, find_child(traced, logic.left), error);
                   fill_chain(node, logic.op, logic.right, find_child(traced, logic.right), error);
                 },
                 [&](const FactRef&) { node.kind = NodeKind::fact; },
                 [&](const LocalRef&) { node.kind = NodeKind::bound; },
                 [&](const FieldRef&) { node.kind = NodeKind::field; },
                 [&](const ParameterRef& parameter) { fill_parameter(node, parameter.parameter, traced, error); },
                 [&](const DefineRef& call) { fill_definition(node, call, traced, error); },
                 [&](const DecisionRef& used) {
                   node.name = model_.decisions[used.decision].name;
                   if (traced != none) node.decision = decision(used.decision);
                 },
                 [&](const OutcomeTest& used) {
                   node.name = model_.decisions[used.decision].name;
                   if (traced != none) node.decision = decision(used.decision);
                 },
                 [&](const Interpolate& text) {
                   for (const TextPart& each : text.parts) {
                     if (!each.is_text) node.parts.push_back(part(each.id, traced, error));
                   }
                 },
                 [&](const MakeList&) {
                   const std::vector<ExprId> elements = parts(expr);
                   if (std::ranges::all_of(elements, [&](ExprId each) { return is_constant(model_[each]); })) {
                     node.kind = NodeKind::literal;
                     if (node.state == State::not_evaluated) node.state = State::value;
                     return;
                   }
                   for (const ExprId each : elements) node.parts.push_back(part(each, traced, error));
                 },
                 [&](const If& choice) {
                   node.parts.push_back(part(choice.condition, traced, error));
                   for (const ExprId way : {choice.then, choice.otherwise}) {
                     Node taken = part(way, traced, error);
                     if (taken.kind == NodeKind::literal && !node.parts.empty()) {  // Literals are noted nowhere.
                       const bool holds = node.parts.front().state == State::yes;
                       if (holds != (way == choice.then)) taken.state = State::not_evaluated;
                     }
                     node.parts.push_back(std::move(taken));
                   }
                 },
                 [&](const Quantifier&) { fill_elements(node, expr, traced, error); },
                 [&](const Pick&) { fill_elements(node, expr, traced, error); },
                 [&](const Aggregate&) { fill_elements(node, expr, traced, error); },
             },
             expr.node);
}

/// `a and b and c` is one node with three parts, however the checker nested it.
void Explainer::fill_chain(Node& node, LogicOp op, ExprId expr, TraceId traced, const Error& error) {
  const auto* inner = std::get_if<Logic>(&model_[expr].node);
  if (op != LogicOp::implies && inner != nullptr && inner->op == op) {
    fill_chain(node, op, inner->left, find_child(traced, inner->left), error);
    fill_chain(node, op, inner->right, find_child(traced, inner->right), error);
    return;
  }
  node.parts.push_back(this->node(expr, traced, error));
}

// ---- names ------------------------------------------------------------------------------------------------------

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
                          append_member(pointer, model_.facts[node.fact].spelling);
                          return pointer;
                        },
                        [&](const LocalRef& node) {
                          const auto found = pointers_.find(node.local);
                          return found == pointers_.end() ? std::string() : found->second;
                        },
                        [&](const FieldRef& node) {
                          std::string pointer = path_pointer(node.base);
                          if (pointer.empty()) return pointer;
                          append_member(pointer, model_.schema.records[node.record].fields[node.field].spelling);
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
    if (!node.pointer.empty()) append_member(node.pointer, (*field)->spelling);
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
