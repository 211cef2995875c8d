#include "engine/check/periods.hpp"

#include <fmt/format.h>

#include "engine/check/dates.hpp"
#include "engine/value/time/period.hpp"

namespace writ::checking {
namespace {

/// Whether a period may be one of business days. A definition's parameter may be anything, but then it is the caller
/// who makes business days and is asked for a calendar there.
bool may_be_business_days(const Context& context, ExprId id) {
  if (id == none) return false;
  const auto& node = context[id].node;
  if (const auto* constant = std::get_if<model::Constant>(&node)) {
    return time::Period::unpack(constant->value).unit == time::Unit::business_days;
  }
  if (const auto* call = std::get_if<model::Apply>(&node)) return builtins()[call->builtin].name == "business_days";
  if (const auto* parameter = std::get_if<model::ParameterRef>(&node)) {
    return may_be_business_days(context, context.model.parameters[parameter->parameter].value);
  }
  if (const auto* define = std::get_if<model::DefineRef>(&node)) {
    return may_be_business_days(context, context.model.defines[define->define].body);
  }
  if (const auto* choice = std::get_if<model::If>(&node)) {
    return may_be_business_days(context, choice->then) || may_be_business_days(context, choice->otherwise);
  }
  return false;
}

void report_uncovered(Context& context, Span span, const time::Calendar& calendar) {
  context
      .error(Code::outside_calendar, span,
             fmt::format("calendar `{}` does not cover every day of this", calendar.rules().name))
      .help("add the year to the calendar's `covers`, with its holidays");
}

}  // namespace

void check_period_step(Context& context, FileIndex file, const Builtin& row, ExprId from, ExprId step, Span span) {
  if (row.needs_zone) need_zone(context, file, span, "an instant plus a period");
  if (!context[step].type.is(Kind::period) || !may_be_business_days(context, step)) return;
  const auto* calendar = need_calendar(context, file, span, "counting business days");
  if (calendar == nullptr || !context[from].type.is(Kind::date)) return;
  const auto* date = std::get_if<model::Constant>(&context[from].node);
  const auto* packed = std::get_if<model::Constant>(&context[step].node);
  if (date == nullptr || packed == nullptr) return;
  const auto count = time::Period::unpack(packed->value).count;
  time::Date result = 0;
  const auto fault =
      calendar->add_business_days(static_cast<time::Date>(date->value), row.name == "-" ? -count : count, result);
  if (fault == Fault::outside_calendar) report_uncovered(context, span, *calendar);
}

void check_call_needs(Context& context, FileIndex file, const Builtin& row, const std::vector<ExprId>& arguments,
                      Span span) {
  if (row.needs_zone) need_zone(context, file, span, fmt::format("`{}`", row.name));
  if (!row.needs_calendar) return;
  const auto* calendar = need_calendar(context, file, span, fmt::format("`{}`", row.name));
  if (calendar == nullptr || arguments.empty() || !context[arguments[0]].type.is(Kind::date)) return;
  const auto* date = std::get_if<model::Constant>(&context[arguments[0]].node);
  if (date != nullptr && !calendar->covers(static_cast<time::Date>(date->value)))
    report_uncovered(context, span, *calendar);
}

}  // namespace writ::checking
