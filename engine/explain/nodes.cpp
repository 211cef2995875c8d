// Expressions: what each came to, and of what.

#include <algorithm>
#include <ranges>

#include "engine/builtins/builtin.hpp"
#include "engine/explain/explainer.hpp"
#include "engine/explain/public_data.hpp"
#include "engine/explain/source_words.hpp"
#include "engine/value/names.hpp"
#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;
using NodeKind = Explanation::Node::Kind;
using State = Explanation::Node::State;
using Skipped = Explanation::Node::Skipped;

namespace {

/// Values of more slots or bytes than this are not written as JSON, of longer texts not in full for people.
constexpr std::uint64_t most_slots = 2'000;
constexpr std::size_t most_json = 64 * 1024;
constexpr std::size_t most_text = 120;
/// Expressions within each other, through definitions too: what reads an explanation may follow it by recursion.
constexpr std::size_t most_depth = 400;

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

/// The smallest or the largest of its arguments.
bool picks_a_part(const Expr& expr) {
  const auto* call = std::get_if<Apply>(&expr.node);
  if (call == nullptr) return false;
  const Motion motion = builtins()[call->builtin].motion;
  return motion == Motion::smaller || motion == Motion::larger;
}

/// `a + b - c` was nested by the checker, as was `min(a, b, c)`: what is inside goes on with the same.
bool goes_on(const Expr& outer, const Expr& inner) {
  const auto* out = std::get_if<Apply>(&outer.node);
  const auto* in = std::get_if<Apply>(&inner.node);
  if (out == nullptr || in == nullptr || out->arguments.size() != 2 || in->arguments.size() != 2) return false;
  const Builtin& last = builtins()[out->builtin];
  const Builtin& first = builtins()[in->builtin];
  if (last.folds) return in->builtin == out->builtin && inner.span == outer.span;
  const auto is_sum = [](const Builtin& row) { return row.name == "+" || row.name == "-"; };
  if (!last.is_operator || !first.is_operator) return false;
  return (is_sum(last) && is_sum(first)) || (last.name == "*" && first.name == "*");
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

bool is_constant(const Expr& expr) {
  return std::holds_alternative<Constant>(expr.node) || std::holds_alternative<TextConstant>(expr.node) ||
         std::holds_alternative<AbsentValue>(expr.node);
}

Explainer::Explainer(Machine& machine, const SourceSet& sources, const File& file, const ExplainOptions& options)
    : machine_(machine),
      sources_(sources),
      model_(*machine.program().model),
      trace_(machine.trace()),
      options_(options),
      zone_(file.zone ? file.zone : time::Zone::utc()),
      values_(model_.schema, *zone_) {
  explanation_.zone = zone_->name();
  explanation_.cut = trace_.cut();
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
      return std::to_string(list.count) + " × " + model_.schema.type_name(element);
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
  if (slots > most_slots) return shown;
  values_.append(shown.json, type, value);
  if (shown.json.size() > most_json) shown.json = std::string();
  return shown;
}

/// A decision's own value is written however long it is.
Explanation::Shown Explainer::shown_in_full(Type type, Slot value) const {
  Explanation::Shown shown{for_people(type, value), {}};
  values_.append(shown.json, type, value);
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
  if (depth_ >= most_depth) return without_parts(id, traced);
  ++depth_;
  Node made = whole(id, traced, outer, inside);
  --depth_;
  return made;
}

/// Too deep to be told in full.
Explainer::Node Explainer::without_parts(ExprId id, TraceId traced) {
  const Expr& expr = model_[id];
  explanation_.cut = true;
  Node node;
  node.kind = kind_of(expr);
  node.is_condition = is_bool(expr.type);
  node.words = words_at(sources_, expr.span);
  node.place = place_at(sources_, expr.span);
  if (traced != none) {
    fill_value(node, expr, traced);
  } else {
    fill_constant(node, expr);
  }
  return node;
}

Explainer::Node Explainer::whole(ExprId id, TraceId traced, const Error& outer, TraceId inside) {
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
  mark_parts(node, picks_a_part(expr));
  return node;
}

void Explainer::fill_parts(Node& node, const Expr& expr, TraceId traced, const Error& error) {
  std::visit(Overloaded{
                 [&](const auto&) {
                   for (const ExprId each : parts(expr)) node.parts.push_back(part(each, traced, error));
                 },
                 [&](const Apply&) { fill_operands(node, expr, traced, error); },
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

/// `a + b - c` is one node with three parts, as is `min(a, b, c)`: what is nested in the first operand is laid out.
void Explainer::fill_operands(Node& node, const Expr& expr, TraceId traced, const Error& error) {
  struct Operand {
    ExprId expr;
    TraceId parent;
  };
  std::vector<Operand> last_first;
  const Expr* at = &expr;
  for (TraceId parent = traced;;) {
    const std::vector<ExprId>& arguments = std::get<Apply>(at->node).arguments;
    for (std::size_t i = arguments.size(); i-- > 1;) last_first.push_back({arguments[i], parent});
    if (arguments.empty()) break;
    ExprId inner = arguments[0];
    TraceId inner_traced = find_child(parent, inner);
    for (ExprId within = wrapped(model_[inner]); within != none; within = wrapped(model_[inner])) {
      inner = within;
      inner_traced = find_child(inner_traced, inner);
    }
    if (!goes_on(*at, model_[inner]) || (inner_traced == none && parent != none)) {
      last_first.push_back({arguments[0], parent});
      break;
    }
    if (node.state == State::error && error && error->expr == inner) {
      node.failure = to_failure(*error, model_, nullptr, sources_);
    }
    at = &model_[inner];
    parent = inner_traced;
  }
  for (const Operand& operand : std::views::reverse(last_first)) {
    node.parts.push_back(part(operand.expr, operand.parent, error));
  }
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

}  // namespace writ
