// Literals and text with interpolations.

#include <fmt/format.h>

#include "engine/check/dates.hpp"
#include "engine/check/typer.hpp"
#include "engine/check/unknown.hpp"
#include "engine/check/wording.hpp"
#include "engine/value/decimal.hpp"
#include "engine/value/time/period.hpp"

namespace writ::checking {

Typed Typer::constant(Kind kind, std::int64_t value, Span span) {
  return {context_.make({kind, 0, false, 0}, span, place_.file, model::Constant{value}), {}, {}};
}

Typed Typer::infer(const syntax::BrokenExpr&, const syntax::Expr& expr, Type) { return {poison(expr.span), {}, {}}; }

Typed Typer::infer(const syntax::AbsentLiteral&, const syntax::Expr& expr, Type hint) {
  if (hint == spoilt) return {poison(expr.span), {}, {}};
  if (!place_.in_test) {
    context_.error(Code::no_null, expr.span, "only tests and fixtures can say that something is absent")
        .help("a decision without a rule that applies is absent, and so is a field that a record leaves out")
        .help("to ask for it write `x is absent`");
    return {poison(expr.span), {}, {}};
  }
  if (hint.base == Kind::unknown) {
    context_.error(Code::cannot_tell_type, expr.span, "nothing here says what is absent")
        .help("`absent` stands where a value may be missing; to ask for one write `x is absent`");
    return {poison(expr.span), {}, {}};
  }
  return {context_.make(hint.or_absent(), expr.span, place_.file, model::AbsentValue{}), {}, {}};
}

Typed Typer::infer(const syntax::BoolLiteral& node, const syntax::Expr& expr, Type) {
  return constant(Kind::boolean, node.value ? 1 : 0, expr.span);
}

Typed Typer::infer(const syntax::IntLiteral& node, const syntax::Expr& expr, Type) {
  return constant(Kind::integer, node.value, expr.span);
}

Typed Typer::infer(const syntax::DecimalLiteral& node, const syntax::Expr& expr, Type) {
  return constant(Kind::decimal, node.millionths, expr.span);
}

Typed Typer::infer(const syntax::DurationLiteral& node, const syntax::Expr& expr, Type) {
  return constant(Kind::duration, node.microseconds, expr.span);
}

Typed Typer::infer(const syntax::PeriodLiteral& node, const syntax::Expr& expr, Type) {
  constexpr std::int64_t limit = std::int64_t{1} << 55;  // Years are twelve months, and a period has 59 bits.
  if (node.count > limit || node.count < -limit) {
    context_.error(Code::number_out_of_range, expr.span, "this period is longer than time");
    return {poison(expr.span), {}, {}};
  }
  time::Period period{node.count, time::Unit::days};
  switch (node.unit) {
    case syntax::PeriodUnit::days: break;
    case syntax::PeriodUnit::weeks: period.count *= 7; break;
    case syntax::PeriodUnit::months: period.unit = time::Unit::months; break;
    case syntax::PeriodUnit::years: period = {node.count * 12, time::Unit::months}; break;
    case syntax::PeriodUnit::business_days: period.unit = time::Unit::business_days; break;
  }
  return constant(Kind::period, period.pack(), expr.span);
}

Typed Typer::infer(const syntax::DateLiteral& node, const syntax::Expr& expr, Type) {
  const auto days = to_days(node);
  return days ? constant(Kind::date, *days, expr.span) : Typed{poison(expr.span), {}, {}};
}

Typed Typer::infer(const syntax::TimeLiteral& node, const syntax::Expr& expr, Type) {
  return constant(Kind::time_of_day, node.microseconds, expr.span);
}

Typed Typer::infer(const syntax::InstantLiteral& node, const syntax::Expr& expr, Type) {
  const auto instant = to_instant(context_, place_.file, node, expr.span);
  return instant ? constant(Kind::instant, *instant, expr.span) : Typed{poison(expr.span), {}, {}};
}

Typed Typer::infer(const syntax::MoneyLiteral& node, const syntax::Expr& expr, Type) {
  const Span letters{expr.span.file, expr.span.begin,
                     expr.span.begin + static_cast<std::uint32_t>(node.currency.size())};
  const auto currency = check_currency(context_, {node.currency, letters});
  if (!currency) return {poison(expr.span), {}, {}};
  return {context_.make({Kind::money, 0, false, *currency}, expr.span, place_.file, model::Constant{node.millionths}),
          {},
          {}};
}

Typed Typer::infer(const syntax::TextLiteral& node, const syntax::Expr& expr, Type) {
  const Type text{Kind::text, 0, false, 0};
  model::Interpolate result{{}, place_.language};
  bool only_text = true, failed = false;
  std::string whole;
  for (const auto& piece : node.pieces) {
    if (const auto* words = std::get_if<std::string>(&piece)) {
      whole += *words;
      result.parts.push_back({true, context_.intern(*words)});
      continue;
    }
    only_text = false;
    const auto& inner = std::get<syntax::ExprPtr>(piece);
    if (!inner) {
      failed = true;
      continue;
    }
    const ExprId id = present(*inner).id;
    const Type found = type_of(id);
    failed = failed || found.is_unknown();
    if (found.is_list() || found.base == Kind::record) {
      failed = true;
      auto report =
          context_.error(Code::not_writable, inner->span,
                         fmt::format("{} cannot be written into a text", with_article(context_.model.schema, found)));
      if (found.is_list())
        report.help(fmt::format("write its size, `{{size({})}}`, or one of its elements", context_.words(inner->span)));
      else
        report.help("write one of its fields");
    }
    result.parts.push_back({false, id});
  }
  if (failed) return {poison(expr.span), {}, {}};
  if (only_text)
    return {context_.make(text, expr.span, place_.file, model::TextConstant{context_.intern(whole)}), {}, {}};
  return {context_.make(text, expr.span, place_.file, std::move(result)), {}, {}};
}

}  // namespace writ::checking
