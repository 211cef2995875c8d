// `overrides NAME, …`: one rule removing others of its decision.

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "engine/check/decisions.hpp"

namespace writ::checking {
namespace {

using syntax::Combine;

bool allows_overrides(const syntax::DecisionDecl& node) { return node.permission || node.combine == Combine::single; }

/// The rules of a circle in which each overrides the next; empty where there is none.
std::vector<std::uint32_t> find_circle(const model::Decision& decision) {
  enum class State : std::uint8_t { fresh, open, done };
  struct Step {
    std::uint32_t rule;
    std::size_t next;
  };
  std::vector<State> states(decision.rules.size(), State::fresh);
  std::vector<Step> path;
  for (std::uint32_t start = 0; start < decision.rules.size(); ++start) {
    if (states[start] != State::fresh) continue;
    states[start] = State::open;
    path.push_back({start, 0});
    while (!path.empty()) {
      auto& [rule, next] = path.back();
      const auto& targets = decision.rules[rule].overrides;
      if (next == targets.size()) {
        states[rule] = State::done;
        path.pop_back();
        continue;
      }
      const std::uint32_t target = targets[next++];
      if (states[target] == State::open) {
        std::vector<std::uint32_t> circle;
        for (const auto& step : path)
          if (!circle.empty() || step.rule == target) circle.push_back(step.rule);
        return circle;
      }
      if (states[target] == State::fresh) {
        states[target] = State::open;
        path.push_back({target, 0});
      }
    }
  }
  return {};
}

const syntax::Name* name_overridden(const syntax::DecisionDecl& node, const model::Rule& by,
                                    const model::Rule& target) {
  for (const auto& rule : node.rules) {
    if (rule.name.span != by.name_span) continue;
    for (const auto& name : rule.overrides)
      if (name.text == target.name) return &name;
  }
  return nullptr;
}

void report_circle(Context& context, const syntax::DecisionDecl& node, const model::Decision& decision,
                   const std::vector<std::uint32_t>& circle) {
  const auto& rules = decision.rules;
  std::string words;
  for (const auto rule : circle) words += fmt::format("`{}` → ", rules[rule].name);
  words += fmt::format("`{}`", rules[circle.front()].name);
  const auto* first = name_overridden(node, rules[circle[0]], rules[circle[1 % circle.size()]]);
  auto report = context.error(Code::override_circle, first != nullptr ? first->span : decision.name_span,
                              fmt::format("these override each other in a circle: {}", words));
  for (std::size_t i = 1; i < circle.size(); ++i) {
    const auto* name = name_overridden(node, rules[circle[i]], rules[circle[(i + 1) % circle.size()]]);
    if (name != nullptr)
      report.label(name->span, fmt::format("`{}` overrides `{}`", rules[circle[i]].name, name->text));
  }
  report.help("an exception to an exception needs no circle: each rule that applies removes what it names");
}

}  // namespace

void resolve_overrides(Context& context, const syntax::DecisionDecl& node, model::Decision& decision) {
  std::unordered_map<std::string_view, std::uint32_t> by_name;
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) by_name.try_emplace(decision.rules[i].name, i);
  const bool some_broken = node.broken || std::any_of(node.rules.begin(), node.rules.end(), [](const auto& rule) {
                             return rule.broken || rule.name.text.empty();
                           });
  std::uint32_t next = 0;
  for (const auto& rule : node.rules) {
    if (rule.is_otherwise) continue;
    auto& overrides = decision.rules[next++].overrides;
    if (!rule.overrides.empty() && !allows_overrides(node)) {
      context
          .error(Code::overrides_without_effect, rule.overrides.front().span,
                 "nothing is overridden in a decision of this kind")
          .label(node.name.span, node.combine == Combine::first   ? "the first rule that applies wins"
                                 : node.combine == Combine::every ? "every rule that applies counts"
                                                                  : "all rules that apply are folded into one value")
          .help("keep the rules apart by their conditions");
      continue;
    }
    for (const auto& name : rule.overrides) {
      if (name.text.empty()) continue;
      const auto found = by_name.find(name.text);
      if (found == by_name.end()) {
        if (some_broken || context.symbols.lost_names(decision.file)) continue;
        auto report = context.error(Code::unknown_rule, name.span,
                                    fmt::format("`{}` has no rule `{}`", node.name.text, name.text));
        std::vector<std::string_view> candidates;
        for (const auto& [rule_name, index] : by_name) candidates.push_back(rule_name);
        context.suggest(report, name, candidates);
      } else if (found->second == next - 1) {
        context.error(Code::override_circle, name.span, "a rule cannot override itself");
      } else {
        overrides.push_back(found->second);
      }
    }
  }
  const auto circle = find_circle(decision);
  if (!circle.empty()) report_circle(context, node, decision, circle);
}

}  // namespace writ::checking
