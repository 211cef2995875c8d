#include "tools/lint/correctness/ranges.hpp"
#include "tools/lint/kept.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/zone.hpp"
#include "tools/lint/rules.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

using model::ExprId;
using model::none;

using writ::time::day;

constexpr std::int64_t longest_hole = 100;  ///< Days, between two that say the same.

std::int64_t one_day(const Dated& dated) { return dated.by_date ? 1 : day; }

/// The bounds that an `effective` became: comparisons of one clock with constants.
struct Bounds {
  FormId clock = 0;
  Dated dated;
};

bool take(const model::Model& model, Forms& forms, ExprId expr, Bounds& bounds) {
  if (const auto* logic = std::get_if<model::Logic>(&model[expr].node)) {
    return take(model, forms, logic->left, bounds) && take(model, forms, logic->right, bounds);
  }
  const auto* call = std::get_if<model::Apply>(&model[expr].node);
  if (call == nullptr || call->arguments.size() != 2) return false;
  const auto* bound = std::get_if<model::Constant>(&model[call->arguments[1]].node);
  if (bound == nullptr) return false;
  bounds.clock = forms.of(call->arguments[0]);
  bounds.dated.by_date = model[call->arguments[0]].type.is(Kind::date);
  const bool from = builtins()[call->builtin].name == ">=";
  (from ? bounds.dated.from : bounds.dated.before) = bound->value;
  (from ? bounds.dated.from_place : bounds.dated.end_place) = model[expr].span;
  return true;
}

/// Without the module that it is in.
std::string last_of(const std::string& name) { return name.substr(name.rfind('.') + 1); }

std::optional<Bounds> bounds_of(const model::Model& model, Forms& forms, ExprId in_force, std::string name) {
  Bounds bounds;
  if (in_force == none || !take(model, forms, in_force, bounds)) return std::nullopt;
  bounds.dated.name = std::move(name);
  return bounds;
}

struct Candidate {
  Dated dated;
  FormId conditions = 0;
};

/// In microseconds, of whatever clock: near enough to say what lies between two.
std::int64_t instant_of(const Dated& dated, std::int64_t bound) { return dated.by_date ? bound * day : bound; }

/// Does something that begins and ends lie in the hole after `a` and before `b`, wholly or in part?
bool is_filled(const std::vector<Dated>& others, const Dated& a, const Dated& b) {
  const std::int64_t begin = instant_of(a, *a.before), end = instant_of(b, *b.from);
  return std::ranges::any_of(others, [&](const Dated& other) {
    return other.from && other.before && instant_of(other, *other.from) < end &&
           instant_of(other, *other.before) > begin;
  });
}

class Finder {
 public:
  explicit Finder(std::vector<Succession>& found) : found_(found) {}

  /// `exclusive(a, b)`: that both are in force does no harm. `others`: what may stand in a hole, of any kind.
  template <typename Exclusive>
  void pairs(std::vector<Candidate> all, Exclusive exclusive, const std::vector<Dated>& others = {}) {
    const auto begin = [](const Candidate& each) { return each.dated.from.value_or(INT64_MIN); };
    std::ranges::stable_sort(all, {}, begin);
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      const Candidate &a = all[i], &b = all[i + 1];
      if (!a.dated.before || !b.dated.from || a.dated.from == b.dated.from) continue;
      if (b.dated.before && *b.dated.before <= *a.dated.before) continue;  // one within the other
      // Two bounded ones may be two occasions: one of them has to go on.
      if (a.dated.from && b.dated.before) continue;
      const std::int64_t hole = *b.dated.from - *a.dated.before;
      if (hole == 0) continue;
      const bool same = a.conditions == b.conditions;
      const bool all_time = !a.dated.from && !b.dated.before;
      const std::int64_t longest = one_day(a.dated) * (hole > 0 && same && all_time ? longest_hole : 1);
      if (hole > longest || hole < -longest) continue;
      if (hole < 0 && exclusive(a, b)) continue;
      if (hole > 0 && is_filled(others, a.dated, b.dated)) continue;
      found_.push_back({a.dated, b.dated, hole, same});
    }
  }

 private:
  std::vector<Succession>& found_;
};

/// What a form looks like where figures, members and texts are left out.
class Shapes {
 public:
  explicit Shapes(const Forms& forms) : forms_(forms) {}

  std::string of(FormId id) {
    const Form& form = forms_[id];
    if (form.kind == FormKind::constant || form.kind == FormKind::text) return "#";
    if (form.kind == FormKind::parameter) return "#";
    const bool bound = form.kind == FormKind::at_most || form.kind == FormKind::exactly || form.kind == FormKind::among;
    std::string result = fmt::format("({}:{}:{}", static_cast<int>(form.kind), form.id, bound ? 0 : form.value);
    for (const FormId part : form.parts) result += of(part);
    return result + ")";
  }

 private:
  const Forms& forms_;
};

}  // namespace

std::vector<Succession> successions(const Subject& subject) {
  const model::Model& model = subject.model;
  std::vector<Succession> found;
  Finder finder(found);
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  Reasoner reasoner(forms);
  Shapes shapes(forms);
  const auto harmless = [&](const Candidate& a, const Candidate& b) {
    const FormId both[] = {a.conditions, b.conditions};
    return reasoner.contradict(both);
  };
  for (const auto& decision : model.decisions) {
    std::map<std::string, std::vector<Candidate>> groups;
    std::vector<Dated> all;
    for (const auto& rule : decision.rules) {
      if (rule.in_force == none) continue;
      const auto bounds = bounds_of(model, forms, rule.in_force, "rule `" + rule.name + "`");
      if (!bounds) continue;
      all.push_back(bounds->dated);
      const Applies when = applies(forms, rule);
      const int effect = rule.effect ? static_cast<int>(*rule.effect) : 9;
      groups[fmt::format("{} {} {} {}", bounds->clock, bounds->dated.by_date, effect, shapes.of(when.when))].push_back(
          {bounds->dated, when.when});
    }
    for (auto& [key, group] : groups) finder.pairs(std::move(group), harmless, all);
  }
  const auto never = [](const Candidate&, const Candidate&) { return false; };
  for (std::size_t i = 0; i < model.files.size(); ++i) {
    std::vector<Candidate> sources;
    const auto& written = subject.files[i].header.sources;
    for (std::size_t at = 0; at < model.files[i].sources.size() && at < written.size(); ++at) {
      const auto& source = model.files[i].sources[at];
      const auto& effective = written[at].effective;
      if (!effective || effective->by) continue;
      const auto place = [&](const std::optional<syntax::DateBound>& bound) {
        return bound ? bound->span : effective->span;
      };
      sources.push_back(
          {{"source `" + source.name + "`", place(effective->from),
            place(effective->before ? effective->before : effective->through), source.from, source.before, false},
           static_cast<FormId>(at)});
    }
    finder.pairs(std::move(sources), never);
  }
  // Policies that decide the same by the same facts, one after the other. Those of two time zones are of two places,
  // and have nothing to do with each other.
  std::map<std::string, std::vector<Candidate>> policies;
  for (std::size_t i = 0; i < model.files.size(); ++i) {
    const auto bounds = bounds_of(model, forms, model.files[i].in_force, "policy `" + model.files[i].name + "`");
    if (!bounds) continue;
    std::vector<std::string> decisions;
    std::set<std::string> facts;
    for (const auto& decision : model.decisions) {
      if (decision.file != i) continue;
      decisions.push_back(last_of(decision.name));
      for (const auto fact : decision.needs) facts.insert(last_of(model.facts[fact].name));
    }
    if (decisions.empty()) continue;
    std::ranges::sort(decisions);
    const auto& zone = model.files[i].zone;
    policies[fmt::format("{} {} {}: {}", bounds->clock, zone == nullptr ? "" : zone->name(), fmt::join(decisions, " "),
                         fmt::join(facts, " "))]
        .push_back({bounds->dated, static_cast<FormId>(i)});
  }
  for (auto& [key, group] : policies) finder.pairs(std::move(group), never);
  return found;
}

std::string length_words(std::int64_t length, bool by_date) {
  const std::int64_t unit = by_date ? 1 : day;
  if (length % unit == 0) return fmt::format("{} {}", length / unit, length == unit ? "day" : "days");
  constexpr std::int64_t hour = day / 24;
  if (length % hour == 0) return fmt::format("{} {}", length / hour, length == hour ? "hour" : "hours");
  if (length == 1) return "a microsecond";
  if (length % 1'000'000 == 0) {
    return fmt::format("{} {}", length / 1'000'000, length == 1'000'000 ? "second" : "seconds");
  }
  return "less than a second";
}

}  // namespace writ::lint::correctness
