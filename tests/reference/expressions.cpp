// What expressions mean: docs/language.md 3, 4, 5 and 10.

#include <algorithm>

#include "engine/value/overloaded.hpp"
#include "tests/reference/evaluation.hpp"
#include "tests/reference/lines/texts.hpp"
#include "tests/reference/operations.hpp"
#include "tests/reference/values/arithmetic.hpp"

namespace writ::reference {
namespace {

using model::none;

/// An operation of Fault-throwing kind; the fault becomes the failure of the expression.
template <typename Operation>
Value at(model::ExprId expr, Operation operation) {
  try {
    return operation();
  } catch (const Fault fault) {
    throw Failure{fault, expr};
  }
}

/// What is evaluated once and kept, be it a value or a failure.
template <typename Id, typename Evaluate>
Value once(std::map<Id, std::variant<Value, Failure>>& kept, Id id, Evaluate evaluate) {
  auto found = kept.find(id);
  if (found == kept.end()) {
    std::variant<Value, Failure> result;
    try {
      result = evaluate();
    } catch (const Failure& failure) {
      result = failure;
    }
    found = kept.emplace(id, std::move(result)).first;
  }
  if (const auto* failure = std::get_if<Failure>(&found->second)) throw *failure;
  return std::get<Value>(found->second);
}

}  // namespace

std::vector<Value> Evaluation::values(const std::vector<model::ExprId>& exprs) {
  std::vector<Value> result;
  for (const model::ExprId expr : exprs) result.push_back(value(expr));
  return result;
}

const Verdict& Evaluation::determined(model::DecisionId decision, model::ExprId user) {
  const Verdict& verdict = decide(decision);
  if (verdict.outcome == model::Outcome::undetermined) throw Failure{Fault::undetermined_used, user, decision};
  return verdict;
}

Value Evaluation::value(model::ExprId id) {
  const model::Expr& expr = model_[id];
  return std::visit(
      Overloaded{
          // ---- 2.3 and 5.5: literals and records
          [&](const model::Constant& node) { return number(node.value); },
          [&](const model::TextConstant& node) { return Value{model_.texts[node.text]}; },
          [&](const model::AbsentValue&) { return Value{}; },
          [&](const model::MakeList& node) { return parts(values(node.elements)); },
          [&](const model::MakeRecord& node) { return parts(values(node.fields)); },
          [&](const model::With& node) {
            auto fields = value(node.base).parts();
            for (const auto& change : node.changes) fields[change.field] = value(change.value);
            return parts(std::move(fields));
          },
          [&](const model::FieldRef& node) { return value(node.base).parts()[node.field]; },
          [&](const model::Interpolate& node) {
            std::string text;
            for (const auto& part : node.parts) {
              if (part.is_text) {
                text += model_.texts[part.id];
              } else {
                const auto* zone = model_.files[expr.file].zone.get();
                append_for_people(text, model_, model_[part.id].type, value(part.id), zone, node.language);
              }
            }
            return Value{text};
          },

          // ---- 8: what names stand for
          [&](const model::NowRef&) { return number(now_); },
          [&](const model::FactRef& node) { return facts_[node.fact].value(); },
          [&](const model::LocalRef& node) { return locals_[node.local]; },
          [&](const model::FixtureRef& node) { return value(model_.fixtures[node.fixture].value); },
          [&](const model::ParameterRef& node) {
            return once(parameters_, node.parameter, [&] { return value(model_.parameters[node.parameter].value); });
          },
          [&](const model::DefineRef& node) {
            const auto& define = model_.defines[node.define];
            if (!define.has_parameters) return once(defines_, node.define, [&] { return value(define.body); });
            auto arguments = values(node.arguments);  // All before the body: one that fails makes the call fail (10).
            for (std::size_t i = 0; i < arguments.size(); ++i) locals_[define.parameters[i]] = std::move(arguments[i]);
            return value(define.body);
          },
          [&](const model::DecisionRef& node) { return determined(node.decision, id).value; },
          [&](const model::OutcomeTest& node) {
            return number((determined(node.decision, id).outcome == node.outcome) != node.negated);
          },

          // ---- 3 and 4: types and presence. Presence is the checker's to show: a value() that throws shows its error.
          [&](const model::Widen& node) {
            const Value whole = value(node.operand);
            return at(id, [&] { return number(multiply_divide(whole.number(), one, 1)); });
          },
          [&](const model::MakePresent& node) { return value(node.operand); },
          [&](const model::Narrowed& node) { return value(node.operand); },
          [&](const model::IsPresent& node) { return number(value(node.operand).present() == node.present); },
          [&](const model::OrElse& node) {
            const Value left = value(node.left);
            return left.present() ? left : value(node.right);
          },

          // ---- 5.1: operators, and 14: functions
          [&](const model::Apply& node) {
            const auto arguments = values(node.arguments);
            return at(id, [&] { return apply(model_, expr, node, arguments); });
          },
          [&](const model::Equal& node) {
            const Value left = value(node.left);
            return number((left == value(node.right)) != node.negated);
          },
          [&](const model::Not& node) { return number(!holds(node.operand)); },
          [&](const model::Logic& node) {
            // `a or b` is `not (not a and not b)`, and `a implies b` is `not (a and not b)`.
            const bool left_is = node.op != model::LogicOp::logical_or;
            const bool right_is = node.op == model::LogicOp::logical_and;
            const bool both = all_hold(
                2, [&](std::size_t i) { return i == 0 ? holds(node.left) == left_is : holds(node.right) == right_is; });
            return number(both == right_is);
          },

          // ---- 5.2: membership
          [&](const model::InList& node) {
            const Value sought = value(node.value);
            const Value list = value(node.list);
            return number((std::ranges::count(list.parts(), sought) > 0) != node.negated);
          },
          [&](const model::InRange& node) {
            const std::int64_t x = value(node.value).number();
            const bool inside = all_hold(2, [&](std::size_t i) {
              if (i == 0) {
                const std::int64_t low = value(node.low).number();
                return low < x || (low == x && node.low_closed);
              }
              const std::int64_t high = value(node.high).number();
              return x < high || (x == high && node.high_closed);
            });
            return number(inside != node.negated);
          },

          // ---- 5.3: choice
          [&](const model::If& node) { return value(holds(node.condition) ? node.then : node.otherwise); },

          // ---- 5.4: over lists
          [&](const model::Quantifier& node) {
            const Value list = value(node.list);
            // `every` asks whether all satisfy it; `no`, whether none does; `some`, whether that is not so.
            const bool wanted = node.kind == syntax::QuantifierKind::every;
            const bool all = all_hold(list.parts().size(), [&](std::size_t i) {
              locals_[node.local] = list.parts()[i];
              const bool counter = all_hold(
                  2, [&](std::size_t part) { return part == 0 ? holds(node.where) : holds(node.satisfies) != wanted; });
              return !counter;
            });
            return number(all != (node.kind == syntax::QuantifierKind::some));
          },
          [&](const model::Pick& node) {
            const Value list = value(node.list);
            Value found, found_key;
            for (std::size_t i = 0; i < list.parts().size(); ++i) {
              // Without a key the first of them is the find, from whichever end: what comes after it is not looked at.
              if (node.key == none && found.present()) break;
              const Value& element = list.parts()[node.first || node.key != none ? i : list.parts().size() - 1 - i];
              locals_[node.local] = element;
              if (!holds(node.where)) continue;
              const Value key = node.key == none ? Value{} : value(node.key);
              const bool better = !found.present() ||
                                  (node.first ? key.number() < found_key.number() : key.number() >= found_key.number());
              if (better) found = element, found_key = key;
            }
            return found;
          },
          [&](const model::Aggregate& node) {
            const Value list = value(node.list);
            Value result;
            if (node.kind == syntax::AggregateKind::sum || node.kind == syntax::AggregateKind::count)
              result = number(0);
            for (const Value& element : list.parts()) {
              locals_[node.local] = element;
              if (!holds(node.where)) continue;
              const std::int64_t next = node.of == none ? 1 : value(node.of).number();
              switch (node.kind) {
                case syntax::AggregateKind::count:
                case syntax::AggregateKind::sum:
                  result = at(id, [&] { return number(fitting(Wide{result.number()} + next)); });
                  break;
                case syntax::AggregateKind::min:
                case syntax::AggregateKind::earliest:
                  result = number(result.present() ? std::min(result.number(), next) : next);
                  break;
                case syntax::AggregateKind::max:
                case syntax::AggregateKind::latest:
                  result = number(result.present() ? std::max(result.number(), next) : next);
                  break;
              }
            }
            return result;
          },
          [&](const model::Poison&) -> Value {
            throw Failure{Fault::bad_argument, id};
          },
      },
      expr.node);
}

std::vector<MessageText> Evaluation::message(const model::Message& message, std::vector<Failure>& failures) {
  std::vector<MessageText> texts;
  for (const auto& [language, text] : message.texts) {
    try {
      texts.push_back({language, value(text).text()});
    } catch (const Failure& failure) {
      failures.push_back(failure);
    }
  }
  return texts;
}

}  // namespace writ::reference
