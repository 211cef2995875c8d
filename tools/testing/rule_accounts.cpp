#include "tools/testing/rule_accounts.hpp"

#include <algorithm>

#include "engine/explain/explanation.hpp"
#include "tools/report/explanation_text.hpp"

namespace writ::testing {

using namespace model;

namespace {

constexpr std::size_t columns = 100;

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

ExplanationTextOptions text_options(std::size_t unfold) {
  ExplanationTextOptions options;
  options.columns = columns;
  options.unfold = unfold;
  return options;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_winner(const Explanation::Rule& rule) { return rule.verdict == Explanation::Rule::Verdict::won; }

RuleAccount account(const Ask& ask, const Explanation& explanation, const Explanation::Rule& rule,
                    RuleAccount::Role role) {
  RuleAccount made;
  made.role = role;
  made.name = rule.name;
  made.cites = rule.cite;
  for (const auto& message : rule.messages) made.messages.emplace_back(message.language, message.text);
  made.why = split_lines(rule_text(explanation, rule, 0, text_options(ask.unfold)));
  return made;
}

}  // namespace

void add_rules(const Ask& ask, Machine& machine, DecisionId id, const std::vector<std::string>& expected, bool compare,
               Failure& failure) {
  const time::Instant now = ask.situation.now.value_or(0);
  const Explanation explanation = explain_decision(machine, *ask.loaded.sources, id, now);
  if (explanation.decisions.empty()) return;
  for (const Explanation::Rule& rule : explanation.decisions.front().rules) {
    const bool wanted = contains(expected, rule.name);
    if (compare && wanted && !is_winner(rule)) {
      failure.rules.push_back(account(ask, explanation, rule, RuleAccount::Role::missing));
    } else if (compare && !wanted && is_winner(rule)) {
      failure.rules.push_back(account(ask, explanation, rule, RuleAccount::Role::extra));
    } else if (!compare && rule.decisive) {
      failure.rules.push_back(account(ask, explanation, rule, RuleAccount::Role::decided));
    }
  }
}

std::vector<std::string> lines_of_condition(const Ask& ask, Machine& machine, TraceNode::Kind kind, std::uint32_t id) {
  const TraceId root = machine.trace().find(kind, id);
  if (root == none) return {};
  const time::Instant now = ask.situation.now.value_or(0);
  const Explanation explanation = explain_condition(machine, *ask.loaded.sources, root, now);
  if (explanation.conditions.empty()) return {};
  return split_lines(condition_text(explanation, explanation.conditions.front().node, 0, text_options(ask.unfold + 1)));
}

}  // namespace writ::testing
