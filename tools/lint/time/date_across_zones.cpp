// A date taken in one time zone beside one taken in another.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/value/time/civil.hpp"
#include "engine/value/time/zone.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

using namespace model;
using writ::time::Zone;

namespace {

/// Whether the clocks of two zones have shown the same since 2000, whatever their names.
bool alike(const Zone& a, const Zone& b) {
  if (a.name() == b.name()) return true;
  const writ::time::Instant end = writ::time::to_date({2040, 1, 1}) * writ::time::day;
  writ::time::Instant at = writ::time::to_date({2000, 1, 1}) * writ::time::day;
  while (at < end) {
    if (a.offset_seconds(at) != b.offset_seconds(at)) return false;
    at = std::min(a.next_change(at), b.next_change(at));
  }
  return true;
}

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings)
      : model_(subject.model), findings_(findings), zones_(model_.exprs.size()) {}

  void run() {
    // Where all files have the same zone, or none, there is nothing to mix.
    std::set<std::string> names;
    for (const File& file : model_.files) {
      if (file.zone != nullptr) names.insert(file.zone->name());
    }
    if (names.size() < 2) return;
    std::set<ExprId> seen;
    for_each_expr(model_, [&](ExprId expr, const Root&) {
      if (seen.insert(expr).second) judge(expr);
    });
  }

 private:
  static bool is_local(Type type) { return type.base == Kind::date || type.base == Kind::time_of_day; }

  /// The zone that a date or time of day was taken in; null where it was in none that is known.
  const Zone* zone_of(ExprId expr) {
    expr = bare(model_, expr);
    if (!is_local(model_[expr].type) || model_[expr].type.is_list()) return nullptr;
    if (!zones_[expr]) {
      zones_[expr] = nullptr;
      zones_[expr] = compute(expr);
    }
    return *zones_[expr];
  }

  const Zone* first_of(std::initializer_list<ExprId> exprs) {
    for (const ExprId expr : exprs) {
      if (const Zone* zone = expr == none ? nullptr : zone_of(expr)) return zone;
    }
    return nullptr;
  }

  const Zone* compute(ExprId expr) {
    const Expr& e = model_[expr];
    return std::visit(Overloaded{
                          [](const auto&) -> const Zone* { return nullptr; },
                          [&](const Apply& node) -> const Zone* {
                            const Builtin& builtin = builtins()[node.builtin];
                            if (builtin.needs_zone) return model_.files[e.file].zone.get();
                            for (const ExprId argument : node.arguments) {
                              if (const Zone* zone = zone_of(argument)) return zone;
                            }
                            return nullptr;
                          },
                          [&](const DefineRef& node) -> const Zone* {
                            const ExprId body = model_.defines[node.define].body;
                            return body == none ? nullptr : zone_of(body);
                          },
                          [&](const DecisionRef& node) -> const Zone* {
                            const Decision& decision = model_.decisions[node.decision];
                            for (const Rule& rule : decision.rules) {
                              if (const Zone* zone = first_of({rule.value})) return zone;
                            }
                            return decision.otherwise ? first_of({decision.otherwise->value}) : nullptr;
                          },
                          [&](const OrElse& node) {
                            return first_of({node.left, node.right});
                          },
                          [&](const If& node) {
                            return first_of({node.then, node.otherwise});
                          },
                          [&](const Aggregate& node) { return first_of({node.of}); },
                      },
                      e.node);
  }

  void judge(ExprId expr) {
    const Expr& e = model_[expr];
    if (const auto* equal = std::get_if<Equal>(&e.node)) {
      pair(expr, equal->left, equal->right);
    } else if (const auto* range = std::get_if<InRange>(&e.node)) {
      if (!pair(expr, range->value, range->low)) pair(expr, range->value, range->high);
    } else if (const auto* list = std::get_if<InList>(&e.node)) {
      const auto* elements = std::get_if<MakeList>(&model_[list->list].node);
      for (const ExprId element : elements == nullptr ? std::vector<ExprId>{} : elements->elements) {
        if (pair(expr, list->value, element)) return;
      }
    } else if (const auto* apply = std::get_if<Apply>(&e.node)) {
      of_call(expr, *apply);
    }
  }

  void of_call(ExprId expr, const Apply& apply) {
    for (std::size_t i = 1; i < apply.arguments.size(); ++i) {
      if (pair(expr, apply.arguments[0], apply.arguments[i])) return;
    }
    // A date of one zone is made an instant of another.
    const Builtin& builtin = builtins()[apply.builtin];
    const Zone* here = model_.files[model_[expr].file].zone.get();
    if (!builtin.needs_zone || here == nullptr) return;
    for (const ExprId argument : apply.arguments) {
      const Zone* zone = zone_of(argument);
      if (zone == nullptr || alike_here(zone, here)) continue;
      findings_.push_back({
          .lint = Lint::time_date_across_zones,
          .place = model_[argument].span,
          .message = fmt::format("a {} of {} is taken as one of {}", noun(argument), zone->name(), here->name()),
          .label = fmt::format("taken in {}", zone->name()),
          .help = {help(argument)},
      });
      return;
    }
  }

  bool pair(ExprId expr, ExprId left, ExprId right) {
    const Zone* first = zone_of(left);
    const Zone* second = zone_of(right);
    if (first == nullptr || second == nullptr || alike_here(first, second)) return false;
    findings_.push_back({
        .lint = Lint::time_date_across_zones,
        .place = model_[expr].span,
        .message = fmt::format("a {} of {} stands beside one of {}", noun(left), first->name(), second->name()),
        .labels = {{model_[left].span, "taken in " + first->name()},
                   {model_[right].span, "taken in " + second->name()}},
        .help = {help(left)},
    });
    return true;
  }

  bool alike_here(const Zone* a, const Zone* b) {
    if (a == b) return true;
    const auto [found, is_new] = alike_.try_emplace(std::minmax(a, b), false);
    if (is_new) found->second = alike(*a, *b);
    return found->second;
  }

  std::string_view noun(ExprId expr) const { return model_[expr].type.base == Kind::date ? "date" : "time of day"; }
  std::string help(ExprId expr) const {
    return fmt::format("one instant has another {} in each zone: compare the instants, or take both in one zone",
                       noun(expr));
  }

  const Model& model_;
  Findings& findings_;
  std::vector<std::optional<const Zone*>> zones_;  // By expression.
  std::map<std::pair<const Zone*, const Zone*>, bool> alike_;
};

}  // namespace

void date_across_zones(const Subject& subject, Findings& findings) { Finder(subject, findings).run(); }

}  // namespace writ::lint::time
