#include "engine/program/rule_selection.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

namespace writ {

namespace {

/// With fewer rules a selection costs what it saves.
constexpr std::size_t fewest_rules = 8;
/// Of those that a selection has left already.
constexpr std::size_t fewest_left = 16;
constexpr std::size_t deepest = 3;
constexpr std::size_t most_candidates = 4;

/// A rule stands in the code as often as there are sections that it belongs to. All together they may take this many
/// times the room of the rules alone.
constexpr std::size_t most_copies = 4;

using Rules = std::vector<std::uint32_t>;

class Planner {
 public:
  Planner(const RuleGuards& guards, std::vector<GuardedRule>& guarded)
      : guards_(guards), guarded_(guarded), room_((most_copies - 1) * guarded.size()) {}

  RuleGroup group(Rules rules, std::vector<PathId>& used) {
    RuleGroup group;
    const std::size_t tried = used.size();
    while (used.size() < deepest && rules.size() >= (used.empty() ? fewest_rules : fewest_left)) {
      const auto choice = choose(rules, used);
      if (!choice) break;
      Rules others;
      std::ranges::set_difference(rules, choice->rules, std::back_inserter(others));
      used.push_back(choice->path);
      group.selections.push_back(split(*choice, used));
      rules = std::move(others);
    }
    used.resize(tried);
    group.rules = std::move(rules);
    return group;
  }

 private:
  struct Choice {
    PathId path = 0;
    Rules rules;  // Those that it selects.
    bool by_range = false;
    std::vector<std::int64_t> keys;
    double saved = 0;  // Rules that need not be evaluated, for a value taken at random from the keys.
  };

  std::optional<Choice> choose(const Rules& rules, const std::vector<PathId>& used) const {
    std::vector<std::uint32_t> counts(guards_.paths(), 0);
    for (const std::uint32_t rule : rules) {
      for (const Guard& guard : guarded_[rule].guards) ++counts[guard.path];
    }
    for (const PathId path : used) counts[path] = 0;
    std::vector<PathId> paths(counts.size());
    std::iota(paths.begin(), paths.end(), PathId{0});
    std::erase_if(paths, [&](PathId path) { return counts[path] < fewest_rules; });
    std::ranges::stable_sort(paths, [&](PathId a, PathId b) { return counts[a] > counts[b]; });
    if (paths.size() > most_candidates) paths.resize(most_candidates);
    std::optional<Choice> best;
    for (const PathId path : paths) {
      auto choice = measure(path, rules);
      if (choice && (!best || choice->saved > best->saved)) best = std::move(choice);
    }
    return best;
  }

  /// What a selection by this path would save; nothing where that is not worth it.
  std::optional<Choice> measure(PathId path, const Rules& rules) const {
    Choice choice{path, {}, false, {}, 0};
    for (const std::uint32_t rule : rules) {
      const Guard* guard = guarded_[rule].on(path);
      if (guard == nullptr) continue;
      choice.rules.push_back(rule);
      choice.by_range |= guard->domain.is_range;
    }
    choice.keys = keys(choice);
    // The rules that belong to most sections are evaluated in any case, where there is no room for all.
    std::size_t copies = 0;
    std::vector<std::size_t> widths;
    for (const std::uint32_t rule : choice.rules) {
      widths.push_back(width(choice, rule));
      copies += widths.back();
    }
    const std::size_t room = choice.rules.size() + room_;
    if (copies > room) {
      std::vector<std::size_t> by_width(choice.rules.size());
      std::iota(by_width.begin(), by_width.end(), std::size_t{0});
      std::ranges::stable_sort(by_width, [&](std::size_t a, std::size_t b) { return widths[a] > widths[b]; });
      std::size_t widest = 0;
      for (; copies > room; ++widest) copies -= widths[by_width[widest]];
      by_width.erase(by_width.begin(), by_width.begin() + static_cast<std::ptrdiff_t>(widest));
      std::ranges::sort(by_width);
      Rules kept;
      for (const std::size_t at : by_width) kept.push_back(choice.rules[at]);
      choice.rules = std::move(kept);
    }
    if (choice.rules.size() < fewest_rules) return std::nullopt;
    const auto selected = static_cast<double>(choice.rules.size());
    const double left = static_cast<double>(copies) / static_cast<double>(std::max<std::size_t>(choice.keys.size(), 1));
    choice.saved = selected - left;
    if (choice.saved < static_cast<double>(fewest_rules) / 2 || left > 0.6 * selected) return std::nullopt;
    return choice;
  }

  std::vector<std::int64_t> keys(const Choice& choice) const {
    std::vector<std::int64_t> keys;
    for (const std::uint32_t rule : choice.rules) {
      const GuardDomain& domain = guarded_[rule].on(choice.path)->domain;
      if (!choice.by_range) {
        keys.insert(keys.end(), domain.values.begin(), domain.values.end());
        continue;
      }
      const auto range = [&keys](std::int64_t low, std::int64_t high) {
        if (low > high) return;
        if (low != std::numeric_limits<std::int64_t>::min()) keys.push_back(low);
        if (high != std::numeric_limits<std::int64_t>::max()) keys.push_back(high + 1);
      };
      if (domain.is_range) range(domain.low, domain.high);
      for (const std::int64_t value : domain.values) range(value, value);
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
  }

  /// In how many sections it stands: of as many keys, and where the path cannot be read.
  std::size_t width(const Choice& choice, std::uint32_t rule) const {
    std::size_t width = guards_.false_where_absent(guarded_[rule], choice.path) ? 0 : 1;
    each_section(choice, rule, [&](std::size_t from, std::size_t to) { width += to - from; });
    return width;
  }

  /// The places of its keys among all, as ranges. By range, place 0 is what is below the first bound.
  template <typename Visit>
  void each_section(const Choice& choice, std::uint32_t rule, Visit visit) const {
    const GuardDomain& domain = guarded_[rule].on(choice.path)->domain;
    const auto at = [&](std::int64_t key) {
      return static_cast<std::size_t>(std::ranges::lower_bound(choice.keys, key) - choice.keys.begin());
    };
    if (!choice.by_range) {
      for (const std::int64_t value : domain.values) visit(at(value), at(value) + 1);
      return;
    }
    const auto range = [&](std::int64_t low, std::int64_t high) {
      if (low > high) return;
      const std::size_t from = low == std::numeric_limits<std::int64_t>::min() ? 0 : at(low) + 1;
      const std::size_t to =
          high == std::numeric_limits<std::int64_t>::max() ? choice.keys.size() + 1 : at(high + 1) + 1;
      visit(from, to);
    };
    if (domain.is_range) return range(domain.low, domain.high);
    for (const std::int64_t value : domain.values) range(value, value);
  }

  RuleSelection split(const Choice& choice, std::vector<PathId>& used) {
    RuleSelection selection{choice.path, choice.by_range, {}, {}, {}, {}};
    const std::size_t places = choice.keys.size() + (choice.by_range ? 1 : 0);
    std::vector<Rules> rules(places);
    for (const std::uint32_t rule : choice.rules) {
      each_section(choice, rule, [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at) rules[at].push_back(rule);
      });
      if (!guards_.false_where_absent(guarded_[rule], choice.path)) selection.where_absent.push_back(rule);
    }
    std::map<Rules, std::uint32_t> known;
    std::size_t copies = selection.where_absent.size();
    std::vector<const Rules*> sections;
    for (std::size_t at = 0; at < places; ++at) {
      std::uint32_t section = RuleSelection::no_section;
      if (!rules[at].empty()) {
        const auto [found, is_new] = known.try_emplace(rules[at], static_cast<std::uint32_t>(sections.size()));
        section = found->second;
        if (is_new) {
          sections.push_back(&found->first);
          copies += found->first.size();
        }
      }
      // Ranges side by side that select the same are one.
      if (choice.by_range && at > 0 && section == selection.sections_of.back()) continue;
      if (!choice.by_range || at > 0) selection.keys.push_back(choice.keys[choice.by_range ? at - 1 : at]);
      selection.sections_of.push_back(section);
    }
    room_ -= std::min(room_, copies - std::min(copies, choice.rules.size()));
    for (const Rules* section : sections) selection.sections.push_back(group(*section, used));
    return selection;
  }

  const RuleGuards& guards_;
  const std::vector<GuardedRule>& guarded_;
  std::size_t room_;  // For how many more copies of rules.
};

bool out_of_order(const RuleGroup& group) {
  if (group.selections.size() + (group.rules.empty() ? 0 : 1) > 1) return true;
  return std::ranges::any_of(group.selections, [](const RuleSelection& selection) {
    return std::ranges::any_of(selection.sections, [](const RuleGroup& section) { return out_of_order(section); });
  });
}

}  // namespace

RulePlan plan_rules(RuleGuards& guards, const std::vector<model::Rule>& rules, Rules some) {
  RulePlan plan;
  if (some.size() < fewest_rules) {
    plan.all.rules = std::move(some);
    return plan;
  }
  plan.guarded.resize(rules.size());
  for (const std::uint32_t rule : some) plan.guarded[rule] = guards.of(rules[rule]);
  std::vector<PathId> used;
  plan.all = Planner(guards, plan.guarded).group(std::move(some), used);
  plan.out_of_order = out_of_order(plan.all);
  return plan;
}

}  // namespace writ
