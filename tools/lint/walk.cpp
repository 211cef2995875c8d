#include "tools/lint/walk.hpp"

#include <algorithm>

#include "tools/testing/formula.hpp"

namespace writ::lint {

using namespace model;

namespace {

class Roots {
 public:
  explicit Roots(const Model& model) : model_(model) {}

  std::vector<Root> take() {
    for (const File& file : model_.files) add(file.in_force, Purpose::in_force);
    for (const Requirement& requirement : model_.requirements) {
      add(requirement.condition, Purpose::requirement);
      message(requirement.because);
    }
    for (const Parameter& parameter : model_.parameters) add(parameter.value, Purpose::parameter);
    for (const Define& define : model_.defines) add(define.body, Purpose::define);
    for (const Decision& decision : model_.decisions) {
      where_ = {.decision = &decision};
      for (const Rule& each : decision.rules) rule(each);
      if (decision.otherwise) rule(*decision.otherwise);
      where_.rule = nullptr;
      for (const Also& also : decision.alsos) {
        where_.also = &also;
        conditions(also.in_force, also.unless, also.when);
        for (const ExprId argument : also.call.arguments) add(argument, Purpose::argument);
      }
      where_ = {};
    }
    for (const Invariant& invariant : model_.invariants) add(invariant.condition, Purpose::invariant);
    for (const Fixture& fixture : model_.fixtures) add(fixture.value, Purpose::fixture);
    for (const Test& test : model_.tests) {
      for (const TestStep& step : test.steps) of_step(step);
    }
    return std::move(found_);
  }

 private:
  void add(ExprId expr, Purpose purpose) {
    if (expr == none) return;
    found_.push_back(where_);
    found_.back().expr = expr;
    found_.back().purpose = purpose;
  }
  void message(const Message& message) {
    for (const MessageText& text : message.texts) add(text.text, Purpose::message);
  }
  void conditions(ExprId in_force, ExprId unless, ExprId when) {
    add(in_force, Purpose::in_force);
    add(unless, Purpose::unless);
    add(when, Purpose::when);
  }
  void rule(const Rule& rule) {
    where_.rule = &rule;
    conditions(rule.in_force, rule.unless, rule.when);
    add(rule.value, Purpose::value);
    if (rule.because) message(*rule.because);
    for (const NoticeCall& call : rule.then) {
      for (const ExprId argument : call.arguments) add(argument, Purpose::argument);
    }
  }
  void of_step(const TestStep& step) {
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const GivenStep& node) { add(node.value, Purpose::test); },
                   [&](const SetStep& node) { add(node.value, Purpose::test); },
                   [&](const ExpectNotice& node) {
                     for (const ExprId argument : node.call.arguments) add(argument, Purpose::test);
                   },
                   [&](const ExpectExpr& node) { add(node.condition, Purpose::test); },
               },
               step.node);
  }

  const Model& model_;
  Root where_;
  std::vector<Root> found_;
};

/// Two expressions side by side.
class Alike {
 public:
  explicit Alike(const Model& model) : model_(model) {}

  bool operator()(ExprId a, ExprId b) {
    if (a == none || b == none) return a == b;
    const Expr& left = model_[a];
    const Expr& right = model_[b];
    if (left.type != right.type || left.node.index() != right.node.index()) return false;
    const std::size_t bound = bound_.size();
    bind(left, right);
    const std::vector<ExprId> left_parts = parts(left);
    const std::vector<ExprId> right_parts = parts(right);
    const bool alike = same_itself(left, right) &&
                       std::ranges::equal(left_parts, right_parts, [&](ExprId l, ExprId r) { return (*this)(l, r); });
    bound_.resize(bound);
    return alike;
  }

 private:
  /// The list itself knows nothing of the variable, and so it does no harm that it is bound there too.
  void bind(const Expr& left, const Expr& right) {
    std::visit(Overloaded{
                   [](const auto&) {},
                   [&](const Quantifier& node) {
                     bound_.push_back({node.local, std::get<Quantifier>(right.node).local});
                   },
                   [&](const Pick& node) {
                     bound_.push_back({node.local, std::get<Pick>(right.node).local});
                   },
                   [&](const Aggregate& node) {
                     bound_.push_back({node.local, std::get<Aggregate>(right.node).local});
                   },
               },
               left.node);
  }

  bool same_local(LocalId left, LocalId right) const {
    for (auto pair = bound_.rbegin(); pair != bound_.rend(); ++pair) {
      if (pair->left == left || pair->right == right) return pair->left == left && pair->right == right;
    }
    return left == right;
  }

  /// What the nodes say beside their parts. They are of one kind.
  bool same_itself(const Expr& left, const Expr& right) const {
    const auto fields = [](const With& node) {
      std::vector<std::uint32_t> changed;
      for (const FieldChange& change : node.changes) changed.push_back(change.field);
      return changed;
    };
    return std::visit(
        Overloaded{
            [](const auto&, const auto&) { return true; },
            [](const Poison&, const Poison&) { return false; },
            [](const Constant& l, const Constant& r) { return l.value == r.value; },
            [](const TextConstant& l, const TextConstant& r) { return l.text == r.text; },
            [](const FactRef& l, const FactRef& r) { return l.fact == r.fact; },
            [](const ParameterRef& l, const ParameterRef& r) { return l.parameter == r.parameter; },
            [&](const LocalRef& l, const LocalRef& r) { return same_local(l.local, r.local); },
            [](const FixtureRef& l, const FixtureRef& r) { return l.fixture == r.fixture; },
            [](const DefineRef& l, const DefineRef& r) { return l.define == r.define; },
            [](const DecisionRef& l, const DecisionRef& r) { return l.decision == r.decision; },
            [](const OutcomeTest& l, const OutcomeTest& r) {
              return l.decision == r.decision && l.outcome == r.outcome && l.negated == r.negated;
            },
            [](const FieldRef& l, const FieldRef& r) { return l.record == r.record && l.field == r.field; },
            // A pattern has no other text than this: its argument.
            [&](const Apply& l, const Apply& r) {
              if (l.builtin != r.builtin || (l.pattern == none) != (r.pattern == none)) return false;
              return l.pattern == none || l.pattern == r.pattern || !l.arguments.empty();
            },
            [](const Equal& l, const Equal& r) { return l.negated == r.negated; },
            [](const Logic& l, const Logic& r) { return l.op == r.op; },
            [](const IsPresent& l, const IsPresent& r) { return l.present == r.present; },
            [](const InList& l, const InList& r) { return l.negated == r.negated; },
            [](const InRange& l, const InRange& r) {
              return l.low_closed == r.low_closed && l.high_closed == r.high_closed && l.negated == r.negated;
            },
            [](const Quantifier& l, const Quantifier& r) {
              return l.kind == r.kind && (l.where == none) == (r.where == none);
            },
            [](const Pick& l, const Pick& r) {
              return l.first == r.first && (l.where == none) == (r.where == none) && (l.key == none) == (r.key == none);
            },
            [](const Aggregate& l, const Aggregate& r) {
              return l.kind == r.kind && (l.where == none) == (r.where == none) && (l.of == none) == (r.of == none);
            },
            [](const MakeRecord& l, const MakeRecord& r) { return l.record == r.record; },
            [&](const With& l, const With& r) { return l.record == r.record && fields(l) == fields(r); },
            [](const Interpolate& l, const Interpolate& r) {
              return l.language == r.language &&
                     std::ranges::equal(l.parts, r.parts, [](const TextPart& a, const TextPart& b) {
                       return a.is_text == b.is_text && (!a.is_text || a.id == b.id);
                     });
            },
        },
        left.node, right.node);
  }

  struct Pair {
    LocalId left, right;
  };
  const Model& model_;
  std::vector<Pair> bound_;
};

void joined(const Model& model, ExprId expr, LogicOp op, std::vector<ExprId>& found) {
  const auto* logic = std::get_if<Logic>(&model[expr].node);
  if (logic == nullptr || logic->op != op) {
    found.push_back(expr);
    return;
  }
  joined(model, logic->left, op, found);
  joined(model, logic->right, op, found);
}

}  // namespace

std::vector<Root> roots(const Model& model) { return Roots(model).take(); }

bool is_bool(const Model& model, ExprId expr) { return model[expr].type == Type{.base = Kind::boolean}; }

bool same(const Model& model, ExprId a, ExprId b) { return Alike(model)(a, b); }

ExprId bare(const Model& model, ExprId expr) {
  while (true) {
    const auto& node = model[expr].node;
    if (const auto* widen = std::get_if<Widen>(&node)) {
      expr = widen->operand;
    } else if (const auto* present = std::get_if<MakePresent>(&node)) {
      expr = present->operand;
    } else if (const auto* narrowed = std::get_if<Narrowed>(&node)) {
      expr = narrowed->operand;
    } else {
      return expr;
    }
  }
}

std::vector<ExprId> conjuncts(const Model& model, ExprId expr) {
  std::vector<ExprId> found;
  joined(model, expr, LogicOp::logical_and, found);
  return found;
}

std::vector<ExprId> disjuncts(const Model& model, ExprId expr) {
  std::vector<ExprId> found;
  joined(model, expr, LogicOp::logical_or, found);
  return found;
}

std::string text_of(const Subject& subject, Span place) { return testing::on_one_line(subject.sources.text(place)); }

std::string words_of(const Subject& subject, ExprId expr) {
  return testing::words_of(subject.model, subject.sources, expr);
}

}  // namespace writ::lint
