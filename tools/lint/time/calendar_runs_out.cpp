// A calendar that rules use and whose last year is nearly over.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/value/time/calendar.hpp"
#include "engine/value/time/civil.hpp"
#include "engine/value/time/period.hpp"
#include "tools/lint/time/calendars.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

using namespace model;

namespace {

bool needs_calendar(const Expr& expr) {
  if (const auto* apply = std::get_if<Apply>(&expr.node)) return builtins()[apply->builtin].needs_calendar;
  const auto* constant = std::get_if<Constant>(&expr.node);
  return constant != nullptr && expr.type.is(Kind::period) &&
         writ::time::Period::unpack(constant->value).unit == writ::time::Unit::business_days;
}

/// Is what is effective so out of force after this day? Counted in whole days, the last in any zone.
bool ends_by(const Model& model, ExprId in_force, std::int32_t day) {
  if (in_force == none) return false;
  const Expr& expr = model[in_force];
  if (const auto* logic = std::get_if<Logic>(&expr.node)) {
    return ends_by(model, logic->left, day) || ends_by(model, logic->right, day);
  }
  const auto* call = std::get_if<Apply>(&expr.node);
  if (call == nullptr || call->arguments.size() != 2 || builtins()[call->builtin].name != "<") return false;
  const auto* end = std::get_if<Constant>(&model[call->arguments[1]].node);
  if (end == nullptr) return false;
  const bool by_date = model[call->arguments[0]].type.is(Kind::date);
  // Midnight, wherever it is, is no more than 14 hours from that of UTC.
  const std::int64_t first_after = std::int64_t{day} + 1;
  return by_date ? end->value <= first_after : end->value <= first_after * writ::time::day + 14 * writ::time::hour;
}

/// The calendars that rules count by, each with a place where one does. What tests alone ask of a calendar may be old.
std::map<const writ::time::Calendar*, Span> used_calendars(const Model& model) {
  std::map<const writ::time::Calendar*, Span> used;
  for_each_expr(model, [&](ExprId id, const Root& root) {
    if (root.purpose == Purpose::test || root.purpose == Purpose::fixture) return;
    const Expr& expr = model[id];
    const auto* calendar = model.files[expr.file].calendar.get();
    if (calendar == nullptr || !needs_calendar(expr)) return;
    // What is out of force by the end of the last year asks for no later one.
    const auto& covers = calendar->rules().covers;
    if (!covers.empty() && (ends_by(model, model.files[expr.file].in_force, covers.back().last) ||
                            (root.rule != nullptr && ends_by(model, root.rule->in_force, covers.back().last)))) {
      return;
    }
    used.try_emplace(calendar, expr.span);
  });
  return used;
}

}  // namespace

void calendar_runs_out(const Subject& subject, Findings& findings) {
  if (!subject.today) return;
  const auto months = subject.settings.number(Lint::time_calendar_runs_out, "months");
  writ::time::Date soon = 0;
  if (writ::time::add_months(*subject.today, months, soon) != Fault::none) return;
  const auto declared = declared_calendars(subject);
  std::set<const syntax::CalendarDecl*> told;
  for (const auto& [calendar, use] : used_calendars(subject.model)) {
    const writ::time::Calendar::Rules& rules = calendar->rules();
    if (rules.covers.empty() || rules.covers.back().last >= soon) continue;
    const std::int32_t last_year = writ::time::to_ymd(rules.covers.back().last).year;
    const auto found = std::ranges::find_if(declared, [&](const DeclaredCalendar& each) {
      return rules.name == each.declaration->name.text && !each.declaration->covers.empty() &&
             std::ranges::max(each.declaration->covers, {}, &syntax::YearRange::last).last == last_year;
    });
    if (found == declared.end() || !told.insert(found->declaration).second) continue;
    const syntax::CalendarDecl& declaration = *found->declaration;
    const std::int32_t left = rules.covers.back().last - *subject.today;
    findings.push_back({
        .lint = Lint::time_calendar_runs_out,
        .place = std::ranges::max(declaration.covers, {}, &syntax::YearRange::last).span,
        .message = left < 0 ? fmt::format("calendar `{}` ended with {}", rules.name, last_year)
                            : fmt::format("calendar `{}` ends with {}, in {} day{}", rules.name, last_year, left,
                                          left == 1 ? "" : "s"),
        .label = "a later date is an error",
        .labels = {{use, "rules count by it here"}},
        .help = {fmt::format("add the holidays of {0} and `covers {0}`", last_year + 1)},
    });
  }
}

}  // namespace writ::lint::time
