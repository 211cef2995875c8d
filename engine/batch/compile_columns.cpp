#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "engine/batch/column_compiler.hpp"
#include "engine/value/decimal.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::batch {

using namespace model;

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::uint32_t most_levels = 500;
constexpr std::size_t most_instructions = 20'000;
constexpr std::uint32_t most_visited = 200'000;
/// Where a decision has more rules, the rule index leaves far fewer to look at for each order.
constexpr std::size_t most_rules = 256;

Node scalar_of(const Value& value) {
  const auto* node = std::get_if<Node>(&value.content);
  if (node == nullptr) throw Unsupported{};
  return *node;
}

Node present_of(const Value& value) {
  if (value.present == no_node) throw Unsupported{};
  return value.present;
}

}  // namespace

Lane lane_of(const Schema& schema, Type type) {
  if (type.is_list() || type.base == Kind::record || type.base == Kind::unknown) throw Unsupported{};
  if (type.base == Kind::boolean) return Lane::byte;
  if (type.base == Kind::enumeration && schema.enums[type.id].members.size() <= 256) return Lane::byte;
  return type.base == Kind::text ? Lane::text : Lane::number;
}

// ---- values ------------------------------------------------------------------------------------------------------

Value ColumnCompiler::load(const Place& place, Type type) {
  if (place.index != no_node) {
    // Of one element: what all elements have, and then that of the one.
    Place of_all = place;
    of_all.index = no_node;
    const Value all = load(of_all, type);
    Value one;
    if (all.present != no_node) one.present = build_.element_of(place.domain, all.present, place.index);
    std::visit(Overloaded{[&](Node column) { one.content = build_.element_of(place.domain, column, place.index); },
                          [&](const Place& record) {
                            Place of_one = record;
                            of_one.index = place.index;
                            one.content = of_one;
                          },
                          [](const auto&) { throw Unsupported{}; }},
               all.content);
    return one;
  }
  if (type.optional) {
    const Leaf flag{.domain = place.domain, .offset = place.offset, .is_presence = true, .type = type.present()};
    Place inner = place;
    inner.offset += 1;
    inner.guard = build_.leaf(flag, Lane::byte, place.guard);
    Value value = load(inner, type.present());
    value.present = inner.guard;
    return value;
  }
  if (type.is_list()) {
    const std::uint32_t slots = model_.schema.slots(type.element());
    return {no_node, Elements{build_.open({place.domain, place.offset, type.element(), slots}, place.guard)}};
  }
  if (type.is(Kind::record)) return {no_node, place};
  const Leaf leaf{.domain = place.domain, .offset = place.offset, .type = type};
  return {no_node, build_.leaf(leaf, lane_of(model_.schema, type), place.guard)};
}

std::vector<Value> ColumnCompiler::fields_of(const Value& record, std::uint32_t id) {
  if (const auto* fields = std::get_if<Fields>(&record.content)) return **fields;
  const auto* place = std::get_if<Place>(&record.content);
  if (place == nullptr) throw Unsupported{};
  std::vector<Value> fields;
  for (const FieldInfo& field : model_.schema.records[id].fields) {
    Place at = *place;
    at.offset += field.offset;
    fields.push_back(load(at, field.type));
  }
  return fields;
}

Value ColumnCompiler::zero(Type type) {
  if (type.optional) {
    Value value = zero(type.present());
    value.present = build_.boolean(false);
    return value;
  }
  if (type.is(Kind::record)) {
    std::vector<Value> fields;
    for (const FieldInfo& field : model_.schema.records[type.id].fields) fields.push_back(zero(field.type));
    return {no_node, std::make_shared<const std::vector<Value>>(std::move(fields))};
  }
  if (type.is(Kind::text)) {
    const Text* const empty = program_.arena->text("");
    return {no_node, build_.constant(Lane::text, reinterpret_cast<std::int64_t>(empty))};
  }
  return {no_node, build_.constant(lane_of(model_.schema, type), 0)};
}

Value ColumnCompiler::select(Node condition, const Value& a, const Value& b, Type type) {
  Value chosen;
  if (type.optional) chosen.present = build_.select(condition, present_of(a), present_of(b));
  if (const auto known = build_.value_of(condition)) return *known != 0 ? a : b;
  if (type.is_list()) {
    chosen.content = Choice{condition, std::make_shared<const std::vector<Value>>(std::vector{a, b})};
  } else if (type.present().is(Kind::record)) {
    const std::vector<Value> left = fields_of(a, type.id), right = fields_of(b, type.id);
    std::vector<Value> fields;
    for (std::size_t i = 0; i < left.size(); ++i) {
      fields.push_back(select(condition, left[i], right[i], model_.schema.records[type.id].fields[i].type));
    }
    chosen.content = std::make_shared<const std::vector<Value>>(std::move(fields));
  } else {
    chosen.content = build_.select(condition, scalar_of(a), scalar_of(b));
  }
  return chosen;
}

Node ColumnCompiler::equal(const Value& a, const Value& b, Type type) {
  if (type.optional) {
    const Node both = build_.logical_and(present_of(a), present_of(b));
    const Node neither = build_.logical_not(build_.logical_or(a.present, b.present));
    return build_.logical_or(neither, build_.logical_and(both, equal(a, b, type.present())));
  }
  if (!type.is(Kind::record)) return build_.equal(scalar_of(a), scalar_of(b));
  const std::vector<Value> left = fields_of(a, type.id), right = fields_of(b, type.id);
  Node all = build_.boolean(true);
  for (std::size_t i = 0; i < left.size(); ++i) {
    all = build_.logical_and(all, equal(left[i], right[i], model_.schema.records[type.id].fields[i].type));
  }
  return all;
}

Value ColumnCompiler::text(TextId text) {
  const auto found = texts_.find(text);
  if (found != texts_.end()) return found->second;
  const Text* const kept = program_.arena->text(model_.texts[text]);
  Value value{no_node, build_.constant(Lane::text, reinterpret_cast<std::int64_t>(kept))};
  texts_.emplace(text, value);
  return value;
}

// ---- expressions -------------------------------------------------------------------------------------------------

Node ColumnCompiler::scalar(ExprId expr) { return scalar_of(compile(expr)); }

Node ColumnCompiler::conditions(ExprId in_force, ExprId unless, ExprId when) {
  Node all = condition(in_force);
  if (unless != none) all = build_.logical_and(all, build_.logical_not(condition(unless)));
  return build_.logical_and(all, condition(when));
}

Value ColumnCompiler::compile(ExprId id) {
  // What is met twice makes no new instruction, but definitions that use others twice would be gone through for ever.
  if (++depth_ > most_levels || program_.code.size() > most_instructions || ++visited_ > most_visited) {
    throw Unsupported{};
  }
  const Expr& expr = model_[id];
  const auto column = [](Node node) { return Value{no_node, node}; };
  Value value = std::visit(
      Overloaded{
          [](const auto&) -> Value { throw Unsupported{}; },
          [&](const Constant& node) { return column(build_.constant(lane_of(model_.schema, expr.type), node.value)); },
          [&](const TextConstant& node) { return text(node.text); },
          [&](const AbsentValue&) { return zero(expr.type); },
          [&](const FactRef& node) { return load({.offset = program_.program->fact_offsets[node.fact]}, expr.type); },
          [&](const NowRef&) {
            return column(build_.leaf({.is_now = true, .type = expr.type}, Lane::number, no_node));
          },
          [&](const ParameterRef& node) { return compile(model_.parameters[node.parameter].value); },
          [&](const LocalRef& node) { return locals_.at(node.local); },
          [&](const DefineRef& node) {
            const Define& define = model_.defines[node.define];
            std::vector<Value> arguments;
            for (const ExprId argument : node.arguments) arguments.push_back(compile(argument));
            for (std::size_t i = 0; i < arguments.size(); ++i) locals_[define.parameters[i]] = arguments[i];
            return compile(define.body);
          },
          [&](const DecisionRef& node) {
            const Decided& used = decide(node.decision);
            Value given = used.value;
            // That of a decision whose type is not optional is always there.
            if (!expr.type.optional) given.present = no_node;
            return given;
          },
          [&](const OutcomeTest& node) {
            const auto outcome = static_cast<std::int64_t>(node.outcome);
            const Node is = build_.between(decide(node.decision).outcome, outcome, outcome);
            return column(node.negated ? build_.logical_not(is) : is);
          },
          [&](const FieldRef& node) {
            const Value base = compile(node.base);
            if (const auto* fields = std::get_if<Fields>(&base.content)) return (**fields)[node.field];
            const auto* place = std::get_if<Place>(&base.content);
            if (place == nullptr) throw Unsupported{};
            const FieldInfo& field = model_.schema.records[node.record].fields[node.field];
            Place at = *place;
            at.offset += field.offset;
            return load(at, field.type);
          },
          [&](const Widen& node) {
            constexpr std::int64_t limit = most / decimal::one;
            return column(build_.scale(scalar(node.operand), decimal::one, -limit, limit));
          },
          [&](const MakePresent& node) {
            Value present = compile(node.operand);
            present.present = build_.boolean(true);
            return present;
          },
          [&](const Narrowed& node) {
            Value present = compile(node.operand);
            present.present = no_node;
            return present;
          },
          [&](const Apply& node) { return apply(expr, node); },
          [&](const Equal& node) {
            const Node is = equal(compile(node.left), compile(node.right), model_[node.left].type);
            return column(node.negated ? build_.logical_not(is) : is);
          },
          [&](const Logic& node) {
            const Node left = scalar(node.left);
            const Node right = scalar(node.right);
            if (node.op == LogicOp::logical_and) return column(build_.logical_and(left, right));
            return column(build_.logical_or(node.op == LogicOp::implies ? build_.logical_not(left) : left, right));
          },
          [&](const Not& node) { return column(build_.logical_not(scalar(node.operand))); },
          [&](const IsPresent& node) {
            const Node present = present_of(compile(node.operand));
            return column(node.present ? present : build_.logical_not(present));
          },
          [&](const OrElse& node) {
            Value left = compile(node.left);
            const Value right = compile(node.right);
            const Node present = present_of(left);
            if (!expr.type.optional) left.present = no_node;
            return select(present, left, right, expr.type);
          },
          [&](const InList& node) { return column(in_list(node)); },
          [&](const InRange& node) { return column(in_range(node)); },
          [&](const If& node) {
            const Node condition = scalar(node.condition);
            const Value then = compile(node.then);
            return select(condition, then, compile(node.otherwise), expr.type);
          },
          [&](const Quantifier& node) { return column(quantifier(node)); },
          [&](const Pick& node) { return pick(node); },
          [&](const Aggregate& node) { return aggregate(expr, node); },
          [&](const MakeRecord& node) {
            std::vector<Value> fields;
            for (const ExprId field : node.fields) fields.push_back(compile(field));
            return Value{no_node, std::make_shared<const std::vector<Value>>(std::move(fields))};
          },
          [&](const MakeList& node) {
            std::vector<Value> items;
            for (const ExprId item : node.elements) items.push_back(compile(item));
            return Value{no_node, Literal{std::make_shared<const std::vector<Value>>(std::move(items))}};
          },
          [&](const With& node) {
            std::vector<Value> fields = fields_of(compile(node.base), node.record);
            for (const FieldChange& change : node.changes) fields[change.field] = compile(change.value);
            return Value{no_node, std::make_shared<const std::vector<Value>>(std::move(fields))};
          },
      },
      expr.node);
  --depth_;
  return value;
}

Node ColumnCompiler::in_range(const InRange& node) {
  const Node value = scalar(node.value);
  const Node low = scalar(node.low);
  const Node high = scalar(node.high);
  const Node above = node.low_closed ? build_.less_equal(low, value) : build_.less(low, value);
  const Node below = node.high_closed ? build_.less_equal(value, high) : build_.less(value, high);
  const Node within = build_.logical_and(above, below);
  return node.negated ? build_.logical_not(within) : within;
}

Value ColumnCompiler::apply(const Expr& expr, const Apply& node) {
  const Builtin& builtin = builtins()[node.builtin];
  if (builtin.column == Column::size) return {no_node, size(compile(node.arguments[0]))};
  std::vector<Node> operands;
  for (std::size_t i = 0; i < node.arguments.size(); ++i) operands.push_back(scalar(node.arguments[i]));
  if (!builtin.folds) return {no_node, compute(expr, builtin, node, operands)};
  Node result = operands[0];
  for (std::size_t i = 1; i < operands.size(); ++i) {
    result = compute(expr, builtin, node, std::array{result, operands[i]});
  }
  if (operands.size() == 1) throw Unsupported{};
  return {no_node, result};
}

Node ColumnCompiler::compute(const Expr& expr, const Builtin& builtin, const Apply& node,
                             std::span<const Node> operands) {
  switch (builtin.column) {
    case Column::add: return build_.add(operands[0], operands[1], least, most);
    case Column::subtract: return build_.subtract(operands[0], operands[1], least, most);
    case Column::add_to_time: return build_.add(operands[0], operands[1], time::first_instant, time::last_instant);
    case Column::take_from_time:
      return build_.subtract(operands[0], operands[1], time::first_instant, time::last_instant);
    case Column::less: return build_.less(operands[0], operands[1]);
    case Column::less_equal: return build_.less_equal(operands[0], operands[1]);
    case Column::greater: return build_.less(operands[1], operands[0]);
    case Column::greater_equal: return build_.less_equal(operands[1], operands[0]);
    case Column::smaller: return build_.select(build_.less(operands[0], operands[1]), operands[0], operands[1]);
    case Column::larger: return build_.select(build_.less(operands[1], operands[0]), operands[0], operands[1]);
    case Column::size:
    case Column::each: break;
  }
  if (operands.size() > 3) throw Unsupported{};
  const File& written_in = model_.files[expr.file];
  const Pattern* const pattern = node.pattern == none ? nullptr : model_.patterns[node.pattern].get();
  const ColumnCall call{&builtin,
                        {written_in.zone.get(), written_in.calendar.get()},
                        pattern,
                        static_cast<std::uint32_t>(operands.size())};
  Node of[3] = {no_node, no_node, no_node};
  std::ranges::copy(operands, of);
  const Lane lane = lane_of(model_.schema, expr.type);
  // What is known now is computed now; where that fails, it fails for every order.
  if (std::ranges::all_of(operands, [&](Node operand) { return build_.value_of(operand).has_value(); })) {
    Slot slots[3] = {};
    for (std::size_t i = 0; i < operands.size(); ++i) {
      slots[i] = number(*build_.value_of(operands[i]));
      if (build_.lane_of(operands[i]) == Lane::text) {
        slots[i].text = reinterpret_cast<const Text*>(*build_.value_of(operands[i]));
      }
    }
    Slot result{};
    if (builtin.function({call.environment, *program_.arena, pattern}, slots, result) != Fault::none) {
      throw Unsupported{};
    }
    return build_.constant(lane, lane == Lane::text ? reinterpret_cast<std::int64_t>(result.text) : result.number);
  }
  return build_.call(call, lane, of[0], of[1], of[2]);
}

// ---- the whole ---------------------------------------------------------------------------------------------------

std::shared_ptr<const ColumnProgram> compile_columns(const std::shared_ptr<const Program>& program, DecisionId decision,
                                                     ColumnOptions options) {
  const Model& model = *program->model;
  if (model.decisions[decision].rules.size() > most_rules) return nullptr;
  if (model.exprs.empty()) return nullptr;  // A saved program's model has no expressions.
  auto columns = std::make_shared<ColumnProgram>();
  columns->program = program;
  columns->decision = decision;
  columns->arena = std::make_shared<Arena>();
  try {
    ColumnCompiler(*columns, model).run(options);
  } catch (const Unsupported&) {
    return nullptr;
  }
  place_columns(*columns);
  return columns;
}

}  // namespace writ::batch
