// How rules make a decision, and what happens where some fail: docs/language.md 9 and 10.

#include <algorithm>

#include "tests/reference/evaluation.hpp"
#include "tests/reference/values/arithmetic.hpp"

namespace writ::reference {
namespace {

using model::none;
using model::Outcome;
using syntax::Combine;
using syntax::Effect;

/// What a rule came to: it applies, it does not, or it failed.
enum class State : std::uint8_t { no, applies, failed };

bool is_obligation(const model::Model& model, const model::NoticeCall& call) {
  return model.notices[call.notice].kind == syntax::NoticeKind::obligation;
}

}  // namespace

/// The rules of a decision that stand after `overrides` (9.4): a rule that applies removes those that it names, even
/// where it is itself removed. One stands surely where it applies and none that would remove it applies or fails; it
/// may stand where it applies or failed and none that would remove it applies.
struct Standing {
  std::vector<bool> surely, possibly;

  Standing(const model::Decision& decision, const std::vector<State>& states) {
    for (const State state : states) {
      surely.push_back(state == State::applies);
      possibly.push_back(state != State::no);
    }
    for (std::size_t by = 0; by < states.size(); ++by) {
      for (const std::uint32_t removed : decision.rules[by].overrides) {
        if (states[by] != State::no) surely[removed] = false;
        if (states[by] == State::applies) possibly[removed] = false;
      }
    }
  }
};

namespace {

/// Thrown where a decision is undetermined, with what is listed beside what is listed already.
struct Undetermined {
  std::vector<Error> errors = {};
};

/// What is evaluated for a rule; where it fails, the decision is undetermined.
template <typename Evaluate>
auto or_undetermined(std::uint32_t rule, Evaluate evaluate) {
  try {
    return evaluate();
  } catch (const Failure& failure) {
    throw Undetermined{{{failure, rule}}};
  }
}

Outcome outcome_of(Effect effect) {
  return effect == Effect::permit   ? Outcome::permitted
         : effect == Effect::forbid ? Outcome::forbidden
                                    : Outcome::referred;
}

}  // namespace

const model::Rule& rule_of(const model::Decision& decision, std::uint32_t number) {
  return number < decision.rules.size() ? decision.rules[number] : *decision.otherwise;
}

/// Lists a failure once, and after it what caused it in a decision that it used.
void Evaluation::list(Verdict& verdict, const Error& error) {
  if (std::ranges::find(verdict.errors, error) == verdict.errors.end()) verdict.errors.push_back(error);
  if (error.decision != none || error.failure.used == none) return;
  for (Error cause : decide(error.failure.used).errors) {
    if (cause.decision == none) cause.decision = error.failure.used;
    list(verdict, cause);
  }
}

/// Whether a rule's conditions hold. One that does not settles it, whatever fails beside it.
bool Evaluation::applies(model::ExprId in_force, model::ExprId unless, model::ExprId when) {
  return all_hold(3, [&](std::size_t i) {
    return i == 0 ? holds(in_force) : i == 1 ? unless == none || !holds(unless) : holds(when);
  });
}

const Verdict& Evaluation::decide(model::DecisionId id) {
  if (const auto found = decisions_.find(id); found != decisions_.end()) return found->second;
  Verdict verdict;
  try {
    settle(model_.decisions[id], verdict);
  } catch (const Undetermined& undetermined) {  // What was decided until then does not count; what failed is listed.
    verdict = {.policy_not_in_force = verdict.policy_not_in_force, .errors = std::move(verdict.errors)};
    for (const Error& error : undetermined.errors) list(verdict, error);
  }
  return decisions_.emplace(id, std::move(verdict)).first->second;
}

void Evaluation::settle(const model::Decision& decision, Verdict& verdict) {
  // 8.9: a policy that is out of force
  const bool in_force = or_undetermined(none, [&] { return holds(model_.files[decision.file].in_force); });
  if (!in_force) {
    verdict.policy_not_in_force = true;
    if (!decision.permission) throw Undetermined{{{{Fault::policy_not_in_force}}}};
    verdict.outcome = Outcome::forbidden;
    return;
  }

  // 9.3: which rules apply. In a `first` decision those after the first that applies or fails are not asked.
  const bool first = !decision.permission && decision.combine == Combine::first;
  std::vector<State> states(decision.rules.size(), State::no);
  for (std::uint32_t rule = 0; rule < states.size(); ++rule) {
    const model::Rule& asked = decision.rules[rule];
    try {
      if (applies(asked.in_force, asked.unless, asked.when)) states[rule] = State::applies;
    } catch (const Failure& failure) {
      states[rule] = State::failed;
      list(verdict, {failure, rule});
    }
    if (first && states[rule] != State::no) break;
  }

  const Standing standing(decision, states);
  if (decision.permission) {
    settle_permission(decision, standing, verdict);
  } else {
    settle_value(decision, standing, verdict);
  }
  add_notices(decision, verdict);
}

/// 9.1: the strongest effect that a rule stands for. Where none surely stands and one may, the decision is
/// undetermined; likewise where one that may stand beside others would oblige to something (10).
void Evaluation::settle_permission(const model::Decision& decision, const Standing& standing, Verdict& verdict) {
  verdict.outcome = Outcome::forbidden;  // Where no rule applies.
  for (const Effect effect : {Effect::forbid, Effect::refer, Effect::permit}) {
    bool doubtful = false, may_oblige = false;
    for (std::uint32_t rule = 0; rule < decision.rules.size(); ++rule) {
      if (decision.rules[rule].effect != effect || !standing.possibly[rule]) continue;
      if (standing.surely[rule]) {
        verdict.rules.push_back(rule);
      } else {
        doubtful = true;
        for (const auto& call : decision.rules[rule].then) may_oblige |= is_obligation(model_, call);
      }
    }
    const bool decisive = effect == Effect::forbid ? verdict.rules.empty() : verdict.rules.empty() || may_oblige;
    if (doubtful && decisive) throw Undetermined{};
    if (!verdict.rules.empty()) {
      verdict.outcome = outcome_of(effect);
      return;
    }
  }
}

/// 9.2
void Evaluation::settle_value(const model::Decision& decision, const Standing& standing, Verdict& verdict) {
  for (std::uint32_t rule = 0; rule < decision.rules.size(); ++rule) {
    if (standing.possibly[rule] && !standing.surely[rule]) throw Undetermined{};
    if (standing.surely[rule]) verdict.rules.push_back(rule);
  }
  verdict.outcome = Outcome::decided;
  const auto value_of_rule = [&](std::uint32_t rule) {
    return or_undetermined(rule, [&] { return value(rule_of(decision, rule).value); });
  };

  if (verdict.rules.empty() && decision.otherwise) {
    const auto otherwise = static_cast<std::uint32_t>(decision.rules.size());
    if (or_undetermined(otherwise, [&] { return holds(decision.otherwise->in_force); })) {
      verdict.rules.push_back(otherwise);
      verdict.value = value_of_rule(otherwise);
      return;
    }
  }

  std::vector<Value> values;
  switch (decision.combine) {
    case Combine::single:
      if (verdict.rules.size() > 1) {
        Undetermined rivals;
        for (const std::uint32_t rule : verdict.rules) {
          rivals.errors.push_back({{Fault::several_rules, decision.rules[rule].value}, rule});
        }
        throw rivals;
      }
      [[fallthrough]];
    case Combine::first:
    case Combine::min:
    case Combine::max:
      for (const std::uint32_t rule : verdict.rules) {
        const Value next = value_of_rule(rule);
        const bool better = rule == verdict.rules.front() ||
                            (decision.combine == Combine::min ? next.number() < verdict.value.number()
                                                              : next.number() > verdict.value.number());
        if (better) verdict.value = next;
      }
      if (verdict.rules.empty() && !decision.type.optional) throw Undetermined{{{{Fault::no_rule}}}};
      return;
    case Combine::every:
      for (const std::uint32_t rule : verdict.rules) values.push_back(value_of_rule(rule));
      verdict.value = parts(std::move(values));
      return;
    case Combine::sum:
      verdict.value = number(0);
      for (const std::uint32_t rule : verdict.rules) {
        const std::int64_t next = value_of_rule(rule).number();
        try {
          verdict.value = number(fitting(Wide{verdict.value.number()} + next));
        } catch (const Fault fault) {
          throw Undetermined{{{{fault}, rule}}};
        }
      }
      return;
    case Combine::count: verdict.value = number(static_cast<std::int64_t>(verdict.rules.size())); return;
  }
}

/// 8.8 and 9.5: what the rules that won ask of the caller, then what `also` adds. An obligation that cannot be made out
/// leaves the decision undetermined, unless it is a prohibition; advice is left out.
void Evaluation::add_notices(const model::Decision& decision, Verdict& verdict) {
  const auto unless_it_fails = [&](const model::NoticeCall& call, std::uint32_t rule, auto add) {
    try {
      add();
    } catch (const Failure& failure) {
      if (is_obligation(model_, call) && verdict.outcome != Outcome::forbidden) throw Undetermined{{{failure, rule}}};
      list(verdict, {failure, rule});
    }
  };
  const auto add = [&](const model::NoticeCall& call) {
    (is_obligation(model_, call) ? verdict.obligations : verdict.advice)
        .push_back({call.notice, values(call.arguments)});
  };
  for (const std::uint32_t rule : verdict.rules) {
    for (const auto& call : rule_of(decision, rule).then) unless_it_fails(call, rule, [&] { add(call); });
  }
  for (const auto& also : decision.alsos) {
    if (!also.outcomes.empty() && std::ranges::count(also.outcomes, verdict.outcome) == 0) continue;
    unless_it_fails(also.call, none, [&] {
      if (applies(also.in_force, also.unless, also.when)) add(also.call);
    });
  }
}

}  // namespace writ::reference
