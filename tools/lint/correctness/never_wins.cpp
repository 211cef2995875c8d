// A rule that another leaves no case to: an earlier one of a `first rule` decision, a prohibition, one that overrides
// it, a rival that always applies beside it.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tools/lint/kept.hpp"
#include "tools/lint/rules.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

constexpr std::size_t most_rivals = 24;  ///< Of those before it that are looked at: the nearest.

class Rivals {
 public:
  Rivals(Reasoner& reasoner, const model::Decision& decision, Findings& findings)
      : reasoner_(reasoner), decision_(decision), findings_(findings) {
    for (const auto& rule : decision.rules) {
      applies_.push_back(applies(reasoner.forms(), rule));
      const FormId when[] = {applies_.back().when};
      silent_.push_back(reasoner.contradict(when) || copies_one_before());
    }
  }

  void run() {
    overridden();
    if (decision_.permission) return effects();
    if (decision_.combine == syntax::Combine::first) return first();
    if (decision_.combine == syntax::Combine::single) return single();
  }

 private:
  const model::Rule& rule(std::size_t at) const { return decision_.rules[at]; }

  bool overrides(std::size_t at, std::size_t other) const {
    const auto& named = rule(at).overrides;
    return std::ranges::find(named, static_cast<std::uint32_t>(other)) != named.end();
  }
  bool is_overridden(std::size_t at) const {
    for (std::size_t i = 0; i < decision_.rules.size(); ++i)
      if (overrides(i, at)) return true;
    return false;
  }

  void tell(std::size_t loser, std::size_t winner, std::string message, std::string label, std::string help) {
    if (silent_[loser] || !told_.insert(loser).second) return;
    Finding finding{Lint::correctness_never_wins, rule(loser).name_span, std::move(message), {}, {}, {}, {}, {}};
    finding.labels = {{rule(winner).name_span, std::move(label)}};
    finding.help = {std::move(help)};
    findings_.push_back(std::move(finding));
  }

  /// That one was copied from the other is told of as that: see copied_rule.
  bool is_copy(std::size_t at, std::size_t other) const {
    const Applies &a = applies_[at], &b = applies_[other];
    return a.when == b.when && a.in_force == b.in_force && a.when != reasoner_.forms().truth();
  }

  /// In a permission: the last one, so far, has the conditions and the effect of an earlier rule.
  bool copies_one_before() const {
    const std::size_t last = applies_.size() - 1;
    if (!decision_.permission) return false;
    for (std::size_t i = last > most_rivals ? last - most_rivals : 0; i < last; ++i)
      if (rule(i).effect == rule(last).effect && is_copy(last, i)) return true;
    return false;
  }

  std::string applies_too(std::size_t winner, std::size_t loser) const {
    return applies_[winner].always
               ? fmt::format("`{}` always applies", rule(winner).name)
               : fmt::format("`{}` applies wherever `{}` does", rule(winner).name, rule(loser).name);
  }

  void overridden() {
    for (std::size_t winner = 0; winner < applies_.size(); ++winner)
      for (const std::uint32_t loser : rule(winner).overrides) {
        if (!covers(reasoner_, applies_[winner], applies_[loser])) continue;
        tell(loser, winner, fmt::format("rule `{}` never wins: it is overridden wherever it applies", rule(loser).name),
             fmt::format("overrides it, and {}", applies_too(winner, loser)),
             "an exception has a narrower condition than the rule that it overrides");
      }
  }

  /// The nearest rules before it that say something about it, and those that say the same.
  template <typename Visit>
  void before(std::size_t at, Visit visit) {
    std::size_t seen = 0;
    for (std::size_t i = at; i-- > 0 && seen < most_rivals;) {
      if (!applies_[i].always && !reasoner_.related(applies_[i].when, applies_[at].when)) continue;
      ++seen;
      if (visit(i)) return;
    }
  }

  void first() {
    for (std::size_t at = 0; at < applies_.size(); ++at) {
      std::optional<std::size_t> winner;
      bool copy = false;
      before(at, [&](std::size_t earlier) {
        copy = copy || is_copy(at, earlier);
        if (!copy && covers(reasoner_, applies_[earlier], applies_[at])) winner = earlier;
        return copy || winner.has_value();
      });
      if (winner) {
        tell(at, *winner, fmt::format("rule `{}` never wins: an earlier rule does", rule(at).name),
             fmt::format("{}", applies_too(*winner, at)), "the narrower rule comes first");
        // What stands after a rule that always applies is told of once.
        if (applies_[*winner].always) return;
      } else if (!copy) {
        all_taken(at);
      }
    }
  }

  /// Several earlier rules may leave nothing together.
  void all_taken(std::size_t at) {
    Forms& forms = reasoner_.forms();
    std::vector<std::size_t> earlier;
    std::vector<FormId> known = {applies_[at].when};
    for (std::size_t rival = at; rival-- > 0 && earlier.size() < 12;) {
      if (applies_[rival].in_force != forms.truth()) continue;
      earlier.push_back(rival);
      known.push_back(forms.negation(applies_[rival].when));
    }
    if (earlier.size() < 2 || !reasoner_.contradict(known)) return;
    for (std::size_t i = 1; i < known.size() && known.size() > 2;) {
      std::vector<FormId> fewer = known;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (!reasoner_.contradict(fewer)) {
        ++i;
        continue;
      }
      known = std::move(fewer);
      earlier.erase(earlier.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    std::ranges::sort(earlier);
    if (silent_[at] || !told_.insert(at).second) return;
    Finding finding{Lint::correctness_never_wins, rule(at).name_span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("rule `{}` never wins: earlier rules leave nothing to it", rule(at).name);
    for (const std::size_t rival : earlier) finding.labels.push_back({rule(rival).name_span, "one of them"});
    finding.help = {"say what was meant, or leave the rule out"};
    findings_.push_back(std::move(finding));
  }

  void single() {
    for (std::size_t at = 0; at < applies_.size(); ++at)
      for (std::size_t other = 0; other < applies_.size() && other < at + most_rivals; ++other) {
        if (other == at || is_copy(at, other) || overrides(at, other) || overrides(other, at)) continue;
        // A third may settle it.
        if (is_overridden(at) || is_overridden(other)) continue;
        if (other > at && covers(reasoner_, applies_[at], applies_[other])) continue;  // told of the other
        if (at - std::min(at, other) > most_rivals || !covers(reasoner_, applies_[other], applies_[at])) continue;
        tell(at, other, fmt::format("rule `{}` never decides: another applies beside it", rule(at).name),
             applies_too(other, at),
             fmt::format("where both apply nothing is decided: let one say `overrides {}`, or narrow a condition",
                         rule(other).name));
      }
  }

  static int strength(const model::Rule& rule) {
    switch (*rule.effect) {
      case syntax::Effect::forbid: return 2;
      case syntax::Effect::refer: return 1;
      default: return 0;
    }
  }

  void effects() {
    static constexpr std::string_view words[] = {"permit", "refer", "forbid"};
    for (std::size_t winner = 0; winner < applies_.size(); ++winner) {
      if (strength(rule(winner)) == 0 || is_overridden(winner)) continue;
      std::size_t seen = 0;
      for (std::size_t at = 0; at < applies_.size(); ++at) {
        if (strength(rule(at)) >= strength(rule(winner))) continue;
        if (!applies_[winner].always && !reasoner_.related(applies_[winner].when, applies_[at].when)) continue;
        if (++seen > most_rivals || !covers(reasoner_, applies_[winner], applies_[at])) continue;
        tell(at, winner,
             fmt::format("rule `{}` never wins: where it applies, a `{}` does too", rule(at).name,
                         words[strength(rule(winner))]),
             fmt::format("{}, and `{}` is stronger than `{}`", applies_too(winner, at), words[strength(rule(winner))],
                         words[strength(rule(at))]),
             fmt::format("narrow the condition of one of them, or let this one say `overrides {}`", rule(winner).name));
      }
    }
  }

  Reasoner& reasoner_;
  const model::Decision& decision_;
  Findings& findings_;
  std::vector<Applies> applies_;
  std::vector<bool> silent_;  ///< Told of elsewhere: of a condition that never holds, or as a copy.
  std::set<std::size_t> told_;
};

}  // namespace

void never_wins(const Subject& subject, Findings& findings) {
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  Reasoner reasoner(forms);
  for (const auto& decision : subject.model.decisions) Rivals(reasoner, decision, findings).run();
}

}  // namespace writ::lint::correctness
