// Decisions, and what each of their rules came to.

#include <algorithm>

#include "engine/explain/explainer.hpp"
#include "engine/explain/public_data.hpp"
#include "engine/explain/source_words.hpp"

namespace writ {

using namespace model;
using ExplainedRule = Explanation::Rule;
using Judged = Explanation::Rule::Verdict;
using State = Explanation::Node::State;

namespace {

std::string combine_words(const model::Decision& declared) {
  if (declared.permission) return "permission";
  switch (declared.combine) {
    case syntax::Combine::single: return "single rule";
    case syntax::Combine::first: return "first rule";
    case syntax::Combine::every: return "every rule";
    case syntax::Combine::sum: return "sum of rules";
    case syntax::Combine::min: return "min of rules";
    case syntax::Combine::max: return "max of rules";
    case syntax::Combine::count: return "count of rules";
  }
  return {};
}

std::string effect_word(const std::optional<syntax::Effect>& effect) {
  if (!effect) return {};
  switch (*effect) {
    case syntax::Effect::permit: return "permit";
    case syntax::Effect::forbid: return "forbid";
    case syntax::Effect::refer: return "refer";
  }
  return {};
}

bool is_in(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

std::vector<std::string> names_of(const model::Decision& declared, const std::vector<std::uint32_t>& rules) {
  std::vector<std::string> names;
  for (const std::uint32_t rule : rules) names.push_back(rule_of(declared, rule).name);
  return names;
}

/// Each clause decided that made the rule apply or not.
void mark_clauses(ExplainedRule& rule, bool applies) {
  const auto mark = [&](std::optional<Explanation::Node>& clause, State blocks) {
    if (!clause) return;
    const State state = clause->state;
    clause->decisive = rule.verdict == Judged::failed ? state == State::error
                       : applies                      ? state != State::not_evaluated
                                                      : state == blocks;
  };
  mark(rule.effective, State::no);
  mark(rule.unless, State::yes);
  mark(rule.when, State::no);
}

bool is_applying(Judged verdict) {
  return verdict == Judged::won || verdict == Judged::applies || verdict == Judged::outweighed ||
         verdict == Judged::overridden;
}

}  // namespace

TraceId Explainer::find_child(TraceId parent, TraceNode::Kind kind, std::uint32_t id) const {
  if (parent == none) return none;
  for (TraceId child = trace_[parent].first_child; child != none; child = trace_[child].next) {
    if (trace_[child].kind == kind && trace_[child].id == id) return child;
  }
  return none;
}

std::uint32_t Explainer::decision(DecisionId id) {
  const auto [found, is_new] = decisions_.try_emplace(id, static_cast<std::uint32_t>(explanation_.decisions.size()));
  const std::uint32_t index = found->second;
  if (is_new) {
    explanation_.decisions.emplace_back();
    Explanation::Decided made = decided(id);
    explanation_.decisions[index] = std::move(made);
  }
  return index;
}

Explanation::Decided Explainer::decided(DecisionId id) {
  const model::Decision& declared = model_.decisions[id];
  const Verdict& verdict = machine_.decide(id);
  const auto found = decision_nodes_.find(id);
  const TraceId noted = found == decision_nodes_.end() ? none : found->second;
  Explanation::Decided decided;
  decided.name = declared.name;
  decided.doc = plain_doc(declared.doc);
  decided.place = place_at(sources_, declared.name_span);
  decided.combine = combine_words(declared);
  decided.outcome = to_outcome(verdict.outcome);
  if (verdict.outcome == model::Outcome::decided) {
    decided.value =
        verdict.present ? shown_in_full(declared.type.present(), verdict.value) : Explanation::Shown{"absent", "null"};
  }
  decided.winners = names_of(declared, verdict.rules);
  if (verdict.policy_not_in_force) {
    decided.reason = "policy_not_in_force";
  } else if (verdict.rules.empty() && verdict.outcome == model::Outcome::forbidden) {
    decided.reason = "no_rule_permits";
  }
  const ExprId in_force = model_.files[declared.file].in_force;
  if (in_force != none) {
    decided.in_force = this->in_force(in_force, find_child(noted, TraceNode::Kind::in_force, 0), std::nullopt);
    decided.in_force->decisive = decided.in_force->state != State::yes;
  }
  const std::uint32_t rules = static_cast<std::uint32_t>(declared.rules.size()) + (declared.otherwise ? 1 : 0);
  for (std::uint32_t number = 0; number < rules; ++number) {
    decided.rules.push_back(rule(id, number, verdict, noted));
  }
  mark_rules(decided, declared);
  decided.notices = notices(id, verdict, noted);
  for (const EvaluationError& error : verdict.errors) {
    decided.failures.push_back(to_failure(error, model_, &declared, sources_));
  }
  return decided;
}

// ---- rules ------------------------------------------------------------------------------------------------------

std::optional<Explainer::Node> Explainer::clause(ExprId expr, TraceId parent, const Error& error) {
  if (expr == none) return std::nullopt;
  Node node = part(expr, parent, error);
  if (node.state == State::not_evaluated) node.skipped = Node::Skipped::guarded;
  return node;
}

ExplainedRule Explainer::rule(DecisionId id, std::uint32_t number, const Verdict& verdict, TraceId decision_node) {
  const model::Decision& declared = model_.decisions[id];
  const model::Rule& written = rule_of(declared, number);
  const TraceId noted = find_child(decision_node, TraceNode::Kind::rule, number);
  ExplainedRule rule;
  rule.name = written.name;
  rule.effect = effect_word(written.effect);
  rule.doc = plain_doc(written.doc);
  rule.place = place_at(sources_, written.span);
  rule.cite = to_citations(written.cite, model_.files[declared.file]);
  judge(rule, declared, number, verdict, decision_node);
  Error error;
  if (noted != none && trace_[noted].state == TraceNode::State::failed) {
    error = machine_.error(trace_[noted].error);
    rule.failure = to_failure(*error, model_, nullptr, sources_);
  }
  if (written.in_force != none) rule.effective = in_force(written.in_force, noted, error);
  rule.unless = clause(written.unless, noted, error);
  rule.when = clause(written.when, noted, error);
  mark_clauses(rule, is_applying(rule.verdict));
  if (rule.verdict == Judged::not_in_force || rule.verdict == Judged::not_looked_at) {
    for (auto* each : {&rule.effective, &rule.unless, &rule.when}) {
      if (*each && (*each)->state == State::not_evaluated) (*each)->skipped = Node::Skipped::not_needed;
    }
  }

  const TraceId value = find_child(decision_node, TraceNode::Kind::value, number);
  if (value != none && written.value != none) {
    Error of_value;
    for (const EvaluationError& each : verdict.errors) {
      if (each.rule == number && each.decision == none) of_value = each;
    }
    rule.value = part(written.value, value, of_value);
    rule.value->decisive = true;
    if (rule.value->state == State::error) {
      rule.verdict = Judged::failed;
      if (of_value) rule.failure = to_failure(*of_value, model_, nullptr, sources_);
    }
  }
  if (rule.verdict == Judged::won) rule.messages = to_messages(machine_.message(id, number), options_.language);
  return rule;
}

bool Explainer::applies(TraceId decision_node, std::uint32_t rule) const {
  const TraceId noted = find_child(decision_node, TraceNode::Kind::rule, rule);
  return noted != none && trace_[noted].state == TraceNode::State::value && trace_[noted].values[0].number == 1;
}

void Explainer::judge(ExplainedRule& rule, const model::Decision& declared, std::uint32_t number,
                      const Verdict& verdict, TraceId decision_node) const {
  if (is_in(verdict.rules, number)) {
    rule.verdict = Judged::won;
    return;
  }
  const TraceId noted = find_child(decision_node, TraceNode::Kind::rule, number);
  if (noted == none) {
    rule.verdict = Judged::not_looked_at;
    if (!verdict.policy_not_in_force) rule.by = names_of(declared, verdict.rules);
    return;
  }
  const TraceNode& result = trace_[noted];
  if (result.state != TraceNode::State::value) {
    rule.verdict = Judged::failed;
    return;
  }
  if (result.values[0].number == 0) {
    const ExprId in_force = rule_of(declared, number).in_force;
    const TraceId dates = in_force == none ? none : find_child(noted, in_force);
    const bool out =
        dates != none && trace_[dates].state == TraceNode::State::value && trace_[dates].values[0].number == 0;
    rule.verdict = out ? Judged::not_in_force : Judged::does_not_apply;
    return;
  }
  for (std::uint32_t other = 0; other < declared.rules.size(); ++other) {
    if (is_in(declared.rules[other].overrides, number) && applies(decision_node, other)) {
      rule.by.push_back(declared.rules[other].name);
    }
  }
  if (!rule.by.empty()) {
    rule.verdict = Judged::overridden;
  } else if (declared.permission && !verdict.rules.empty()) {
    rule.verdict = Judged::outweighed;
    rule.by = names_of(declared, verdict.rules);
  } else {
    rule.verdict = Judged::applies;
  }
}

/// Which rules made the decision so: those that won, and those that would have come before them.
void Explainer::mark_rules(Explanation::Decided& decided, const model::Decision& declared) const {
  const bool undetermined = decided.outcome == writ::Outcome::undetermined;
  const bool by_otherwise =
      !decided.rules.empty() && decided.rules.back().name == "otherwise" && decided.rules.back().verdict == Judged::won;
  const bool is_first = !declared.permission && declared.combine == syntax::Combine::first;
  bool won = false;
  for (ExplainedRule& rule : decided.rules) {
    const bool wins = rule.verdict == Judged::won;
    won |= wins;
    if (wins || undetermined) {
      rule.decisive = wins || rule.verdict == Judged::failed || rule.verdict == Judged::applies;
    } else if (rule.verdict == Judged::not_looked_at || decided.reason == "policy_not_in_force") {
      rule.decisive = false;
    } else if (declared.permission) {
      rule.decisive = decided.reason == "no_rule_permits" && rule.effect == "permit";
    } else {
      rule.decisive = by_otherwise || decided.winners.empty() || (is_first && !won);
    }
  }
}

// ---- obligations and advice -------------------------------------------------------------------------------------

Explanation::Notice Explainer::given(const NoticeResult& result) const {
  const model::Notice& declared = model_.notices[result.notice];
  Explanation::Notice notice;
  notice.name = declared.name;
  notice.obligation = declared.kind == syntax::NoticeKind::obligation;
  const Slot* argument = result.arguments.data();
  for (const auto& [name, type] : declared.parameters) {
    const bool absent = type.optional && argument->number == 0;
    notice.arguments.push_back(
        {name, absent ? Explanation::Shown{"absent", "null"} : shown(type.present(), argument[type.optional ? 1 : 0])});
    argument += registers(type);
  }
  return notice;
}

std::vector<Explanation::Notice> Explainer::notices(DecisionId id, const Verdict& verdict, TraceId decision_node) {
  const model::Decision& declared = model_.decisions[id];
  const File& file = model_.files[declared.file];
  std::vector<Explanation::Notice> all;
  // Results stand in the order of their calls, obligations apart from advice; one that failed is left out.
  auto obligation = verdict.obligations.begin();
  auto advice = verdict.advice.begin();
  const auto take = [&](const NoticeCall& call) -> std::optional<Explanation::Notice> {
    const bool binding = model_.notices[call.notice].kind == syntax::NoticeKind::obligation;
    auto& next = binding ? obligation : advice;
    if (next == (binding ? verdict.obligations : verdict.advice).end() || next->notice != call.notice) return {};
    Explanation::Notice notice = given(*next++);
    notice.place = place_at(sources_, call.span);
    return notice;
  };
  for (const std::uint32_t number : verdict.rules) {
    const model::Rule& rule = rule_of(declared, number);
    for (const NoticeCall& call : rule.then) {
      auto notice = take(call);
      if (!notice) continue;
      notice->rule = rule.name;
      notice->cite = to_citations(rule.cite, file);
      all.push_back(std::move(*notice));
    }
  }
  for (std::uint32_t k = 0; k < declared.alsos.size(); ++k) {
    const Also& also = declared.alsos[k];
    const TraceId noted = find_child(decision_node, TraceNode::Kind::also, k);
    if (noted == none) continue;
    std::optional<Node> effective, unless = clause(also.unless, noted, std::nullopt),
                                   when = clause(also.when, noted, std::nullopt);
    if (also.in_force != none) effective = in_force(also.in_force, noted, std::nullopt);
    const bool holds = (!effective || effective->state == State::yes) && (!unless || unless->state == State::no) &&
                       (!when || when->state == State::yes);
    std::optional<Explanation::Notice> notice = holds ? take(also.call) : std::nullopt;
    if (!notice) {
      const model::Notice& kind = model_.notices[also.call.notice];
      notice = Explanation::Notice{};
      notice->name = kind.name;
      notice->obligation = kind.kind == syntax::NoticeKind::obligation;
      notice->given = false;
    }
    notice->place = place_at(sources_, also.span);
    notice->cite = to_citations(also.cite, file);
    if (effective) effective->decisive = holds == (effective->state == State::yes);
    if (unless) unless->decisive = holds == (unless->state == State::no);
    if (when) when->decisive = holds == (when->state == State::yes);
    notice->effective = std::move(effective);
    notice->unless = std::move(unless);
    notice->when = std::move(when);
    all.push_back(std::move(*notice));
  }
  return all;
}

}  // namespace writ
