// `now <= at(day, 23:59:59)`: what happens within the last second of the day is too late.

#include <fmt/format.h>

#include <set>

#include "engine/value/time/civil.hpp"
#include "tools/lint/time/moments.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

using namespace model;

namespace {

bool is_last_second(const Model& model, ExprId expr) {
  const Expr& e = model[bare(model, expr)];
  const auto* constant = std::get_if<Constant>(&e.node);
  return constant != nullptr && e.type.is(Kind::time_of_day) &&
         constant->value >= writ::time::day - writ::time::second && constant->value < writ::time::day - 1;
}

/// The time of day where it is written out, or the call of `at` with it.
bool ends_with_last_second(const Model& model, ExprId end) {
  if (is_last_second(model, end)) return true;
  const auto* apply = std::get_if<Apply>(&model[bare(model, end)].node);
  return apply != nullptr && apply->arguments.size() == 2 && builtins()[apply->builtin].name == "at" &&
         is_last_second(model, apply->arguments[1]);
}

}  // namespace

void last_second_of_day(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  std::set<ExprId> seen;
  for_each_expr(model, [&](ExprId expr, const Root& root) {
    if (root.purpose == Purpose::test || root.purpose == Purpose::fixture || !seen.insert(expr).second) return;
    for (Comparison each : comparisons(model, expr)) {
      if (ends_with_last_second(model, each.value)) {
        std::swap(each.value, each.end);
        each.order = flipped(each.order);
      }
      // `<= 23:59:59` and its opposite.
      if (each.order != Comparison::Order::at_most && each.order != Comparison::Order::above) continue;
      if (!ends_with_last_second(model, each.end)) continue;
      const bool moment = model[each.end].type.is(Kind::instant);
      findings.push_back({
          .lint = Lint::time_last_second_of_day,
          .place = model[each.end].span,
          .message = "the day ends before its last second is over",
          .label = "what happens within this second is after it",
          .help = {moment ? "compare with `<` or `>=` and the midnight that follows: `start_of_day(… + 1 day)`"
                          : "leave the bound out: every time of day is before midnight"},
      });
    }
  });
}

}  // namespace writ::lint::time
