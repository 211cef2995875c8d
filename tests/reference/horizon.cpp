#include "tests/reference/horizon.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "tests/reference/instants/candidates.hpp"

namespace writ::reference {
namespace {

using Instants = std::set<std::int64_t>;
constexpr std::int64_t second = 1'000'000;

class Search {
 public:
  Search(const model::Model& model, const Facts& facts, std::int64_t now, model::DecisionId decision)
      : model_(model), facts_(facts), now_(now), decision_(decision), verdict_(at(now)) {}

  Verdict at(std::int64_t instant) const { return Evaluation(model_, facts_, instant).decide(decision_); }

  /// Whether outcome and rules, and the value where it counts, are those of `now`.
  bool holds_at(std::int64_t instant, bool value_counts) const {
    const Verdict then = at(instant);
    return same_but_value(then) && (!value_counts || then.value == verdict_.value);
  }

  /// A value moves with `now` where its next three changes come in steps of a second or less, and the first of them
  /// does not come after a longer rest. Where fewer come before something else changes, it can be said to move or not.
  Follows follows() const {
    if (!std::holds_alternative<std::int64_t>(verdict_.value.is)) return Follows::no;
    const auto first = next_change(now_);
    const auto then = first ? next_change(*first) : first;
    const auto last = then ? next_change(*then) : then;
    if (!last) return first || now_ == time::last_instant ? Follows::briefly : Follows::no;
    const std::int64_t longest = std::max(*then - *first, *last - *then);
    return longest <= second && *first - now_ <= 2 * longest && same_but_value(at(*last)) ? Follows::yes
                                                                                          : Follows::briefly;
  }

  /// The first of these at which the decision no longer holds; and between it and the one before, the first instant.
  std::optional<std::int64_t> first_change(const Instants& candidates, bool value_counts) const {
    std::int64_t before = now_;
    for (const std::int64_t candidate : candidates) {
      if (!holds_at(candidate, value_counts)) {
        return first_between(before, candidate, [&](auto when) { return !holds_at(when, value_counts); });
      }
      before = candidate;
    }
    return std::nullopt;
  }

  /// And before it, somewhere between, left to chance.
  std::optional<std::int64_t> until(const Instants& candidates, bool value_counts) const {
    const auto found = first_change(candidates, value_counts);
    const std::int64_t end = found.value_or(time::last_instant);
    std::mt19937_64 chance(static_cast<std::uint64_t>(now_));
    Instants some;
    for (int i = 0; i < 4 && end - now_ > 1; ++i) {
      some.insert(now_ + 1 + static_cast<std::int64_t>(chance() % static_cast<std::uint64_t>(end - now_ - 1)));
    }
    const auto before = first_change(some, value_counts);
    return before ? before : found;
  }

 private:
  bool same_but_value(const Verdict& then) const {
    return then.outcome == verdict_.outcome && then.rules == verdict_.rules &&
           then.policy_not_in_force == verdict_.policy_not_in_force;
  }

  /// Where something is so at `end` and not at `begin`: the first instant from which on it is so, if it is so once
  /// only.
  template <typename IsSo>
  static std::int64_t first_between(std::int64_t begin, std::int64_t end, IsSo is_so) {
    while (end - begin > 1) {
      const std::int64_t middle = begin + (end - begin) / 2;
      (is_so(middle) ? end : begin) = middle;
    }
    return end;
  }

  /// When the decision next differs from what it is at `from`, if that is in a second or two.
  std::optional<std::int64_t> next_change(std::int64_t from) const {
    const Verdict present = at(from);
    const auto differs = [&](std::int64_t when) {
      const Verdict then = at(when);
      return then.value != present.value || then.rules != present.rules || then.outcome != present.outcome;
    };
    std::int64_t before = from;
    for (std::int64_t ahead = 1; ahead <= 2 * second + 2; before = from + ahead, ahead *= 2) {
      if (from + ahead > time::last_instant) return std::nullopt;
      if (differs(from + ahead)) return first_between(before, from + ahead, differs);
    }
    return std::nullopt;
  }

  const model::Model& model_;
  const Facts& facts_;
  std::int64_t now_;
  model::DecisionId decision_;
  Verdict verdict_;
};

/// Each is as likely to be left as any other.
Instants some_of(Instants instants, std::size_t most, std::int64_t now) {
  std::mt19937_64 chance(static_cast<std::uint64_t>(now));
  const std::size_t all = instants.size();
  if (all > most) std::erase_if(instants, [&](std::int64_t) { return chance() % all >= most; });
  return instants;
}

}  // namespace

Horizon horizon(const model::Model& model, const Facts& facts, std::int64_t now, model::DecisionId decision,
                const Tried& tried) {
  auto instants = some_of(candidates(model, facts, now, decision), tried.most, now);
  for (const std::int64_t also : tried.also) {
    for (const std::int64_t instant : {also - 1, also, also + 1}) {
      if (instant > now && instant <= time::last_instant) instants.insert(instant);
    }
  }
  const Search search(model, facts, now, decision);
  Horizon horizon{search.follows(), search.until(instants, true)};
  if (horizon.follows != Follows::no) horizon.until_but_value = search.until(instants, false);
  return horizon;
}

}  // namespace writ::reference
