#include "engine/check/periods.hpp"

#include <fmt/format.h>

#include "engine/check/dates.hpp"
#include "engine/value/time/period.hpp"

namespace writ::checking {
namespace {

enum class Steps : std::uint8_t { calendar_days, either, business_days };

Steps steps_of(const Context& context, ExprId id);

Steps steps_of_either(const Context& context, ExprId first, ExprId second) {
  const Steps steps = steps_of(context, first);
  return steps == steps_of(context, second) ? steps : Steps::either;
}

/// What a period counts, as far as the text says it. A caller's parameter may be another.
Steps steps_of(const Context& context, ExprId id) {
  if (id == none) return Steps::calendar_days;  // Of something that was reported.
  const auto& node = context[id].node;
  const auto when = [](bool business_days) { return business_days ? Steps::business_days : Steps::calendar_days; };
  if (const auto* constant = std::get_if<model::Constant>(&node))
    return when(time::Period::unpack(constant->value).unit == time::Unit::business_days);
  if (const auto* call = std::get_if<model::Apply>(&node))
    return when(builtins()[call->builtin].name == "business_days");
  if (const auto* parameter = std::get_if<model::ParameterRef>(&node))
    return steps_of(context, context.model.parameters[parameter->parameter].value);
  if (const auto* define = std::get_if<model::DefineRef>(&node))
    return steps_of(context, context.model.defines[define->define].body);
  if (const auto* narrowed = std::get_if<model::Narrowed>(&node)) return steps_of(context, narrowed->operand);
  if (const auto* optional = std::get_if<model::MakePresent>(&node)) return steps_of(context, optional->operand);
  if (const auto* choice = std::get_if<model::If>(&node))
    return steps_of_either(context, choice->then, choice->otherwise);
  if (const auto* choice = std::get_if<model::OrElse>(&node))
    return steps_of_either(context, choice->left, choice->right);
  // An argument, an element of a list, a decision.
  return Steps::either;
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
  if (!context[step].type.is(Kind::period)) return;
  const Steps steps = steps_of(context, step);
  if (steps == Steps::calendar_days) return;
  const auto* calendar = need_calendar(
      context, file, span, steps == Steps::either ? "a period that may count business days" : "counting business days");
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
