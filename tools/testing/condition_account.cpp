// What an expected condition came to: both sides of `a is b`, and what made any other hold or not.

#include <array>

#include "engine/value/overloaded.hpp"
#include "tools/testing/account.hpp"
#include "tools/testing/difference.hpp"
#include "tools/testing/literal.hpp"
#include "tools/testing/rule_accounts.hpp"

namespace writ::testing {

using namespace model;

namespace {

constexpr std::size_t short_value = 80;

/// `expect a is b` where one side may be absent is `a is present and a is b`.
const Equal* equality_of(const Model& model, ExprId condition) {
  if (const auto* logic = std::get_if<Logic>(&model[condition].node)) {
    const auto* equal = std::get_if<Equal>(&model[logic->right].node);
    const bool presence = std::holds_alternative<IsPresent>(model[logic->left].node);
    return presence && model[logic->right].span == model[condition].span ? equal : nullptr;
  }
  return std::get_if<Equal>(&model[condition].node);
}

ExprId without_widening(const Model& model, ExprId expr) {
  for (;;) {
    const auto inner = std::visit(
        Overloaded{[](const Narrowed& node) { return node.operand; }, [](const Widen& node) { return node.operand; },
                   [](const MakePresent& node) { return node.operand; }, [](const auto&) { return none; }},
        model[expr].node);
    if (inner == none) return expr;
    expr = inner;
  }
}

class Sides {
 public:
  Sides(const Ask& ask, const Machine& machine, const LiteralWriter& values)
      : model_(ask.model()), trace_(machine.trace()), values_(values) {
    root_ = trace_.find(TraceNode::Kind::step, ask.step);
  }

  /// What an expression came to in this step: its registers; nothing where it was not evaluated. Constants are not
  /// traced.
  std::optional<std::array<Slot, 2>> value(ExprId expr) const {
    if (const auto* constant = std::get_if<Constant>(&model_[expr].node)) {
      return std::array<Slot, 2>{number(constant->value), Slot{}};
    }
    if (root_ == none) return std::nullopt;
    for (TraceId id = root_; id < trace_.nodes().size(); ++id) {
      const TraceNode& node = trace_[id];
      const bool same = node.kind == TraceNode::Kind::expression && node.id == expr;
      if (same && node.state == TraceNode::State::value) return node.values;
    }
    return std::nullopt;
  }

  /// Likewise, where it is present: its one register.
  std::optional<Slot> present(ExprId expr) const {
    const auto found = value(expr);
    if (!found) return std::nullopt;
    if (!model_[expr].type.optional) return (*found)[0];
    return (*found)[0].number == 0 ? std::nullopt : std::optional((*found)[1]);
  }

  std::string text(ExprId expr, const std::string& words) const {
    const auto found = value(expr);
    if (!found) return words;
    std::string written;
    values_.append_registers(written, model_[expr].type, found->data());
    return written;
  }

 private:
  const Model& model_;
  const Trace& trace_;
  const LiteralWriter& values_;
  TraceId root_ = none;
};

/// The decision whose value this is; none where it is none's.
DecisionId decision_of(const Model& model, ExprId expr) {
  const auto* reference = std::get_if<DecisionRef>(&model[without_widening(model, expr)].node);
  return reference == nullptr ? none : reference->decision;
}

bool is_undetermined(const Model& model, Machine& machine, const Equal& equal) {
  const DecisionId decision = decision_of(model, equal.left);
  return decision != none && machine.decide(decision).outcome == Outcome::undetermined;
}

void add_undetermined(const Ask& ask, Machine& machine, DecisionId decision, Failure& failure) {
  add_rules(ask, machine, decision, {}, false, failure);
  for (const EvaluationError& error : machine.decide(decision).errors) {
    failure.errors.push_back(account_of(error, decision, ask.loaded));
  }
}

/// The first line of the explanation is the expectation itself, which stands there already.
std::vector<std::string> without_first(std::vector<std::string> lines) {
  if (!lines.empty()) lines.erase(lines.begin());
  for (std::string& line : lines) {
    if (line.starts_with("  ")) line.erase(0, 2);
  }
  return lines;
}

/// Long lists and records are told by the first place where they differ.
void tell_difference(const std::string& left, const Difference& found, Failure& failure) {
  const std::string path = left + found.path;
  const bool is_short = failure.expected.size() <= short_value && failure.got.size() <= short_value;
  if (is_short) {
    failure.notes.push_back(path + " is " + found.got + ", not " + found.expected);
    return;
  }
  failure.expected = path + ": " + found.expected;
  failure.got = path + ": " + found.got;
}

}  // namespace

void tell_condition(const Ask& ask, Machine& machine, const ExpectExpr& node,
                    const std::optional<EvaluationError>& error, Failure& failure) {
  const Model& model = ask.model();
  const auto words = [&](ExprId expr) { return one_line(ask.loaded.sources->text(model[expr].span)); };
  failure.expected = "true";
  failure.got = error ? "an error" : "false";
  if (error) failure.errors.push_back(account_of(*error, none, ask.loaded));
  const Equal* equal = equality_of(model, node.condition);
  if (error && equal != nullptr && is_undetermined(model, machine, *equal)) {
    failure.expected = words(without_widening(model, equal->right));
    failure.got = "undetermined";
    failure.errors.clear();
    return add_undetermined(ask, machine, decision_of(model, equal->left), failure);
  }
  if (error || equal == nullptr || equal->negated) {
    RuleAccount account;
    account.why = lines_of_condition(ask, machine, TraceNode::Kind::step, ask.step);
    failure.rules.push_back(std::move(account));
    return;
  }
  const LiteralWriter values = literals(ask);
  const Sides sides(ask, machine, values);
  const ExprId left = without_widening(model, equal->left), right = without_widening(model, equal->right);
  failure.expected = sides.text(right, words(right));
  failure.got = sides.text(left, words(left));
  const auto expected = sides.present(right), got = sides.present(left);
  const Type type = model[left].type.present();
  if ((type.is_list() || type.base == Kind::record) && expected && got && type == model[right].type.present()) {
    return tell_difference(words(left), first_difference(model.schema, values, type, *expected, *got), failure);
  }
  if (const DecisionId decision = decision_of(model, left); decision != none) {
    return add_rules(ask, machine, decision, {}, false, failure);
  }
  RuleAccount account;
  account.why = without_first(lines_of_condition(ask, machine, TraceNode::Kind::step, ask.step));
  failure.rules.push_back(std::move(account));
}

}  // namespace writ::testing
