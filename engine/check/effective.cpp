#include "engine/check/effective.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/dates.hpp"
#include "engine/check/wording.hpp"

namespace writ::checking {
namespace {

constexpr Type truth{Kind::boolean, 0, false, 0};
constexpr Type moment{Kind::instant, 0, false, 0};

/// The instant or date that decides which range holds: `by …`, else `now`.
ExprId clock(Typer& typer, const syntax::ExprPtr& by, Span place) {
  if (!by) {
    const syntax::Expr now{place, syntax::NameExpr{{"now", place}}};
    return typer.type(now).id;
  }
  const ExprId id = typer.present(*by, moment).id;
  if (typer.type_of(id).is(Kind::date)) return id;
  return typer.coerce(id, moment, by->span, "what it goes by");
}

bool never_both(const InForce& a, const InForce& b) {
  const auto ends_first = [](const InForce& x, const InForce& y) { return x.before && y.from && *x.before <= *y.from; };
  return ends_first(a, b) || ends_first(b, a);
}

ExprId compare(Typer& typer, std::string_view operation, ExprId left, std::int64_t bound, Span place) {
  const Type type = typer.type_of(left);
  const ExprId constant = typer.context().make(type, place, typer.file(), model::Constant{bound});
  return typer.apply(operation, left, constant, place);
}

}  // namespace

ExprId in_force(Typer& typer, const std::optional<syntax::Effective>& effective, const PolicyRange& policy,
                PolicyRange* own) {
  if (!effective) return none;
  auto& context = typer.context();
  const ExprId by = clock(typer, effective->by, effective->span);
  const bool as_date = typer.type_of(by).is(Kind::date);
  const auto range = to_range(context, typer.file(), *effective, as_date);
  if (!range || typer.type_of(by).is_unknown()) return none;
  if (!effective->by) {
    if (own != nullptr) *own = {*range, effective->span};
    if (policy.range && never_both(*range, *policy.range)) {
      context.error(Code::never_in_force, effective->span, "the policy is never in force when this is")
          .label(policy.place, "the policy's own range");
    }
  }
  ExprId result = none;
  if (range->from) result = compare(typer, ">=", by, *range->from, effective->from->span);
  if (range->before) {
    const auto& end = effective->before ? effective->before : effective->through;
    const ExprId before = compare(typer, "<", by, *range->before, end->span);
    result = result == none ? before
                            : context.make(truth, effective->span, typer.file(),
                                           model::Logic{model::LogicOp::logical_and, result, before});
  }
  return result;
}

ExprId dated_value(Typer& typer, const syntax::ParameterDecl& node, Type type) {
  auto& context = typer.context();
  const ExprId by = clock(typer, node.dated_by, node.name.span);
  const bool as_date = typer.type_of(by).is(Kind::date);
  struct Piece {
    std::int64_t from;  ///< Of no meaning for the first.
    ExprId value;
    Span place;
  };
  std::vector<Piece> pieces;
  bool failed = node.values.empty();
  std::optional<std::int64_t> last;
  for (const auto& dated : node.values) {
    const ExprId value =
        dated.value ? typer.expect(*dated.value, type, fmt::format("`{}`", node.name.text)) : typer.poison(dated.span);
    const auto date = bound_value(context, typer.file(), dated.date, as_date, false);
    if (!date) {
      failed = true;
      continue;
    }
    const bool first = &dated == &node.values.front();
    if (dated.before && !first) {
      context.error(Code::dated_disorder, dated.date.span, "`before` comes first, and once")
          .label(node.values.front().date.span, "the first")
          .help("then each `from` in the order of its date");
      failed = true;
      continue;
    }
    if (first && !dated.before) {
      failed = true;
      last = date;
      // One that stands further down is only out of its place.
      if (std::any_of(node.values.begin(), node.values.end(), [](const auto& each) { return each.before; })) continue;
      context.error(Code::dated_gap, dated.date.span, fmt::format("`{}` has no value before this date", node.name.text))
          .help(fmt::format("say what held until then: `before {} = …`", context.text(dated.date.span)));
    } else if (!first && last) {
      const bool second = node.values.size() > 1 && &dated == &node.values[1] && node.values.front().before;
      if (second && *date > *last) {
        context
            .error(Code::dated_gap, dated.date.span,
                   fmt::format("`{}` has no value between these dates", node.name.text))
            .label(node.values.front().date.span, "the first value ends here")
            .help(fmt::format("begin where it ends: `from {}`", context.text(node.values.front().date.span)));
        failed = true;
      } else if (second ? *date < *last : *date <= *last) {
        context.error(Code::dated_disorder, dated.date.span, "this date is not after the one before it")
            .help("values stand in the order of their dates");
        failed = true;
      }
    }
    last = date;
    pieces.push_back({*date, value, dated.span});
  }
  if (node.values.size() == 1 && node.values.front().before) {
    const auto& only = node.values.front().date;
    context.error(Code::dated_gap, only.span, fmt::format("`{}` has no value from this date on", node.name.text))
        .help(fmt::format("say what holds since: `from {} = …`", context.text(only.span)));
    failed = true;
  }
  if (failed || typer.type_of(by).is_unknown()) return typer.poison(node.name.span);
  ExprId result = pieces.back().value;
  for (std::size_t i = pieces.size() - 1; i-- > 0;) {
    const ExprId earlier = compare(typer, "<", by, pieces[i + 1].from, pieces[i + 1].place);
    result = context.make(type, pieces[i].place, typer.file(), model::If{earlier, pieces[i].value, result});
  }
  return result;
}

}  // namespace writ::checking
