#include "engine/program/rule_guards.hpp"

#include <algorithm>
#include <limits>

#include "engine/value/overloaded.hpp"

namespace writ {

using namespace model;

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

/// Where all but a few members of an enum are meant, they are listed; of a larger one they are not.
constexpr std::size_t most_members = 64;

GuardDomain nothing() { return {true, {}, 1, 0}; }
GuardDomain from(std::int64_t low, bool closed) {
  if (closed) return {true, {}, low, highest};
  return low == highest ? nothing() : GuardDomain{true, {}, low + 1, highest};
}
GuardDomain up_to(std::int64_t high, bool closed) {
  if (closed) return {true, {}, lowest, high};
  return high == lowest ? nothing() : GuardDomain{true, {}, lowest, high - 1};
}

GuardDomain both(GuardDomain a, GuardDomain b) {
  if (a.is_range && b.is_range) return {true, {}, std::max(a.low, b.low), std::min(a.high, b.high)};
  if (a.is_range) std::swap(a, b);
  std::erase_if(a.values, [&b](std::int64_t value) {
    return b.is_range ? value < b.low || value > b.high : !std::ranges::binary_search(b.values, value);
  });
  return a;
}

}  // namespace

const Guard* GuardedRule::on(PathId path) const {
  const auto found = std::ranges::find(guards, path, &Guard::path);
  return found == guards.end() ? nullptr : &*found;
}

RuleGuards::RuleGuards(const Model& model, Reach& reach) : model_(model), reach_(reach) {
  for (const Requirement& requirement : model.requirements) {
    if (!requirement.narrows) continue;
    GuardedRule shows;
    collect(requirement.condition, false, false, shows);
    required_.insert(required_.end(), shows.shown.begin(), shows.shown.end());
  }
}

GuardedRule RuleGuards::of(const Rule& rule) {
  GuardedRule guarded;
  visited_ = 0;
  if (rule.in_force != none) collect(rule.in_force, false, true, guarded);
  if (rule.unless != none) collect(rule.unless, true, false, guarded);
  if (rule.when != none) collect(rule.when, false, true, guarded);
  return guarded;
}

bool RuleGuards::false_where_absent(const GuardedRule& rule, PathId path) const {
  return std::ranges::all_of(paths_[path].through, [&](PathId value) {
    return std::ranges::find(rule.shown, value) != rule.shown.end() ||
           std::ranges::find(required_, value) != required_.end();
  });
}

/// Adds what must be so for `expr` (or, negated, its opposite) to be anything but false. `direct`: it is one of those
/// that `and` joins in the rule itself.
void RuleGuards::collect(ExprId expr, bool negated, bool direct, GuardedRule& rule) {
  // Definitions may use others twice, and these others again. What is not found only keeps the rule from being
  // selected.
  constexpr std::uint32_t most_visited = 1'000;
  if (++visited_ > most_visited) return;
  std::visit(Overloaded{
                 [](const auto&) {},
                 [&](const Logic& node) {
                   if ((node.op == LogicOp::logical_and) == negated) return;
                   collect(node.left, negated != (node.op == LogicOp::implies), direct, rule);
                   collect(node.right, negated, direct, rule);
                 },
                 [&](const Not& node) { collect(node.operand, !negated, false, rule); },
                 [&](const DefineRef& node) {
                   const Define& define = model_.defines[node.define];
                   if (!define.has_parameters) collect(define.body, negated, false, rule);
                 },
                 [&](const IsPresent& node) {
                   if (node.present == negated) return;
                   if (const auto value = path(node.operand)) rule.shown.push_back(*value);
                 },
                 [&](const Equal& node) {
                   const bool constant_first = constant(node.left).has_value();
                   const auto key = constant(constant_first ? node.left : node.right);
                   if (!key) return;
                   const ExprId value = constant_first ? node.right : node.left;
                   bool known = true;
                   GuardDomain domain = some(value, {*key}, node.negated != negated, known);
                   if (known) add(rule, value, std::move(domain), expr, direct);
                 },
                 [&](const InList& node) {
                   auto keys = constants(node.list);
                   if (!keys) return;
                   bool known = true;
                   GuardDomain domain = some(node.value, std::move(*keys), node.negated != negated, known);
                   if (known) add(rule, node.value, std::move(domain), expr, direct);
                 },
                 [&](const InRange& node) {
                   const auto low = constant(node.low), high = constant(node.high);
                   if (!low || !high || node.negated != negated) return;
                   add(rule, node.value, both(from(*low, node.low_closed), up_to(*high, node.high_closed)), expr,
                       direct);
                 },
                 [&](const Apply& node) { compare(node, expr, negated, direct, rule); },
             },
             model_[expr].node);
}

void RuleGuards::compare(const Apply& node, ExprId expr, bool negated, bool direct, GuardedRule& rule) {
  const Builtin& builtin = builtins()[node.builtin];
  if (builtin.motion != Motion::compare || node.arguments.size() != 2) return;
  const bool constant_first = constant(node.arguments[0]).has_value();
  const auto bound = constant(node.arguments[constant_first ? 0 : 1]);
  if (!bound) return;
  // `value < bound` after turning round what has the constant first, and what is negated.
  const bool less = (builtin.name.front() == '<') != (constant_first != negated);
  const bool closed = (builtin.name.size() == 2) != negated;
  add(rule, node.arguments[constant_first ? 1 : 0], less ? up_to(*bound, closed) : from(*bound, closed), expr, direct);
}

void RuleGuards::add(GuardedRule& rule, ExprId value, GuardDomain domain, ExprId condition, bool direct) {
  const Type type = model_[value].type;
  if (type.is_list() || type.optional || type.is(Kind::boolean) || type.is(Kind::record)) return;
  const auto id = path(value);
  if (!id) return;
  const auto found = std::ranges::find(rule.guards, *id, &Guard::path);
  Guard& guard = found != rule.guards.end() ? *found : rule.guards.emplace_back(Guard{*id, domain, {}});
  if (found != rule.guards.end()) guard.domain = both(std::move(guard.domain), std::move(domain));
  if (direct) guard.conditions.push_back(condition);
}

/// These values or, negated, all others; `known` becomes false where those cannot be listed.
GuardDomain RuleGuards::some(ExprId value, std::vector<std::int64_t> values, bool negated, bool& known) const {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (!negated) return {false, std::move(values)};
  const Type type = model_[value].type;
  known = type.is(Kind::enumeration) && model_.schema.enums[type.id].members.size() <= most_members;
  GuardDomain others;
  for (std::size_t i = 0; known && i < model_.schema.enums[type.id].members.size(); ++i) {
    const auto member = static_cast<std::int64_t>(i);
    if (!std::ranges::binary_search(values, member)) others.values.push_back(member);
  }
  return others;
}

std::optional<std::int64_t> RuleGuards::constant(ExprId expr) const {
  const Expr& e = model_[expr];
  if (const auto* number = std::get_if<Constant>(&e.node)) return number->value;
  if (const auto* text = std::get_if<TextConstant>(&e.node)) return text->text;
  if (const auto* parameter = std::get_if<ParameterRef>(&e.node)) {
    const Parameter& declared = model_.parameters[parameter->parameter];
    if (!declared.type.optional) return constant(declared.value);
  }
  return std::nullopt;
}

std::optional<std::vector<std::int64_t>> RuleGuards::constants(ExprId list) const {
  const Expr& e = model_[list];
  if (const auto* parameter = std::get_if<ParameterRef>(&e.node)) {
    const Parameter& declared = model_.parameters[parameter->parameter];
    return declared.type.optional ? std::nullopt : constants(declared.value);
  }
  const auto* literal = std::get_if<MakeList>(&e.node);
  if (literal == nullptr) return std::nullopt;
  std::vector<std::int64_t> values;
  for (const ExprId element : literal->elements) {
    const auto value = constant(element);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

/// Whether `expr` is a path, and a number that is the same for the same path.
bool RuleGuards::hash(ExprId expr, std::uint64_t& state) const {
  const auto add = [&state](std::uint64_t kind, std::uint64_t id) {
    state = (state ^ (kind << 56 | id)) * 0x9e3779b97f4a7c15u;
    state ^= state >> 29;
    return true;
  };
  return std::visit(
      Overloaded{
          [](const auto&) { return false; },
          [&](const FactRef& node) { return add(1, node.fact); },
          [&](const NowRef&) { return add(2, 0); },
          [&](const FieldRef& node) { return add(3, node.field) && hash(node.base, state); },
          [&](const Narrowed& node) { return add(4, 0) && hash(node.operand, state); },
          [&](const DefineRef& node) { return !model_.defines[node.define].has_parameters && add(5, node.define); },
      },
      model_[expr].node);
}

bool RuleGuards::same(ExprId a, ExprId b) const {
  if (a == b) return true;
  const auto& left = model_[a].node;
  const auto& right = model_[b].node;
  if (left.index() != right.index()) return false;
  if (const auto* fact = std::get_if<FactRef>(&left)) return fact->fact == std::get<FactRef>(right).fact;
  if (const auto* define = std::get_if<DefineRef>(&left)) return define->define == std::get<DefineRef>(right).define;
  if (const auto* field = std::get_if<FieldRef>(&left)) {
    const auto& other = std::get<FieldRef>(right);
    return field->record == other.record && field->field == other.field && same(field->base, other.base);
  }
  if (const auto* narrowed = std::get_if<Narrowed>(&left)) {
    return same(narrowed->operand, std::get<Narrowed>(right).operand);
  }
  return std::holds_alternative<NowRef>(left);
}

std::optional<PathId> RuleGuards::path(ExprId expr) {
  std::uint64_t state = 0;
  if (!hash(expr, state)) return std::nullopt;
  const auto [begin, end] = by_hash_.equal_range(state);
  for (auto at = begin; at != end; ++at) {
    if (same(paths_[at->second].expr, expr)) return at->second;
  }
  if (reach_.can_fail(expr)) return std::nullopt;
  Path found{expr, {}};
  bool known = true;
  model::walk(model_, expr, [&](ExprId part) {
    const auto* narrowed = std::get_if<Narrowed>(&model_[part].node);
    if (narrowed == nullptr) return;
    const auto through = path(narrowed->operand);
    known &= through.has_value();
    if (through) found.through.push_back(*through);
  });
  // Until when something is present is not followed.
  if (!known || (!found.through.empty() && reach_.moves(expr))) return std::nullopt;
  paths_.push_back(std::move(found));
  const auto id = static_cast<PathId>(paths_.size() - 1);
  by_hash_.emplace(state, id);
  return id;
}

}  // namespace writ
