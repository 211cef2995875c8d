// From the verdicts of rules to a decision, as masks: what the machine does rule by rule for one order.

#include <algorithm>
#include <limits>

#include "engine/batch/column_compiler.hpp"

namespace writ::batch {

using namespace model;
using syntax::Combine;
using syntax::Effect;

namespace {

constexpr std::int64_t number_of(Outcome outcome) { return static_cast<std::int64_t>(outcome); }

}  // namespace

/// The rules that apply and that no rule that applies overrides.
std::vector<Node> ColumnCompiler::standing(const Decision& decision) {
  std::vector<Node> applies;
  for (const Rule& rule : decision.rules) applies.push_back(conditions(rule.in_force, rule.unless, rule.when));
  std::vector<Node> standing = applies;
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    for (const std::uint32_t removed : decision.rules[i].overrides) {
      standing[removed] = build_.logical_and(standing[removed], build_.logical_not(applies[i]));
    }
  }
  return standing;
}

const ColumnCompiler::Decided& ColumnCompiler::decide(DecisionId id) {
  const auto found = decided_.find(id);
  if (found != decided_.end()) return found->second;
  const Decision& decision = model_.decisions[id];
  const Node in_force = condition(model_.files[decision.file].in_force);
  if (!decision.permission) build_.need(in_force);
  Decided decided =
      decision.permission ? permission(decision, standing(decision)) : value(decision, standing(decision));
  decided.in_force = in_force;
  if (decision.permission) {
    const Node forbidden = build_.constant(Lane::byte, number_of(Outcome::forbidden));
    decided.outcome = build_.select(in_force, decided.outcome, forbidden);
    for (Node& rule : decided.rules) rule = build_.logical_and(rule, in_force);
  }
  notices(decision);
  return decided_.emplace(id, std::move(decided)).first->second;
}

ColumnCompiler::Decided ColumnCompiler::permission(const Decision& decision, const std::vector<Node>& standing) {
  const auto any_with = [&](Effect effect) {
    Node any = build_.boolean(false);
    for (std::size_t i = 0; i < standing.size(); ++i) {
      if (decision.rules[i].effect == effect) any = build_.logical_or(any, standing[i]);
    }
    return any;
  };
  const Node forbidden = any_with(Effect::forbid);
  const Node referred = any_with(Effect::refer);
  const Node permitted = any_with(Effect::permit);
  Decided decided;
  const auto outcome = [&](Outcome is) { return build_.constant(Lane::byte, number_of(is)); };
  // permitted 0, forbidden 1, referred 2
  decided.outcome = build_.select(referred, outcome(Outcome::referred), build_.logical_not(permitted));
  decided.outcome = build_.select(forbidden, outcome(Outcome::forbidden), decided.outcome);
  for (std::size_t i = 0; i < standing.size(); ++i) {
    Node won = standing[i];
    if (decision.rules[i].effect != Effect::forbid) won = build_.logical_and(won, build_.logical_not(forbidden));
    if (decision.rules[i].effect == Effect::permit) won = build_.logical_and(won, build_.logical_not(referred));
    decided.rules.push_back(won);
  }
  return decided;
}

/// Of a value that a rule gives: present and as wide as the decision's own, whatever its type says.
Value ColumnCompiler::present_value(ExprId expr, Type type) {
  Value value = compile(expr);
  if (type.optional && value.present == no_node) value.present = build_.boolean(true);
  return value;
}

ColumnCompiler::Decided ColumnCompiler::value(const Decision& decision, std::vector<Node> standing) {
  Node any = build_.boolean(false);
  for (Node& rule : standing) {
    if (decision.combine == Combine::first) rule = build_.logical_and(rule, build_.logical_not(any));
    // Two rules left standing are a mistake that names both.
    if (decision.combine == Combine::single) build_.need(build_.logical_not(build_.logical_and(any, rule)));
    any = build_.logical_or(any, rule);
  }
  Decided decided;
  decided.rules = std::move(standing);
  decided.outcome = build_.constant(Lane::byte, number_of(Outcome::decided));
  if (decision.otherwise) {
    const Node in_force = condition(decision.otherwise->in_force);
    decided.rules.push_back(build_.logical_and(build_.logical_not(any), in_force));
  }
  decided.value = chosen(decision, decided.rules);
  return decided;
}

Value ColumnCompiler::chosen(const Decision& decision, const std::vector<Node>& rules) {
  const bool folds = decision.combine != Combine::single && decision.combine != Combine::first;
  const Type type = decision.type;
  if (type.is_list()) return not_a_column(decision, rules);
  Value value = zero(type.or_absent());
  if (folds) {
    value.content = folded(decision, rules);
    Node any = build_.boolean(false);
    for (std::size_t i = 0; i < decision.rules.size(); ++i) any = build_.logical_or(any, rules[i]);
    const bool has_zero = decision.combine == Combine::sum || decision.combine == Combine::count;
    value.present = has_zero ? build_.boolean(true) : any;
  } else {
    for (std::size_t i = decision.rules.size(); i-- > 0;) {
      value = select(rules[i], present_value(decision.rules[i].value, type.or_absent()), value, type.or_absent());
    }
  }
  if (decision.otherwise) {
    const Value otherwise = present_value(decision.otherwise->value, type.or_absent());
    value = select(rules.back(), otherwise, value, type.or_absent());
  }
  // No rule applies, and there has to be a value.
  if (!type.optional) build_.need(value.present);
  return value;
}

/// A list has no column. But that it can be computed matters to the outcome.
Value ColumnCompiler::not_a_column(const Decision& decision, const std::vector<Node>& rules) {
  const auto check = [&](const Rule& rule) {
    if (reach_.can_fail(rule.value)) compile(rule.value);
  };
  std::ranges::for_each(decision.rules, check);
  if (decision.otherwise) check(*decision.otherwise);
  if (decision.combine == Combine::every || decision.type.optional) return {};
  Node any = build_.boolean(false);
  for (const Node rule : rules) any = build_.logical_or(any, rule);
  build_.need(any);
  return {};
}

/// The sum, the least, the greatest or the number of those that apply.
Node ColumnCompiler::folded(const Decision& decision, const std::vector<Node>& rules) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const Node zero = build_.constant(Lane::number, 0);
  Node total = zero;
  Node any = build_.boolean(false);
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    if (decision.combine == Combine::count) {
      total = build_.add(total, build_.select(rules[i], build_.constant(Lane::number, 1), zero), least, most);
      continue;
    }
    Value given = compile(decision.rules[i].value);
    const auto* column = std::get_if<Node>(&given.content);
    if (column == nullptr || given.present != no_node || build_.lane_of(*column) != Lane::number) throw Unsupported{};
    if (decision.combine == Combine::sum) {
      total = build_.add(total, build_.select(rules[i], *column, zero), least, most);
      continue;
    }
    const Node better = decision.combine == Combine::min ? build_.less(*column, total) : build_.less(total, *column);
    const Node takes = build_.logical_and(rules[i], build_.logical_or(build_.logical_not(any), better));
    total = build_.select(takes, *column, total);
    any = build_.logical_or(any, rules[i]);
  }
  return total;
}

/// What is asked of the caller is made by the scalar machine, where it is wanted. Here it matters only that it can be.
void ColumnCompiler::notices(const Decision& decision) {
  for (const Rule& rule : decision.rules) {
    for (const NoticeCall& call : rule.then) notice(call);
  }
  if (decision.otherwise) {
    for (const NoticeCall& call : decision.otherwise->then) notice(call);
  }
  for (const Also& also : decision.alsos) {
    const auto can_fail = [&](ExprId part) { return reach_.can_fail(part); };
    const ExprId conditions[] = {also.in_force, also.unless, also.when};
    // An order for which one of them fails is decided again, and what it then comes to hangs on all of them.
    const bool may_fail =
        std::ranges::any_of(conditions, can_fail) || std::ranges::any_of(also.call.arguments, can_fail);
    for (const ExprId condition : conditions) {
      if (may_fail && condition != none) compile(condition);
    }
    notice(also.call);
  }
}

void ColumnCompiler::notice(const NoticeCall& call) {
  for (const ExprId argument : call.arguments) {
    if (reach_.can_fail(argument)) compile(argument);
  }
}

std::vector<RequirementId> requirements_of(const Model& model, DecisionId decision) {
  std::vector<RequirementId> found;
  const auto& needs = model.decisions[decision].needs;
  const auto needed = [&](FactId fact) { return std::ranges::find(needs, fact) != needs.end(); };
  for (RequirementId i = 0; i < model.requirements.size(); ++i) {
    if (std::ranges::all_of(model.requirements[i].reads, needed)) found.push_back(i);
  }
  return found;
}

void ColumnCompiler::run(const ColumnOptions& options) {
  if (options.requirements) {
    for (const RequirementId requirement : requirements_of(model_, program_.decision)) {
      build_.need(condition(model_.requirements[requirement].condition));
    }
  }
  const Decided& decided = decide(program_.decision);
  const auto kept = [&](Node node) { return build_.in_domain(node, orders); };
  program_.outcome = kept(decided.outcome);
  program_.in_force = kept(decided.in_force);
  for (const Node rule : decided.rules) program_.rules.push_back(kept(rule));
  const auto* value = std::get_if<Node>(&decided.value.content);
  if (value == nullptr) return;
  program_.present = kept(decided.value.present);
  program_.value = kept(*value);
}

}  // namespace writ::batch
