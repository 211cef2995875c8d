// Forms over lists, for the elements of all orders of a chunk at once.

#include <algorithm>
#include <limits>

#include "engine/batch/column_compiler.hpp"

namespace writ::batch {

using namespace model;

namespace {

const Elements& elements_of(const Value& list) {
  const auto* found = std::get_if<Elements>(&list.content);
  if (found == nullptr) throw Unsupported{};
  return *found;
}

Node column_of(const Value& value) {
  const auto* column = std::get_if<Node>(&value.content);
  if (column == nullptr) throw Unsupported{};
  return *column;
}

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

}  // namespace

/// Two variables that go over one list are not the same element.
Domain ColumnCompiler::begin_loop(const Value& list) {
  Domain domain = elements_of(list).domain;
  while (std::ranges::find(loops_, domain) != loops_.end()) domain = build_.open_again(domain);
  loops_.push_back(domain);
  return domain;
}

Node ColumnCompiler::size(const Value& value) {
  if (const auto* choice = std::get_if<Choice>(&value.content)) {
    const Node chosen = size((*choice->lists)[0]);
    return build_.select(choice->condition, chosen, size((*choice->lists)[1]));
  }
  if (const auto* literal = std::get_if<Literal>(&value.content)) {
    return build_.constant(Lane::number, static_cast<std::int64_t>(literal->elements->size()));
  }
  return build_.size_of(elements_of(value).domain);
}

/// Whether a value is among those of a list that is written out; members of enums that follow each other at once.
Node ColumnCompiler::members(Node value, const Literal& list, Type type) {
  std::vector<std::int64_t> known;
  Node found = build_.boolean(false);
  for (const Value& item : *list.elements) {
    const Node column = column_of(item);
    const auto member = build_.value_of(column);
    if (member && lane_of(model_.schema, type) == Lane::byte) {
      known.push_back(*member);
    } else {
      found = build_.logical_or(found, build_.equal(value, column));
    }
  }
  std::ranges::sort(known);
  for (std::size_t i = 0; i < known.size();) {
    std::size_t end = i + 1;
    while (end < known.size() && known[end] <= known[end - 1] + 1) ++end;
    found = build_.logical_or(found, build_.between(value, known[i], known[end - 1]));
    i = end;
  }
  return found;
}

Node ColumnCompiler::is_among(Node value, const Value& list, Type type) {
  if (const auto* literal = std::get_if<Literal>(&list.content)) return members(value, *literal, type);
  if (const auto* choice = std::get_if<Choice>(&list.content)) {
    const Node chosen = is_among(value, (*choice->lists)[0], type);
    return build_.select(choice->condition, chosen, is_among(value, (*choice->lists)[1], type));
  }
  const Domain domain = begin_loop(list);
  const Node found = build_.any_of(domain, build_.equal(column_of(element(domain, type)), value));
  end_loop();
  return found;
}

Node ColumnCompiler::in_list(const InList& node) {
  const Type type = model_[node.value].type;
  if (type.is(Kind::record) || type.is_list()) throw Unsupported{};
  const Node value = scalar(node.value);
  const Node found = is_among(value, compile(node.list), type);
  return node.negated ? build_.logical_not(found) : found;
}

Node ColumnCompiler::quantifier(const Quantifier& node) {
  const bool every = node.kind == syntax::QuantifierKind::every;
  // Every one does where none does not.
  const auto sought = [&] {
    const Node where = condition(node.where);
    const Node satisfies = condition(node.satisfies);
    return build_.logical_and(where, every ? build_.logical_not(satisfies) : satisfies);
  };
  const Value list = compile(node.list);
  Node found = build_.boolean(false);
  if (const auto* literal = std::get_if<Literal>(&list.content)) {
    for (const Value& item : *literal->elements) {
      locals_[node.local] = item;
      found = build_.logical_or(found, sought());
    }
  } else {
    const Domain domain = begin_loop(list);
    locals_[node.local] = element(domain, model_.locals[node.local].type);
    found = build_.any_of(domain, sought());
    end_loop();
  }
  return node.kind == syntax::QuantifierKind::some ? found : build_.logical_not(found);
}

Value ColumnCompiler::pick(const Pick& node) {
  const Value list = compile(node.list);
  const Type type = model_.locals[node.local].type;
  if (const auto* literal = std::get_if<Literal>(&list.content)) return pick_of(node, *literal, type);
  const Domain domain = begin_loop(list);
  locals_[node.local] = element(domain, type);
  const Node where = condition(node.where);
  Node index = no_node;
  if (node.key == none) {
    index = build_.find(node.first ? Op::first_of : Op::last_of, domain, where, no_node);
  } else {
    index = build_.find(node.first ? Op::first_by : Op::last_by, domain, where, scalar(node.key));
  }
  end_loop();
  Value one = type.is(Kind::record) ? Value{no_node, Place{.domain = domain, .index = index}}
                                    : load(Place{.domain = domain, .index = index}, type);
  one.present = build_.less(build_.constant(Lane::number, -1), index);
  return one;
}

Value ColumnCompiler::pick_of(const Pick& node, const Literal& list, Type type) {
  Value best = zero(type.or_absent());
  Node best_key = build_.constant(Lane::number, 0);
  for (const Value& item : *list.elements) {
    locals_[node.local] = item;
    const Node where = condition(node.where);
    Node better = build_.logical_not(best.present);
    Node key = best_key;
    if (node.key != none) {
      key = scalar(node.key);
      const Node wins = node.first ? build_.less(key, best_key) : build_.less_equal(best_key, key);
      better = build_.logical_or(better, wins);
    } else if (!node.first) {
      better = build_.boolean(true);
    }
    const Node takes = build_.logical_and(where, better);
    Value given = item;
    given.present = build_.boolean(true);
    best = select(takes, given, best, type.or_absent());
    best_key = build_.select(takes, key, best_key);
  }
  return best;
}

Value ColumnCompiler::aggregate(const Expr& expr, const Aggregate& node) {
  using enum syntax::AggregateKind;
  const Value list = compile(node.list);
  if (const auto* literal = std::get_if<Literal>(&list.content)) return aggregate_of(node, *literal);
  const Domain domain = begin_loop(list);
  locals_[node.local] = element(domain, model_.locals[node.local].type);
  const Node where = condition(node.where);
  const Node of = node.kind == count ? no_node : scalar(node.of);
  end_loop();
  if (node.kind == count) return {no_node, build_.count_of(domain, where)};
  if (build_.lane_of(of) != Lane::number) throw Unsupported{};
  if (node.kind == sum) return {no_node, build_.fold(Op::sum_of, domain, where, of)};
  const bool smaller = node.kind == min || node.kind == earliest;
  Value best{no_node, build_.fold(smaller ? Op::least_of : Op::greatest_of, domain, where, of)};
  if (expr.type.optional) best.present = build_.any_of(domain, where);
  return best;
}

Value ColumnCompiler::aggregate_of(const Aggregate& node, const Literal& list) {
  using enum syntax::AggregateKind;
  const Node zero = build_.constant(Lane::number, 0);
  Node total = zero;
  Node any = build_.boolean(false);
  for (const Value& item : *list.elements) {
    locals_[node.local] = item;
    const Node where = condition(node.where);
    const Node of = node.kind == count ? build_.constant(Lane::number, 1) : scalar(node.of);
    if (build_.lane_of(of) != Lane::number) throw Unsupported{};
    if (node.kind == count || node.kind == sum) {
      total = build_.add(total, build_.select(where, of, zero), least, most);
      continue;
    }
    const bool smaller = node.kind == min || node.kind == earliest;
    const Node better = smaller ? build_.less(of, total) : build_.less(total, of);
    total = build_.select(build_.logical_and(where, build_.logical_or(build_.logical_not(any), better)), of, total);
    any = build_.logical_or(any, where);
  }
  Value result{no_node, total};
  if (node.kind != count && node.kind != sum) result.present = any;
  return result;
}

}  // namespace writ::batch
