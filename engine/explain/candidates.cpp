#include "engine/explain/candidates.hpp"

#include <algorithm>
#include <cstdlib>

#include "engine/value/overloaded.hpp"

namespace writ {
namespace {

using namespace model;

constexpr std::size_t most_numbers = 200;
constexpr std::uint64_t most_elements = 100, longest_text = 1000;
constexpr std::int64_t second = 1'000'000;

bool is_scalar(Type type) { return !type.is_list() && type.base != Kind::record && type.base != Kind::unknown; }

std::uint64_t distance(std::int64_t a, std::int64_t b) {
  return a < b ? static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a)
               : static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
}

}  // namespace

CandidateValues::Unit CandidateValues::unit_of(Type type) {
  if (type.is_list()) return Unit::none;
  switch (type.base) {
    case Kind::instant:
    case Kind::duration:
    case Kind::time_of_day: return Unit::microseconds;
    case Kind::date: return Unit::days;
    case Kind::integer: return Unit::whole;
    case Kind::decimal:
    case Kind::money: return Unit::millionths;
    default: return Unit::none;
  }
}

/// The smallest step that a person would take.
std::int64_t CandidateValues::tick_of(Type type) {
  if (type.base != Kind::money) return 1;
  std::int64_t tick = 1'000'000;
  for (int places = minor_units(type.id); places > 0; --places) tick /= 10;
  return tick;
}

CandidateValues::CandidateValues(const Model& model, const Trace& trace, std::int64_t now, Arena& texts)
    : model_(model), trace_(trace), now_(now), arena_(texts), another_text_(texts.text("other")) {
  for (TraceId id = 0; id < trace.nodes().size(); ++id) {
    const TraceNode& node = trace[id];
    if (node.kind != TraceNode::Kind::expression) continue;
    const Expr& expr = model[node.id];
    if (node.state == TraceNode::State::value) {
      if (!expr.type.optional) {
        note(expr.type, node.values[0]);
      } else if (node.values[0].number != 0) {
        note(expr.type.present(), node.values[1]);
      }
    }
    note_constants(node.id);
    std::visit(Overloaded{[](const auto&) {},
                          [&](const Apply& apply) {
                            const bool compares = builtins()[apply.builtin].motion == Motion::compare;
                            if (compares) note_distance(apply.arguments[0], apply.arguments[1], id);
                          },
                          [&](const Equal& equal) { note_distance(equal.left, equal.right, id); },
                          [&](const InRange& range) {
                            note_distance(range.value, range.low, id);
                            note_distance(range.value, range.high, id);
                          }},
               expr.node);
  }
}

void CandidateValues::note(Type type, Slot value) {
  if (type.is_list() && is_scalar(type.element())) {
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(value.list->count, most_elements); ++i) {
      note(type.element(), value.list->rows[i]);
    }
  }
  if (!is_scalar(type)) return;
  if (type.base == Kind::text) {
    if (value.text->size > longest_text) return;
    const auto [found, is_new] = texts_.try_emplace(std::string(value.text->view()), nullptr);
    if (is_new) found->second = arena_.text(found->first);
  } else {
    numbers_[type].insert(value.number);
  }
}

void CandidateValues::note_written(ExprId expr) {
  if (expr == none) return;
  walk(model_, expr, [&](ExprId part) { note_constants(part); });
}

/// Literals are not noted while evaluating: they are found beside what is.
void CandidateValues::note_constants(ExprId expr) {
  for (const ExprId part : parts(model_[expr])) {
    const Expr& e = model_[part];
    if (const auto* constant = std::get_if<Constant>(&e.node)) note(e.type.present(), number(constant->value));
    if (const auto* text = std::get_if<TextConstant>(&e.node)) {
      const std::string& words = model_.texts[text->text];
      const Text copy{words.data(), words.size()};
      note(e.type.present(), Slot{.text = &copy});
    }
    if (std::holds_alternative<MakeList>(e.node)) note_constants(part);
  }
}

void CandidateValues::note_distance(ExprId left, ExprId right, TraceId parent) {
  const Unit unit = unit_of(model_[left].type);
  if (unit == Unit::none || unit != unit_of(model_[right].type)) return;
  const auto value_of = [&](ExprId expr) -> std::optional<std::int64_t> {
    if (const auto* constant = std::get_if<Constant>(&model_[expr].node)) return constant->value;
    for (TraceId child = trace_[parent].first_child; child != none; child = trace_[child].next) {
      const TraceNode& node = trace_[child];
      const bool is_it = node.kind == TraceNode::Kind::expression && node.id == expr;
      if (is_it && node.state == TraceNode::State::value) return node.values[0].number;
    }
    return std::nullopt;
  };
  const auto a = value_of(left);
  const auto b = value_of(right);
  std::int64_t apart;
  if (a && b && !__builtin_sub_overflow(*b, *a, &apart)) distances_[unit].insert(apart);
}

std::vector<std::int64_t> CandidateValues::numbers_near(Type type, const FactValue& current) const {
  std::set<std::int64_t> numbers;
  const std::int64_t tick = tick_of(type);
  const auto add = [&](std::int64_t base, std::int64_t offset) {
    std::int64_t sum;
    if (__builtin_add_overflow(base, offset, &sum)) return;
    if (type.base == Kind::instant && (sum < time::first_instant || sum > time::last_instant)) return;
    if (type.base == Kind::time_of_day && (sum < 0 || sum >= 24 * 60 * 60 * second)) return;
    numbers.insert(sum);
  };
  const auto add_near = [&](std::int64_t base) {
    for (const std::int64_t offset : {std::int64_t{0}, -tick, tick}) add(base, offset);
    if (unit_of(type) != Unit::microseconds) return;
    add(base, -second);
    add(base, second);
  };
  if (const auto found = numbers_.find(type.present()); found != numbers_.end()) {
    for (const std::int64_t value : found->second) add_near(value);
  }
  const auto apart = distances_.find(unit_of(type));
  if (current.present && apart != distances_.end()) {
    for (const std::int64_t distance_noted : apart->second) {
      for (const std::int64_t sign : {1, -1}) {
        std::int64_t moved;
        if (__builtin_mul_overflow(distance_noted, sign, &moved)) continue;
        if (!__builtin_add_overflow(current.value.number, moved, &moved)) add_near(moved);
      }
    }
  }
  // Below zero is proposed only where something was compared with that.
  const bool may_be_negative = type.base == Kind::integer || type.base == Kind::decimal || type.base == Kind::money ||
                               type.base == Kind::duration;
  if (may_be_negative && (!current.present || current.value.number >= 0)) {
    const auto found = numbers_.find(type.present());
    std::erase_if(numbers, [&](std::int64_t value) {
      return value < 0 && (found == numbers_.end() || !found->second.contains(value));
    });
  }
  std::vector<std::int64_t> sorted(numbers.begin(), numbers.end());
  const std::int64_t from = current.present ? current.value.number : 0;
  std::ranges::stable_sort(sorted, {}, [&](std::int64_t value) { return distance(value, from); });
  if (sorted.size() > most_numbers) sorted.resize(most_numbers);
  if (type.base == Kind::instant) {
    std::erase(sorted, now_);
    sorted.insert(sorted.begin(), now_);
  }
  return sorted;
}

std::vector<FactValue> CandidateValues::of(Type type, const FactValue& current) const {
  std::vector<FactValue> values;
  const auto add = [&](Slot value) { values.push_back({true, value}); };
  const auto add_number = [&](std::int64_t value) {
    if (!current.present || current.value.number != value) add(number(value));
  };
  switch (type.base) {
    case Kind::boolean:
      for (const std::int64_t value : {0, 1}) add_number(value);
      break;
    case Kind::enumeration:
      for (std::size_t i = 0; i < model_.schema.enums[type.id].members.size(); ++i) {
        add_number(static_cast<std::int64_t>(i));
      }
      break;
    case Kind::text:
      if (current.present && current.value.text->size > longest_text) break;
      for (const auto& [words, text] : texts_) {
        if (!current.present || current.value.text->view() != words) add(Slot{.text = text});
      }
      values.push_back({true, Slot{.text = another_text_}, true});
      break;
    case Kind::period:
    case Kind::record:
    case Kind::unknown: break;
    default:
      for (const std::int64_t value : numbers_near(type, current)) add_number(value);
  }
  if (type.optional && current.present) values.push_back({false, {}});
  return values;
}

}  // namespace writ
