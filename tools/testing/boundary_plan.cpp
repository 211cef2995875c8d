#include "tools/testing/boundary_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <set>

#include "engine/program/analysis.hpp"
#include "engine/value/overloaded.hpp"
#include "engine/value/time/format.hpp"
#include "tools/testing/boundary_text.hpp"
#include "tools/testing/boundary_vary.hpp"
#include "tools/testing/coverage_items.hpp"
#include "tools/testing/test_runner.hpp"

namespace writ::testing {

using namespace model;
using NodeKind = TraceNode::Kind;

namespace {

/// Facts that do not lead to a boundary are tried so many times for each,
constexpr std::uint32_t most_attempts = 60;
/// and where they do, this many are kept to choose from.
constexpr std::size_t most_choices = 6;

bool is_time(Type type) {
  return type.base == Kind::instant || type.base == Kind::date || type.base == Kind::duration ||
         type.base == Kind::time_of_day;
}

/// By whether it was seen one below, at, and one above the boundary.
using Offsets = std::array<bool, 3>;
std::size_t index_of(int steps_above) { return static_cast<std::size_t>(steps_above) + 1; }
bool all(const Offsets& seen) { return std::ranges::all_of(seen, std::identity()); }

struct SiteState {
  Offsets window{}, count{};
  bool reached = false, moves = false;
  std::uint32_t window_attempts = 0, count_attempts = 0;
  std::vector<PlannedTest> window_tests, count_tests;
};

class Planner {
 public:
  Planner(const Loaded& loaded, std::string filter)
      : loaded_(loaded),
        model_(*loaded.model),
        filter_(std::move(filter)),
        sites_(find_sites(loaded)),
        finder_(model_, sites_),
        states_(sites_.size()),
        reach_(model_) {}

  BoundaryPlan plan() {
    each([&](const Observation& seen, const Instances& instances) { mark(seen, instances); });
    each([&](const Observation& seen, const Instances& instances) { reach(seen, instances); });
    BoundaryPlan plan;
    for (std::uint32_t i = 0; i < sites_.size(); ++i) add(plan, i);
    plan.cut.assign(cut_.begin(), cut_.end());
    return plan;
  }

 private:
  template <typename Visit>
  void each(Visit visit) {
    machines_.clear();
    const Observer observer = [&](const Observation& seen) {
      const Question question = question_of(loaded_, model_.tests[seen.test].steps[seen.step]);
      if (question.words.empty()) return;
      if (seen.cut) cut_.insert(seen.test);
      visit(seen, finder_.find(seen.machine.trace()));
    };
    run_tests(loaded_, {.filter = filter_, .fail_fast = false, .observer = observer, .stopped = {}});
    machines_.clear();
  }

  /// One of our own: the runner's has yet to answer.
  Machine& machine(const Observation& seen) {
    const Program& program = seen.machine.program();
    const auto found = machines_.find(&program);
    if (found != machines_.end()) return found->second;
    // The runner owns its programs until the run ends; nothing is decided by them after that.
    return machines_
        .try_emplace(&program,
                     Machine(std::shared_ptr<const Program>(std::shared_ptr<void>(), &program), loaded_.limits))
        .first->second;
  }

  Probe probe(const Observation& seen) {
    const Question question = question_of(loaded_, model_.tests[seen.test].steps[seen.step]);
    return {finder_, machine(seen), seen.facts.row, {question.decision, seen.test, seen.step}};
  }

  static std::int64_t offset(const Site& site, const Sides& sides) {
    std::int64_t difference = 0;
    const bool too_far = site.varied->on_left ? __builtin_sub_overflow(sides.left, sides.right, &difference)
                                              : __builtin_sub_overflow(sides.right, sides.left, &difference);
    // Farther apart than any step.
    return too_far ? std::numeric_limits<std::int64_t>::max() : difference;
  }

  void mark(const Observation& seen, const Instances& instances) {
    for (const Instance& instance : instances) {
      const Site& site = sites_[instance.site];
      if (!site.varied) continue;
      const std::int64_t step = step_of(instance.sides.type), apart = offset(site, instance.sides);
      for (int k = -1; k <= 1; ++k)
        if (apart == k * step) states_[instance.site].count[index_of(k)] = true;
    }
    if (!SiteFinder::reads_now(model_, seen.machine.trace())) return;
    // Beside a boundary a comparison may not be evaluated any more, and yet is what this expectation is beside.
    Probe near = probe(seen);
    for (std::int64_t k = -1; k <= 2; ++k) {
      const time::Instant first_after = seen.facts.now + k;
      if (first_after <= time::first_instant || first_after > time::last_instant) continue;
      for (const Instance& instance : near.at(first_after)) {
        if (!is_time(instance.sides.type)) continue;
        const auto boundary = near.boundary(instance.site, instance.key, first_after);
        if (!boundary) continue;
        const std::int64_t apart = seen.facts.now - *boundary;
        if (apart >= -1 && apart <= 1) states_[instance.site].window[static_cast<std::size_t>(apart + 1)] = true;
      }
    }
  }

  void reach(const Observation& seen, const Instances& instances) {
    std::optional<Probe> far;
    const bool reads_now = SiteFinder::reads_now(model_, seen.machine.trace());
    for (const Instance& instance : instances) {
      SiteState& state = states_[instance.site];
      state.reached = true;
      const bool lacks_window =
          !all(state.window) && state.window_tests.size() < most_choices && state.window_attempts < most_attempts;
      if (reads_now && is_time(instance.sides.type) && lacks_window) {
        ++state.window_attempts;
        if (!far) far.emplace(probe(seen));
        reach_window(seen, instance, *far);
      }
      const bool lacks_count =
          !all(state.count) && state.count_tests.size() < most_choices && state.count_attempts < most_attempts;
      if (sites_[instance.site].varied && lacks_count) {
        ++state.count_attempts;
        reach_count(seen, instance);
      }
    }
  }

  void reach_window(const Observation& seen, const Instance& instance, Probe& probe) {
    SiteState& state = states_[instance.site];
    state.moves = state.moves || probe.moves(instance, seen.facts.now);
    const auto boundary = probe.search(instance, seen.facts.now);
    if (!boundary || *boundary <= time::first_instant || *boundary >= time::last_instant) return;
    PlannedTest test = planned(seen, instance);
    std::string shown;
    time::append_instant(shown, *boundary, zone(seen.test));
    test.title = fmt::format("{}: around {}", title(instance), shown);
    for (const std::int64_t k : {-1, 0, 1}) test.points.push_back({*boundary + k, ""});
    state.window_tests.push_back(std::move(test));
  }

  void reach_count(const Observation& seen, const Instance& instance) {
    const Site& site = sites_[instance.site];
    SiteState& state = states_[instance.site];
    const std::int64_t step = step_of(instance.sides.type);
    const std::int64_t other = site.varied->on_left ? instance.sides.right : instance.sides.left;
    const bool whole = site.varied->what == Varied::What::count || site.varied->what == Varied::What::size;
    const ExprId given = given_value(seen, site.varied->path.fact);
    if (given == none) return;
    const Givens givens{model_, *loaded_.sources, seen.machine.program(), seen.facts.row, given};
    const LiteralWriter literals(model_, zone(seen.test), visible_files(loaded_, model_.tests[seen.test].file));
    PlannedTest test = planned(seen, instance);
    bool complete = true;
    for (int k = -1; k <= 1; ++k) {
      std::int64_t target = 0;
      if (__builtin_add_overflow(other, k * step, &target) || (whole && target < 0)) {
        state.count[index_of(k)] = true;  // There is no such number to test.
        continue;
      }
      const auto fact = varied_fact(givens, literals, *site.varied, seen.machine.trace(), instance, target);
      if (fact) test.points.push_back({std::nullopt, *fact});
      complete = complete && fact.has_value();
    }
    if (!complete || all(state.count)) return;
    std::string shown;
    literals.append(shown, instance.sides.type, number(other));
    test.title = fmt::format("{}: around {}", title(instance), shown);
    test.changed = site.varied->path.fact;
    if (SiteFinder::reads_now(model_, seen.machine.trace())) test.at = seen.facts.now;
    state.count_tests.push_back(std::move(test));
  }

  /// What the last step before that one gave the fact.
  ExprId given_value(const Observation& seen, FactId fact) const {
    ExprId value = none;
    const auto& steps = model_.tests[seen.test].steps;
    for (std::uint32_t i = 0; i < seen.step; ++i) {
      const auto* given = std::get_if<GivenStep>(&steps[i].node);
      if (given != nullptr && given->fact == fact) value = given->value;
    }
    return value;
  }

  PlannedTest planned(const Observation& seen, const Instance& instance) const {
    PlannedTest test;
    test.test = seen.test;
    test.step = seen.step;
    test.place = model_[sites_[instance.site].expr].span;
    bool also = false;
    test.clauses.push_back("`" + words_of(model_, *loaded_.sources, sites_[instance.site].expr) + "`" +
                           clause(seen.machine.trace(), instance.node, also));
    test.shows_notices = also;
    return test;
  }

  const time::Zone& zone(std::uint32_t test) const {
    const auto& zone = model_.files[model_.tests[test].file].zone;
    return zone == nullptr ? *utc_ : *zone;
  }

  std::string title(const Instance& instance) const {
    std::string words = words_of(model_, *loaded_.sources, sites_[instance.site].expr);
    std::ranges::replace(words, '"', '\'');
    return words;
  }

  /// The nearest rule above, and what it cites.
  std::string clause(const Trace& trace, TraceId node, bool& of_also) const {
    std::optional<std::uint32_t> rule, also;
    for (; node != none && trace[node].kind != NodeKind::decision; node = trace[node].parent) {
      if (trace[node].kind == NodeKind::rule || trace[node].kind == NodeKind::value) rule = trace[node].id;
      if (trace[node].kind == NodeKind::also) also = trace[node].id;
    }
    if (node == none || (!rule && !also)) return "";
    const Decision& decision = model_.decisions[trace[node].id];
    const std::vector<Citation>& cites = rule ? rule_of(decision, *rule).cite : decision.alsos[*also].cite;
    of_also = !rule;
    std::string text = " in " + (rule ? called(decision, *rule) : called_also(model_, decision, *also));
    for (std::size_t i = 0; i < cites.size(); ++i) {
      const std::string& source = model_.files[decision.file].sources[cites[i].source].name;
      text += fmt::format("{}{} {}", i == 0 ? " (" : ", ", source, cites[i].anchor);
    }
    return cites.empty() ? text : text + ")";
  }

  void add(BoundaryPlan& plan, std::uint32_t at) {
    const Site& site = sites_[at];
    SiteState& state = states_[at];
    const auto untested = [&](std::string reason) {
      std::string words = words_of(model_, *loaded_.sources, site.expr);
      if (!plan.untested.empty() && plan.untested.back().place == model_[site.expr].span) return;  // Once is enough.
      plan.untested.push_back({model_[site.expr].span, std::move(words), std::move(reason)});
    };
    const bool moves = state.reached ? state.moves : reach_.moves(site.left) != reach_.moves(site.right);
    if (all(state.window)) {
      ++plan.tested;
    } else if (!state.window_tests.empty()) {
      plan.choices.push_back(std::move(state.window_tests));
    } else if (is_time(model_[site.left].type) && moves) {
      untested(state.reached ? "no test has facts for which it turns as time goes on" : "no test evaluates it");
    }
    if (!site.varied) return;
    if (all(state.count)) {
      ++plan.tested;
    } else if (!state.count_tests.empty()) {
      plan.choices.push_back(std::move(state.count_tests));
    } else {
      untested(state.reached ? "no test has facts that can be brought there" : "no test evaluates it");
    }
  }

  const Loaded& loaded_;
  const Model& model_;
  std::string filter_;
  std::vector<Site> sites_;
  SiteFinder finder_;
  std::vector<SiteState> states_;
  std::set<std::uint32_t> cut_;
  Reach reach_;
  std::shared_ptr<const time::Zone> utc_ = time::Zone::utc();
  std::map<const Program*, Machine> machines_;
};

}  // namespace

Question question_of(const Loaded& loaded, const TestStep& step) {
  const Model& model = *loaded.model;
  Question question;
  // `expect NAME is …`: what stands between the first blank and the next.
  const auto named = [&](DecisionId decision) {
    const std::string_view text = loaded.sources->text(step.span);
    const auto begin = std::min(text.find_first_not_of(" \t\r\n", text.find_first_of(" \t\r\n")), text.size());
    const auto end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    question.decision = decision;
    question.words = text.substr(begin, end - begin);
  };
  std::visit(Overloaded{
                 [&](const ExpectOutcome& node) { named(node.decision); },
                 [&](const ExpectNotice& node) { named(node.decision); },
                 [&](const ExpectHolds& node) { named(node.decision); },
                 [&](const ExpectExpr& node) {
                   walk(model, node.condition, [&](ExprId part) {
                     const auto* used = std::get_if<DecisionRef>(&model[part].node);
                     if (used == nullptr || question.decision != none) return;
                     question.decision = used->decision;
                     question.words = loaded.sources->text(model[part].span);
                   });
                   if (question.decision != none) return;
                   question.condition = node.condition;
                   question.words = loaded.sources->text(model[node.condition].span);
                 },
                 [](const auto&) {},
             },
             step.node);
  return question;
}

BoundaryPlan plan_boundaries(const Loaded& loaded, const std::string& filter) { return Planner(loaded, filter).plan(); }

}  // namespace writ::testing
