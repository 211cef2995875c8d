#include "tools/testing/account.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/model/outcome_name.hpp"
#include "engine/value/names.hpp"
#include "engine/value/overloaded.hpp"
#include "tools/testing/literal.hpp"
#include "tools/testing/rule_accounts.hpp"

namespace writ::testing {

using namespace model;

namespace {

constexpr std::size_t most_suggestions = 5;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string instant_text(const Ask& ask, time::Instant instant) {
  std::string text;
  literals(ask).append(text, Type{Kind::instant}, number(instant));
  return text;
}

std::string value_text(const Ask& ask, const Decision& decision, const Verdict& verdict) {
  if (!verdict.present) return "absent";
  std::string text;
  literals(ask).append(text, decision.type.present(), verdict.value);
  return text;
}

std::string notice_text(const Ask& ask, const NoticeResult& notice) {
  const Notice& declared = ask.model().notices[notice.notice];
  std::string text = declared.name + "(";
  const Slot* argument = notice.arguments.data();
  for (std::size_t i = 0; i < declared.parameters.size(); ++i) {
    if (i > 0) text += ", ";
    text += declared.parameters[i].name + ": ";
    literals(ask).append_registers(text, declared.parameters[i].type, argument);
    argument += registers(declared.parameters[i].type);
  }
  return text + ")";
}

std::string outcome_text(const Ask& ask, const Decision& decision, const Verdict& verdict) {
  if (verdict.outcome == Outcome::decided) return value_text(ask, decision, verdict);
  std::string text(name_of(verdict.outcome));
  if (verdict.outcome == Outcome::undetermined) return text;
  return text + " by " + joined(names_of_winners(decision, verdict));
}

/// `1 microsecond`, `2h30m`; one that is a microsecond off is told with that microsecond: `2h less 1 microsecond`.
std::string distance(std::int64_t microseconds) {
  constexpr std::int64_t second = 1'000'000;
  if (microseconds < 1'000)
    return std::to_string(microseconds) + (microseconds == 1 ? " microsecond" : " microseconds");
  const std::int64_t over = microseconds % second;
  std::string text;
  append_duration_literal(text, over == second - 1 ? microseconds + 1 : over == 1 ? microseconds - 1 : microseconds);
  if (over == second - 1) return text + " less 1 microsecond";
  return over == 1 ? text + " and 1 microsecond" : text;
}

/// Of a rule that is told of twice, as one that decided and as one that was not expected, the first is kept.
void drop_repeated(std::vector<RuleAccount>& rules) {
  std::vector<RuleAccount> kept;
  for (RuleAccount& rule : rules) {
    if (std::ranges::find(kept, rule.name, &RuleAccount::name) == kept.end()) kept.push_back(std::move(rule));
  }
  rules = std::move(kept);
}

/// "no forbid applies: a, b, c"
void name_rules_that_could(const Decision& decision, Outcome expected, Failure& failure) {
  const auto effect = [&]() -> std::optional<syntax::Effect> {
    switch (expected) {
      case Outcome::forbidden: return syntax::Effect::forbid;
      case Outcome::referred: return syntax::Effect::refer;
      default: return std::nullopt;
    }
  }();
  if (!effect) return;
  std::vector<std::string> names;
  for (const Rule& rule : decision.rules) {
    const bool told = std::ranges::find(failure.rules, rule.name, &RuleAccount::name) != failure.rules.end();
    if (rule.effect == effect && !told) names.push_back(rule.name);
  }
  const std::string word = *effect == syntax::Effect::forbid ? "forbid" : "refer";
  failure.notes.push_back(names.empty() ? "it has no rule that says " + word
                                        : "no " + word + " applies: " + joined(names));
}

}  // namespace

LiteralWriter literals(const Ask& ask) {
  const File& file = ask.model().files[ask.test_node().file];
  static const auto utc = time::Zone::utc();
  return {ask.model().schema, file.zone ? *file.zone : *utc};
}

ErrorAccount account_of(const EvaluationError& error, DecisionId decision, const Loaded& loaded) {
  const Model& model = *loaded.model;
  ErrorAccount account;
  account.code = id(error.fault);
  account.message = message(error.fault);
  if (error.decision != none) decision = error.decision;
  if (decision != none) {
    account.decision = model.decisions[decision].name;
    if (error.rule != none) account.rule = rule_of(model.decisions[decision], error.rule).name;
  }
  if (error.expr != none) {
    account.place = place(*loaded.sources, model[error.expr].span);
    account.text = one_line(loaded.sources->text(model[error.expr].span));
  }
  return account;
}

std::vector<std::string> names_of_winners(const Decision& decision, const Verdict& verdict) {
  std::vector<std::string> names;
  for (const std::uint32_t rule : verdict.rules) names.push_back(rule_of(decision, rule).name);
  if (!names.empty() || verdict.outcome != Outcome::forbidden) return names;
  return {verdict.policy_not_in_force ? "policy_not_in_force" : "no_rule_permits"};
}

std::string expected_words(const Ask& ask) {
  const Model& model = ask.model();
  return std::visit(
      Overloaded{[&](const ExpectOutcome& node) {
                   std::string text(node.outcome == Outcome::decided ? "a value" : name_of(node.outcome));
                   if (node.has_rules) text += " by " + joined(node.rules);
                   return text;
                 },
                 [&](const ExpectNotice& node) {
                   if (node.call.notice == none) return std::string("nothing");
                   const Notice& notice = model.notices[node.call.notice];
                   const bool binding = notice.kind == syntax::NoticeKind::obligation;
                   return (binding ? "the obligation " : "the advice ") + notice.name;
                 },
                 [&](const ExpectHolds& node) {
                   switch (node.kind) {
                     case syntax::HoldsKind::until: return "until " + instant_text(ask, node.instant);
                     case syntax::HoldsKind::through:
                       return "through " + instant_text(ask, node.instant) + ", that instant included";
                     case syntax::HoldsKind::forever: break;
                   }
                   return std::string("for ever");
                 },
                 [&](const ExpectRejected& node) { return "rejected by " + model.requirements[node.requirement].name; },
                 [](const auto&) { return std::string("true"); }},
      ask.step_node().node);
}

void tell_missing(const Ask& ask, FactId fact, Failure& failure) {
  const Model& model = ask.model();
  const Fact& declared = model.facts[fact];
  failure.expected = "the fact `" + declared.name + "`";
  failure.got = "nothing: this expectation reads `" + declared.name + "`, and no step before it gives it";
  failure.help = "write `given " + declared.name + " = …` before it";
  std::vector<std::string> fixtures;
  for (const Fixture& fixture : model.fixtures) {
    if (fixture.type == declared.type.present()) fixtures.push_back("`" + std::string(unqualified(fixture.name)) + "`");
  }
  if (fixtures.empty()) return;
  const std::size_t all = fixtures.size();
  if (all > most_suggestions) fixtures.resize(most_suggestions);
  failure.help += (all == 1 ? "; there is the fixture " : "; there are the fixtures ") + joined(fixtures);
  if (all > most_suggestions) failure.help += ", …";
}

void tell_outcome(const Ask& ask, Machine& machine, const ExpectOutcome& node, Failure& failure) {
  const Decision& decision = ask.model().decisions[node.decision];
  const Verdict& verdict = machine.decide(node.decision);
  failure.expected = expected_words(ask);
  failure.got = outcome_text(ask, decision, verdict);
  if (verdict.outcome == Outcome::decided && !verdict.rules.empty()) {
    failure.got += " by " + joined(names_of_winners(decision, verdict));
  }
  // With another outcome its reasons come first; the rules that were expected are told of where they did not win.
  if (verdict.outcome != node.outcome) add_rules(ask, machine, node.decision, {}, false, failure);
  if (node.has_rules) add_rules(ask, machine, node.decision, node.rules, true, failure);
  drop_repeated(failure.rules);
  if (verdict.outcome != node.outcome && !node.has_rules) name_rules_that_could(decision, node.outcome, failure);
  for (const EvaluationError& error : verdict.errors) {
    failure.errors.push_back(account_of(error, node.decision, ask.loaded));
  }
}

void tell_notice(const Ask& ask, Machine& machine, const ExpectNotice& node, const Machine::StepNotice& wanted,
                 Failure& failure) {
  const Model& model = ask.model();
  const Decision& decision = model.decisions[node.decision];
  const Verdict& verdict = machine.decide(node.decision);
  const bool binding = node.kind == syntax::NoticeKind::obligation;
  const std::string verb = binding ? "obliges" : "advises";
  failure.expected = expected_words(ask);
  if (wanted.error) {
    failure.got = "an error in what is expected";
    failure.errors.push_back(account_of(*wanted.error, none, ask.loaded));
    return;
  }
  if (node.call.notice != none) failure.expected = notice_text(ask, wanted.notice);
  std::vector<std::string> others;
  for (const NoticeResult& given : binding ? verdict.obligations : verdict.advice) {
    if (given.notice == node.call.notice) {
      failure.got += (failure.got.empty() ? "" : " and ") + notice_text(ask, given);
      const Slot *a = wanted.notice.arguments.data(), *b = given.arguments.data();
      for (const Notice::Parameter& parameter : model.notices[given.notice].parameters) {
        std::string expected, got;
        literals(ask).append_registers(expected, parameter.type, a);
        literals(ask).append_registers(got, parameter.type, b);
        if (expected != got) failure.notes.push_back(fmt::format("{} is {}, not {}", parameter.name, got, expected));
        a += registers(parameter.type);
        b += registers(parameter.type);
      }
    } else {
      others.push_back(notice_text(ask, given));
    }
  }
  const std::string name(unqualified(decision.name));
  if (failure.got.empty()) {
    failure.got = others.empty() ? name + " " + verb + " nothing" : name + " " + verb + " " + joined(others);
  }
  failure.notes.push_back(name + " is " + outcome_text(ask, decision, verdict));
  for (const EvaluationError& error : verdict.errors) {
    failure.errors.push_back(account_of(error, node.decision, ask.loaded));
  }
}

void tell_holds(const Ask& ask, Machine& machine, const ExpectHolds& node, const Horizon& horizon, Failure& failure) {
  const Decision& decision = ask.model().decisions[node.decision];
  const std::string name(unqualified(decision.name));
  failure.expected = expected_words(ask);
  const std::string now_text = name + " is " + outcome_text(ask, decision, machine.decide(node.decision));
  failure.notes.push_back("at " + instant_text(ask, ask.situation.now.value_or(0)) + " " + now_text);
  if (horizon.kind == Horizon::Kind::never_changes) {
    failure.got = "for ever";
    return;
  }
  failure.got = horizon.kind == Horizon::Kind::changes ? "until " : "at least until ";
  failure.got += instant_text(ask, horizon.at);
  if (node.kind != syntax::HoldsKind::forever && horizon.kind == Horizon::Kind::changes) {
    const time::Instant wanted = node.kind == syntax::HoldsKind::through ? node.instant + 1 : node.instant;
    const std::int64_t apart = horizon.at - wanted;
    failure.got += ", " + distance(apart < 0 ? -apart : apart) + (apart < 0 ? " earlier" : " later");
    if (node.kind == syntax::HoldsKind::until && apart == 1) {
      failure.help = "at that instant it still holds: write `holds through`, which includes it";
    } else if (node.kind == syntax::HoldsKind::through && apart == -1) {
      failure.help = "at that instant it no longer holds: write `holds until`, which excludes it";
    }
  }
  if (horizon.kind != Horizon::Kind::changes) return;
  machine.begin({ask.situation.row.data(), horizon.at});
  failure.notes.push_back("at " + instant_text(ask, horizon.at) + " it is " +
                          outcome_text(ask, decision, machine.decide(node.decision)));
}

void tell_invariant(const Ask& ask, Machine& machine, std::uint32_t number, const std::optional<EvaluationError>& error,
                    Failure& failure) {
  const Invariant& invariant = ask.model().invariants[number];
  failure.expected = "the invariant " + invariant.name + " to hold";
  failure.got = error ? "an error" : "it does not hold";
  RuleAccount account;
  account.role = RuleAccount::Role::refused;
  account.name = invariant.name;
  account.why = lines_of_condition(ask, machine, TraceNode::Kind::invariant, number);
  failure.rules.push_back(std::move(account));
  if (error) failure.errors.push_back(account_of(*error, none, ask.loaded));
  add_given_notes(ask, invariant.needs, failure);
}

void add_requirement(const Ask& ask, Machine& machine, RequirementId id, RuleAccount::Role role, Failure& failure) {
  const Requirement& requirement = ask.model().requirements[id];
  RuleAccount account;
  account.role = role;
  account.name = requirement.name;
  if (role == RuleAccount::Role::refused) {
    for (const MessageResult& message : machine.because(id)) {
      account.messages.emplace_back(message.language, message.text->view());
    }
  }
  account.why = lines_of_condition(ask, machine, TraceNode::Kind::requirement, id);
  failure.rules.push_back(std::move(account));
}

void add_given_notes(const Ask& ask, const std::vector<FactId>& facts, Failure& failure) {
  for (const FactId fact : facts) {
    const std::uint32_t step = ask.situation.given_at[fact];
    if (step == none) continue;
    const Place at = place(*ask.loaded.sources, ask.test_node().steps[step].span);
    failure.notes.push_back("`" + ask.model().facts[fact].name + "` is given at " + at.file + ":" +
                            std::to_string(at.line));
  }
}

}  // namespace writ::testing
