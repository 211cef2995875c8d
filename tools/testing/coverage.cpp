#include "tools/testing/coverage.hpp"

#include <algorithm>
#include <set>

#include "tools/testing/coverage_gaps.hpp"
#include "tools/testing/coverage_items.hpp"

namespace writ::testing {

using namespace model;
using NodeKind = TraceNode::Kind;

struct Coverage::Items {
  explicit Items(const Loaded& what) : loaded(what), found(find_items(*what.model, *what.sources)) {}

  void formula(std::size_t at, const Trace& trace, TraceId above, std::uint32_t test);
  void decision(const Trace& trace, TraceId at, std::uint32_t test);
  void saw(std::size_t rule, bool applied, bool decided, std::uint32_t test);

  const Loaded& loaded;
  CoverageItems found;
  std::set<std::uint32_t> cut;
};

Coverage::Coverage(const Loaded& loaded) : items_(std::make_unique<Items>(loaded)) {}
Coverage::~Coverage() = default;

void Coverage::Items::formula(std::size_t at, const Trace& trace, TraceId above, std::uint32_t test) {
  FormulaItem& item = found.formulas[at];
  const Truths truths = item.formula.read(trace, above);
  const std::optional<bool> result = item.formula.result(truths);
  for (std::uint32_t i = 0; i < item.conditions.size(); ++i) {
    if (truths[i] == Truth::unknown) continue;
    const bool holds = truths[i] == Truth::yes;
    CoveredCondition& condition = item.conditions[i];
    (holds ? condition.held : condition.did_not_hold).in(test);
    if (!result || condition.alone[holds][*result]) continue;
    condition.alone[holds][*result] = item.formula.decides(truths, i);
  }
}

void Coverage::Items::saw(std::size_t rule, bool applied, bool decided, std::uint32_t test) {
  CoveredRule& covered = found.rules[rule].covered;
  covered.applied = covered.applied || applied;
  if (decided) covered.decided.in(test);
  if (!applied) covered.did_not_apply.in(test);
}

namespace {

/// The rules among those that applied whose word counted.
std::vector<std::uint32_t> those_that_decided(const Decision& decision, const std::vector<std::uint32_t>& applied) {
  std::set<std::uint32_t> removed;
  for (const std::uint32_t rule : applied)
    removed.insert(decision.rules[rule].overrides.begin(), decision.rules[rule].overrides.end());
  std::vector<std::uint32_t> standing;
  for (const std::uint32_t rule : applied)
    if (!removed.contains(rule)) standing.push_back(rule);
  if (!decision.permission) return standing;
  using syntax::Effect;
  for (const Effect effect : {Effect::forbid, Effect::refer, Effect::permit}) {
    std::vector<std::uint32_t> winners;
    for (const std::uint32_t rule : standing)
      if (decision.rules[rule].effect == effect) winners.push_back(rule);
    if (!winners.empty()) return winners;
  }
  return {};
}

}  // namespace

void Coverage::Items::decision(const Trace& trace, TraceId at, std::uint32_t test) {
  const DecisionId id = trace[at].id;
  const Decision& decision = loaded.model->decisions[id];
  std::vector<std::uint32_t> applied, did_not;
  bool failed = false, otherwise = false, reached = false;
  for (TraceId child = trace[at].first_child; child != none; child = trace[child].next) {
    const TraceNode& node = trace[child];
    if (node.kind == NodeKind::rule) {
      reached = true;
      if (const auto formula_at = found.rule_formulas.find({id, node.id}); formula_at != found.rule_formulas.end()) {
        formula(formula_at->second, trace, child, test);
      }
      if (node.id == decision.rules.size()) continue;  // Whether `otherwise` was taken its value tells.
      if (node.state == TraceNode::State::value) {
        (node.values[0].number != 0 ? applied : did_not).push_back(node.id);
      } else {
        failed = true;
      }
    } else if (node.kind == NodeKind::value) {
      otherwise = otherwise || node.id == decision.rules.size();
    } else if (node.kind == NodeKind::also) {
      const auto item = found.also_items.find({id, node.id});
      if (item == found.also_items.end()) continue;
      std::optional<bool> applies = true;
      if (const auto formula_at = found.also_formulas.find({id, node.id}); formula_at != found.also_formulas.end()) {
        formula(formula_at->second, trace, child, test);
        const Formula& conditions = found.formulas[formula_at->second].formula;
        applies = conditions.result(conditions.read(trace, child));
      }
      if (applies) saw(item->second, *applies, *applies, test);
    }
  }
  if (!found.rule_items.contains({id, 0})) return;  // Of a file that is not counted.
  const std::vector<std::uint32_t> decided = those_that_decided(decision, applied);
  for (const std::uint32_t rule : applied) {
    // Beside one that failed only a prohibition counts.
    const bool counts = !failed || (decision.permission && decision.rules[rule].effect == syntax::Effect::forbid);
    const bool decides = counts && std::find(decided.begin(), decided.end(), rule) != decided.end();
    saw(found.rule_items.at({id, rule}), true, decides, test);
  }
  for (const std::uint32_t rule : did_not) saw(found.rule_items.at({id, rule}), false, false, test);
  if (decision.otherwise && !failed && (reached || decision.rules.empty())) {
    saw(found.rule_items.at({id, static_cast<std::uint32_t>(decision.rules.size())}), otherwise, otherwise, test);
  }
}

void Coverage::add(const Observation& seen) {
  const Trace& trace = seen.machine.trace();
  const std::uint32_t test = seen.test;
  if (seen.cut) items_->cut.insert(test);
  for (TraceId at = 0; at < trace.nodes().size(); ++at) {
    const TraceNode& node = trace[at];
    if (node.kind == NodeKind::decision) {
      items_->decision(trace, at, test);
    } else if (node.kind == NodeKind::expression && node.parent != none) {
      const auto formula = items_->found.by_root.find(node.id);
      if (formula != items_->found.by_root.end()) items_->formula(formula->second, trace, node.parent, test);
    }
  }
}

CoverageResult Coverage::result() const {
  CoverageResult result = find_gaps(items_->found, items_->loaded);
  result.cut.assign(items_->cut.begin(), items_->cut.end());
  return result;
}

}  // namespace writ::testing
