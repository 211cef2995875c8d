#include "tools/lint/time/moments.hpp"

#include <fmt/format.h>

#include <limits>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/period.hpp"
#include "tools/lint/key.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

using namespace model;
using Order = Comparison::Order;

namespace {

std::optional<Order> order_of(std::string_view op) {
  if (op == "<") return Order::below;
  if (op == "<=") return Order::at_most;
  if (op == ">") return Order::above;
  if (op == ">=") return Order::at_least;
  return std::nullopt;
}

bool is_operator(const Builtin& builtin, std::string_view op) { return builtin.is_operator && builtin.name == op; }

/// Adds up what an expression comes to.
class Adder {
 public:
  Adder(const Model& model, Parameters parameters, bool days_too)
      : model_(model), parameters_(parameters), days_too_(days_too) {}

  bool add(ExprId expr, std::int64_t times) {
    expr = bare(model_, expr);
    const Expr& e = model_[expr];
    if (const auto* apply = std::get_if<Apply>(&e.node); apply != nullptr && apply->arguments.size() == 2) {
      const Builtin& builtin = builtins()[apply->builtin];
      const bool plus = is_operator(builtin, "+"), minus = is_operator(builtin, "-");
      const Type left = model_[apply->arguments[0]].type, right = model_[apply->arguments[1]].type;
      if ((plus || minus) && is_time(left) && (is_time(right) || counts_days(left, apply->arguments[1]))) {
        if (right.is(Kind::period)) return add_days(left, apply->arguments[0], apply->arguments[1], plus, times);
        return add(apply->arguments[0], times) && add(apply->arguments[1], plus ? times : -times);
      }
    }
    const auto* constant = std::get_if<Constant>(&e.node);
    if (constant == nullptr && parameters_ == Parameters::written) {
      if (const auto value = written_value(model_, expr)) {
        note_origin(expr, *value == 0);
        return add_constant(*value, times);
      }
    }
    if (constant != nullptr) {
      note_origin(expr, constant->value == 0);
      return add_constant(constant->value, times);
    }
    std::string key = key_of(model_, expr);
    Sum::Term& term = sum_.terms[key];
    if (term.times == 0) term.expr = expr;
    term.times += times;
    if (term.times == 0) sum_.terms.erase(key);
    return true;
  }

  Sum take() { return std::move(sum_); }

 private:
  static bool is_time(Type type) {
    return type.is(Kind::instant) || type.is(Kind::duration) || type.is(Kind::date) || type.is(Kind::time_of_day);
  }

  bool counts_days(Type left, ExprId period) const {
    if (!days_too_ || !(left.is(Kind::instant) || left.is(Kind::date))) return false;
    const auto value = model_[period].type.is(Kind::period) ? written_value(model_, period) : std::nullopt;
    return value && writ::time::Period::unpack(*value).unit == writ::time::Unit::days;
  }

  bool add_days(Type left, ExprId moment, ExprId period, bool plus, std::int64_t times) {
    const std::int64_t count = writ::time::Period::unpack(*written_value(model_, period)).count;
    std::int64_t length = 0;
    note_origin(period, count == 0);
    if (__builtin_mul_overflow(count, left.is(Kind::date) ? 1 : writ::time::day, &length)) return false;
    sum_.has_days = sum_.has_days || left.is(Kind::instant);
    return add(moment, times) && add_constant(length, plus ? times : -times);
  }

  void note_origin(ExprId expr, bool is_zero) {
    bool set = false;
    walk(model_, expr, [&](ExprId each) {
      const auto* parameter = std::get_if<ParameterRef>(&model_[each].node);
      set = set || (parameter != nullptr && !model_.parameters[parameter->parameter].fixed);
    });
    const Type type = model_[expr].type;
    const bool moment = type.is(Kind::instant) || type.is(Kind::date);
    sum_.origins.add({set, set && is_zero, set && moment, !set && moment});
  }

  bool add_constant(std::int64_t value, std::int64_t times) {
    std::int64_t product = 0;
    return !__builtin_mul_overflow(value, times, &product) &&
           !__builtin_add_overflow(sum_.constant, product, &sum_.constant);
  }

  const Model& model_;
  Parameters parameters_;
  bool days_too_;
  Sum sum_;
};

/// The plain value of `days(2)` and its like.
std::optional<std::int64_t> called_value(const Model& model, const Apply& apply) {
  if (apply.arguments.size() != 1) return std::nullopt;
  const std::string_view name = builtins()[apply.builtin].name;
  const auto unit = name == "hours" ? writ::time::hour : name == "minutes" ? writ::time::minute : 0;
  if (name != "days" && unit == 0) return std::nullopt;
  const auto count = written_value(model, apply.arguments[0]);
  std::int64_t result = 0;
  if (!count || __builtin_mul_overflow(*count, name == "days" ? 4 : unit, &result)) return std::nullopt;
  return name == "days" ? writ::time::Period{*count, writ::time::Unit::days}.pack() : result;
}

}  // namespace

Order flipped(Order order) {
  switch (order) {
    case Order::below: return Order::above;
    case Order::at_most: return Order::at_least;
    case Order::above: return Order::below;
    case Order::at_least: return Order::at_most;
  }
  return order;
}

bool holds_at_end(Order order) { return order == Order::at_most || order == Order::at_least; }
bool is_upper(Order order) { return order == Order::below || order == Order::at_most; }

std::vector<Comparison> comparisons(const Model& model, ExprId expr) {
  const Expr& e = model[expr];
  if (const auto* apply = std::get_if<Apply>(&e.node); apply != nullptr && apply->arguments.size() == 2) {
    const Builtin& builtin = builtins()[apply->builtin];
    const auto order = builtin.is_operator ? order_of(builtin.name) : std::nullopt;
    if (!order) return {};
    return {{expr, apply->arguments[0], apply->arguments[1], *order}};
  }
  if (const auto* range = std::get_if<InRange>(&e.node)) {
    Order low = range->low_closed ? Order::at_least : Order::above;
    Order high = range->high_closed ? Order::at_most : Order::below;
    if (range->negated) {
      low = range->low_closed ? Order::below : Order::at_most;
      high = range->high_closed ? Order::above : Order::at_least;
    }
    return {{expr, range->value, range->low, low}, {expr, range->value, range->high, high}};
  }
  return {};
}

void Origins::add(const Origins& other) {
  set = set || other.set;
  set_to_zero = set_to_zero || other.set_to_zero;
  set_moment = set_moment || other.set_moment;
  plain_moment = plain_moment || other.plain_moment;
}

std::string Sum::key() const {
  std::string text;
  for (const auto& [key, term] : terms) text += fmt::format("{}*{};", term.times, key);
  return text;
}

Sum Sum::minus(const Sum& other) const {
  Sum result = *this;
  for (const auto& [key, term] : other.terms) {
    Term& mine = result.terms[key];
    if (mine.times == 0) mine.expr = term.expr;
    mine.times -= term.times;
    if (mine.times == 0) result.terms.erase(key);
  }
  result.constant -= other.constant;
  result.has_days = has_days || other.has_days;
  result.origins.add(other.origins);
  return result;
}

std::optional<Sum> sum_of(const Model& model, ExprId expr, Parameters parameters, bool days_too) {
  Adder adder(model, parameters, days_too);
  if (!adder.add(expr, 1)) return std::nullopt;
  Sum sum = adder.take();
  // So that the difference of two is always one.
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 4;
  if (sum.constant > most || sum.constant < -most) return std::nullopt;
  return sum;
}

std::optional<std::int64_t> written_value(const Model& model, ExprId expr) {
  const Expr& e = model[bare(model, expr)];
  if (const auto* constant = std::get_if<Constant>(&e.node)) return constant->value;
  if (const auto* parameter = std::get_if<ParameterRef>(&e.node)) {
    const Parameter& declared = model.parameters[parameter->parameter];
    if (declared.value == none || declared.type.optional) return std::nullopt;
    return written_value(model, declared.value);
  }
  if (const auto* apply = std::get_if<Apply>(&e.node)) return called_value(model, *apply);
  return std::nullopt;
}

std::optional<Step> step_of(const Model& model, ExprId expr) {
  const Expr& e = model[expr];
  const auto* apply = std::get_if<Apply>(&e.node);
  if (apply == nullptr || apply->arguments.size() != 2) return std::nullopt;
  const Builtin& builtin = builtins()[apply->builtin];
  if (!is_operator(builtin, "+") && !is_operator(builtin, "-")) return std::nullopt;
  Step step{expr, apply->arguments[0], apply->arguments[1], {}, {}};
  Type length = model[step.length].type;
  if (model[step.moment].type.is(Kind::duration)) {
    std::swap(step.moment, step.length);
    length = model[step.length].type;
  }
  if (!model[step.moment].type.is(Kind::instant)) return std::nullopt;
  const auto value =
      length.is(Kind::duration) || length.is(Kind::period) ? written_value(model, step.length) : std::nullopt;
  if (!value) return std::nullopt;
  if (length.is(Kind::duration)) {
    if (*value < writ::time::hour || *value % writ::time::hour != 0) return std::nullopt;
    step.hours = *value / writ::time::hour;
    return step;
  }
  const writ::time::Period period = writ::time::Period::unpack(*value);
  if (period.unit != writ::time::Unit::days || period.count < 1) return std::nullopt;
  step.days = period.count;
  return step;
}

std::string origin_of(const Model& model, ExprId moment) {
  const Expr& e = model[bare(model, moment)];
  if (const auto* field = std::get_if<FieldRef>(&e.node))
    return fmt::format("field {} {}", field->record, field->field);
  if (const auto* fact = std::get_if<FactRef>(&e.node)) return fmt::format("fact {}", fact->fact);
  if (const auto* decision = std::get_if<DecisionRef>(&e.node)) return fmt::format("decision {}", decision->decision);
  if (const auto* define = std::get_if<DefineRef>(&e.node); define != nullptr && define->arguments.empty()) {
    return fmt::format("define {}", define->define);
  }
  return {};
}

std::string hours_in_words(std::int64_t hours) { return fmt::format("{}h", hours); }
std::string days_in_words(std::int64_t days) { return days == 1 ? "1 day" : fmt::format("{} days", days); }

}  // namespace writ::lint::time
