// From the conditions of rules to a decision: as the machine has it (engine/run/combine.cpp, engine/run/decide.cpp).

#include <algorithm>
#include <utility>

#include "engine/analysis/encoding_state.hpp"

namespace writ::analysis {

using namespace model;
using syntax::Combine;
using syntax::Effect;

namespace {

/// Lists that many rules give are put together element by element; past this many rules what they hold is left open.
constexpr std::size_t most_collected = 100;

}  // namespace

/// One decision while it is made.
struct Encoding::State::Deciding {
  const Decision& decision;
  DecisionTerms terms = {};
  std::vector<Term> surely = {}, possibly = {};  ///< By rule: see decision record 0030.
  Term in_force = 0, policy_fails = 0;           ///< Of the policy; neither: it is not in force.
  Term undetermined = 0;
  std::vector<Term> rule_fails = {};  ///< By rule, `otherwise` last: its value or an obligation, if it wins.
  Term alsos_fail = 0;

  bool has_otherwise() const { return decision.otherwise.has_value(); }
};

bool Encoding::State::is_binding(const NoticeCall& call) const {
  return model.notices[call.notice].kind == syntax::NoticeKind::obligation;
}

Truth Encoding::State::conditions(ExprId in_force, ExprId unless, ExprId when) {
  Truth all = truth(in_force);
  if (unless != none) all = both(all, opposite(truth(unless)));
  return when == none ? all : both(all, truth(when));
}

/// What a text says does not matter here, only whether it can be put together.
Term Encoding::State::fails_of(ExprId expr) {
  const auto* text = std::get_if<Interpolate>(&model[expr].node);
  if (text == nullptr) return encode(expr).fails;
  Term fails = no();
  for (const TextPart& part : text->parts) {
    if (!part.is_text) fails = any(fails, fails_of(part.id));
  }
  return fails;
}

Term Encoding::State::arguments_fail(const NoticeCall& call) {
  Term fails = no();
  for (const ExprId argument : call.arguments) fails = any(fails, fails_of(argument));
  return fails;
}

void Encoding::State::find_standing(Deciding& deciding) {
  const std::size_t count = deciding.decision.rules.size();
  std::vector<Term> removed(count, no()), doubtful(count, no());
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::uint32_t other : deciding.decision.rules[i].overrides) {
      removed[other] = any(removed[other], deciding.terms.rules[i].holds);
      doubtful[other] = any(doubtful[other], deciding.terms.rules[i].fails);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Truth rule = deciding.terms.rules[i];
    const Term kept = terms.negation(removed[i]);
    deciding.surely.push_back(terms.both(rule.holds, terms.both(kept, terms.negation(doubtful[i]))));
    deciding.possibly.push_back(terms.both(any(rule.holds, rule.fails), kept));
  }
}

/// From the strongest effect to the weakest: the first that surely stands wins, unless a stronger one possibly does.
void Encoding::State::combine_permission(Deciding& deciding) {
  DecisionTerms& result = deciding.terms;
  Term open_yet = deciding.in_force;
  for (const Effect effect : {Effect::forbid, Effect::refer, Effect::permit}) {
    std::vector<Term> stand, may_stand, may_oblige;
    for (std::size_t i = 0; i < deciding.decision.rules.size(); ++i) {
      const Rule& rule = deciding.decision.rules[i];
      if (rule.effect != effect) continue;
      stand.push_back(deciding.surely[i]);
      const Term doubtful = terms.both(deciding.possibly[i], terms.negation(deciding.surely[i]));
      may_stand.push_back(doubtful);
      const bool obliges = std::ranges::any_of(rule.then, [&](const NoticeCall& call) { return is_binding(call); });
      if (obliges && effect != Effect::forbid) may_oblige.push_back(doubtful);
    }
    const Term stands = terms.any(stand), oblige = terms.any(may_oblige);
    const Term wins = terms.both(open_yet, terms.both(stands, terms.negation(oblige)));
    const Term left_open = terms.choose(stands, oblige, terms.any(may_stand));
    deciding.undetermined = any(deciding.undetermined, terms.both(open_yet, left_open));
    Term& outcome = effect == Effect::forbid  ? result.forbidden
                    : effect == Effect::refer ? result.referred
                                              : result.permitted;
    outcome = wins;
    for (std::size_t i = 0; i < deciding.decision.rules.size(); ++i) {
      if (deciding.decision.rules[i].effect == effect) result.wins[i] = terms.both(wins, deciding.surely[i]);
    }
    open_yet = terms.both(open_yet, terms.negation(any(wins, left_open)));
  }
  result.forbidden = any(result.forbidden, any(open_yet, not_in_force(deciding)));
}

/// It is known that the policy is not in force.
Term Encoding::State::not_in_force(const Deciding& deciding) {
  return terms.both(terms.negation(deciding.in_force), terms.negation(deciding.policy_fails));
}

void Encoding::State::combine_value(Deciding& deciding) {
  const Decision& decision = deciding.decision;
  DecisionTerms& result = deciding.terms;
  const std::size_t count = decision.rules.size();
  deciding.undetermined = any(deciding.undetermined, not_in_force(deciding));

  Term none_yet = yes(), several = no(), doubtful = no();
  for (std::size_t i = 0; i < count; ++i) {
    const Term in_doubt = terms.both(deciding.possibly[i], terms.negation(deciding.surely[i]));
    Term wins = deciding.surely[i];
    if (decision.combine == Combine::first) {
      doubtful = any(doubtful, terms.both(none_yet, in_doubt));
      wins = terms.both(none_yet, wins);
    } else {
      doubtful = any(doubtful, in_doubt);
      several = any(several, terms.both(wins, terms.negation(none_yet)));
    }
    result.wins[i] = wins;
    none_yet = terms.both(none_yet, terms.negation(any(wins, decision.combine == Combine::first ? in_doubt : no())));
  }
  if (decision.combine == Combine::single) doubtful = any(doubtful, several);

  Term nothing = none_yet;
  if (deciding.has_otherwise()) {
    const Truth in_force = truth(decision.otherwise->in_force);
    doubtful = any(doubtful, terms.both(none_yet, in_force.fails));
    result.wins[count] = terms.both(none_yet, in_force.holds);
    nothing = terms.both(none_yet, terms.negation(in_force.holds));
  }
  const bool needs_rule =
      decision.combine != Combine::every && decision.combine != Combine::sum && decision.combine != Combine::count;
  if (needs_rule && !decision.type.optional) doubtful = any(doubtful, nothing);
  deciding.undetermined = any(deciding.undetermined, terms.both(deciding.in_force, doubtful));
  settle_value(deciding);
  result.decided = terms.negation(deciding.undetermined);
}

/// The value of a rule, as one that may be absent.
Symbol Encoding::State::rule_value(Deciding& deciding, std::size_t index) {
  const Decision& decision = deciding.decision;
  const Rule& rule = index == decision.rules.size() ? *decision.otherwise : decision.rules[index];
  const Encoded value = encode(rule.value);
  const Term won = terms.both(deciding.in_force, deciding.terms.wins[index]);
  deciding.undetermined = any(deciding.undetermined, terms.both(won, value.fails));
  deciding.rule_fails[index] = any(deciding.rule_fails[index], value.fails);
  return value.value->present ? *value.value : present_symbol(terms, *value.value);
}

void Encoding::State::settle_value(Deciding& deciding) {
  const Decision& decision = deciding.decision;
  DecisionTerms& result = deciding.terms;
  const std::size_t count = decision.rules.size();
  const bool one_rule = decision.combine == Combine::single || decision.combine == Combine::first;
  Symbol value = one_rule ? absent_symbol(terms, model.schema, decision.type.present()) : fold(deciding);
  if (one_rule) {
    for (std::size_t i = count; i-- > 0;) value = chosen(terms, result.wins[i], rule_value(deciding, i), value);
  }
  if (deciding.has_otherwise()) value = chosen(terms, result.wins[count], rule_value(deciding, count), value);
  if (!decision.type.optional) value.present.reset();
  result.value = std::move(value);
}

/// Many rules, one value.
Symbol Encoding::State::fold(Deciding& deciding) {
  const Decision& decision = deciding.decision;
  const std::vector<Term>& wins = deciding.terms.wins;
  const std::size_t count = decision.rules.size();
  const auto present = [&](Term value) { return Symbol{.present = yes(), .term = value, .parts = {}}; };
  Term total = terms.number(0), number_of = terms.number(0), none_yet = yes();
  Symbol list = present(terms.number(0));
  for (std::size_t i = 0; i < count; ++i) {
    const Term before = number_of;
    number_of = terms.add(number_of, terms.choose(wins[i], terms.number(1), terms.number(0)));
    if (decision.combine == Combine::count) continue;
    const Symbol value = rule_value(deciding, i);
    switch (decision.combine) {
      case Combine::sum: {
        total = terms.add(total, terms.choose(wins[i], value.term, terms.number(0)));
        const Term won = terms.both(deciding.in_force, wins[i]);
        deciding.undetermined = any(deciding.undetermined, terms.both(won, too_large(total)));
        break;
      }
      case Combine::every: {
        if (count > most_collected) {
          // Their number is known, what they are is not.
          loosen(decision.rules[i].value, "a list that more than " + std::to_string(most_collected) + " rules give");
          break;
        }
        Symbol element = value;
        element.present.reset();
        list.parts.push_back(element);
        for (std::size_t at = 0; at < i; ++at) {
          const Term here = terms.both(wins[i], terms.equal(before, terms.number(static_cast<Integer>(at))));
          list.parts[at] = chosen(terms, here, element, list.parts[at]);
        }
        break;
      }
      default: {
        const Term better =
            decision.combine == Combine::min ? terms.below(value.term, total) : terms.below(total, value.term);
        total = terms.choose(terms.both(wins[i], any(none_yet, better)), value.term, total);
        none_yet = terms.both(none_yet, terms.negation(wins[i]));
      }
    }
  }
  switch (decision.combine) {
    case Combine::count: return present(number_of);
    case Combine::sum: return present(total);
    case Combine::every: list.term = number_of; return list;
    default: {
      Symbol value = present(total);
      value.present = terms.negation(none_yet);
      return value;
    }
  }
}

/// An obligation that cannot be computed cannot be left out, except of a prohibition.
void Encoding::State::find_obligations(Deciding& deciding) {
  const Decision& decision = deciding.decision;
  DecisionTerms& result = deciding.terms;
  for (std::size_t i = 0; i < result.wins.size(); ++i) {
    const Rule& rule = i == decision.rules.size() ? *decision.otherwise : decision.rules[i];
    if (rule.effect == Effect::forbid) continue;
    Term fails = no();
    for (const NoticeCall& call : rule.then) {
      if (is_binding(call)) fails = any(fails, arguments_fail(call));
    }
    deciding.rule_fails[i] = any(deciding.rule_fails[i], fails);
    deciding.undetermined = any(deciding.undetermined, terms.both(result.wins[i], fails));
  }
  const Term by_outcome[] = {result.permitted, result.forbidden, result.referred, result.decided, no()};
  for (const Also& also : decision.alsos) {
    const Truth applies = conditions(also.in_force, also.unless, also.when);
    result.alsos.push_back(applies);
    if (!is_binding(also.call)) continue;
    Term asked = also.outcomes.empty() ? yes() : no();
    for (const Outcome outcome : also.outcomes) asked = any(asked, by_outcome[static_cast<std::size_t>(outcome)]);
    const Term cannot = any(applies.fails, terms.both(applies.holds, arguments_fail(also.call)));
    const Term fails = terms.both(terms.both(asked, terms.negation(result.forbidden)), cannot);
    deciding.alsos_fail = any(deciding.alsos_fail, fails);
  }
  deciding.undetermined = any(deciding.undetermined, deciding.alsos_fail);
}

/// What leaves it undetermined is left out of outcomes and winners where it cannot be by how they came about: a
/// question about one rule is then not about what the others compute.
void Encoding::State::settle(Deciding& deciding) {
  const Decision& decision = deciding.decision;
  DecisionTerms& result = deciding.terms;
  const Term stands = terms.negation(deciding.undetermined), also_stands = terms.negation(deciding.alsos_fail);
  const auto both_of = [&](Term a, Term b, Term c) { return terms.both(terms.both(a, b), c); };
  if (decision.permission) {
    Term obligations_fail = no();
    for (std::size_t i = 0; i < result.wins.size(); ++i) {
      obligations_fail = any(obligations_fail, terms.both(result.wins[i], deciding.rule_fails[i]));
    }
    const Term obliged = terms.negation(obligations_fail);
    for (Term* outcome : {&result.permitted, &result.referred}) *outcome = both_of(*outcome, obliged, also_stands);
    for (Term& wins : result.wins) wins = both_of(wins, obliged, also_stands);
  } else if (decision.combine == Combine::first) {
    result.decided = stands;
    for (std::size_t i = 0; i < result.wins.size(); ++i) {
      const Term works = terms.both(terms.negation(deciding.rule_fails[i]), also_stands);
      result.wins[i] = both_of(result.wins[i], result.in_force, works);
    }
  } else {
    result.decided = stands;
    for (Term& wins : result.wins) wins = both_of(wins, result.in_force, stands);
  }
  result.undetermined = deciding.undetermined;
}

DecisionTerms Encoding::State::encode_decision(DecisionId id) {
  const Decision& decision = model.decisions[id];
  Deciding deciding{.decision = decision};
  DecisionTerms& result = deciding.terms;
  result.permitted = result.forbidden = result.referred = result.decided = no();
  const Truth in_force = truth(model.files[decision.file].in_force);
  result.in_force = in_force.holds;
  deciding.in_force = in_force.holds;
  deciding.policy_fails = in_force.fails;
  deciding.undetermined = in_force.fails;
  for (const Rule& rule : decision.rules) result.rules.push_back(conditions(rule.in_force, rule.unless, rule.when));
  result.wins.assign(decision.rules.size() + (deciding.has_otherwise() ? 1 : 0), no());
  deciding.rule_fails.assign(result.wins.size(), no());
  deciding.alsos_fail = no();
  find_standing(deciding);
  if (decision.permission) {
    combine_permission(deciding);
  } else {
    combine_value(deciding);
  }
  find_obligations(deciding);
  settle(deciding);
  return std::move(deciding.terms);
}

}  // namespace writ::analysis
