// Operands: what stands between the operators of an expression.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/build.hpp"
#include "grammar/operators.hpp"
#include "grammar/scan.hpp"
#include "grammar/words.hpp"

namespace writ {
namespace {

using syntax::Operator;

/// Trees are walked by recursion everywhere; this bounds how deep it goes.
constexpr std::uint32_t highest_tree = 2000;

constexpr int level_not = 3;
constexpr int level_comparison = 4;
constexpr int level_sign = 8;

}  // namespace

Built Builder::finish(Span place, decltype(syntax::Expr::node) node, std::uint32_t height) {
  if (height > highest_tree) {
    if (!std::exchange(height_reported_, true)) {
      report(Code::beyond_limits, {place.file, place.end, place.end},
             fmt::format("this expression has more than {} operators in a row", highest_tree))
          .help.emplace_back("divide it into definitions; to compare with many values, use `in [a, b, c]`");
    }
    node = syntax::BrokenExpr{};
    height = 1;
  }
  Built built;
  built.expression = std::make_unique<syntax::Expr>(syntax::Expr{place, std::move(node)});
  built.height = height;
  return built;
}

syntax::ExprPtr Builder::inner(Index index, std::uint32_t& height) {
  Built built = expression(index);
  height = std::max(height, built.height + 1);
  return std::move(built.expression);
}

bool Builder::is_cut_off(Index index) const {
  const Index next = event(index).next;
  if (next >= events_->size() || event(next).node != Node::broken) return false;
  const Token stray = token_at(source_, event(index).end);
  const auto role = reserved(stray.text);
  return stray.begin == token_at(source_, event(next).begin).begin && (!role || *role == WordRole::expression);
}

Built Builder::expression(Index index) {
  if (event(index).node != Node::expression) return broken(span(index));
  const std::size_t reported = diagnostics_->size();
  Cursor cursor = below(index);
  Built built = climb(cursor, 1);
  if (is_cut_off(index)) {
    // How it would have gone on is not known: a bracket that is missing may be all that is wrong with its operators.
    const auto own = diagnostics_->begin() + static_cast<std::ptrdiff_t>(reported);
    diagnostics_->erase(std::remove_if(own, diagnostics_->end(),
                                       [](const Diagnostic& diagnostic) {
                                         return diagnostic.code == Code::mixed_and_or ||
                                                diagnostic.code == Code::operator_after_form ||
                                                diagnostic.code == Code::missing_satisfies;
                                       }),
                        diagnostics_->end());
  }
  built.open_form = false;
  return built;
}

Built Builder::prefixed(Cursor& cursor, int loosest) {
  struct Prefix {
    Operator op;
    Span place;
  };
  std::vector<Prefix> prefixes;
  for (;; cursor.take()) {
    if (!cursor.more()) break;
    const Node node = cursor.node();
    const Span place = span(cursor.at);
    if (node == Node::negation) {
      prefixes.push_back({Operator::negate, place});
      continue;
    }
    if (node != Node::not_operator && node != Node::misplaced_not && node != Node::foreign_not) break;
    if (node == Node::foreign_not) {
      Diagnostic& diagnostic = report(Code::foreign_operator, place, "`!` is written `not` here");
      diagnostic.fix = Fix{place, "not "};
    } else if (node == Node::misplaced_not) {
      report(Code::misplaced_not, place, "`not` binds more loosely than the operator before it")
          .help.emplace_back("put it in parentheses: `(not …)`");
    }
    prefixes.push_back({Operator::logical_not, place});
  }
  if (prefixes.empty()) return postfixed(cursor);

  const bool only_not = loosest <= level_not && std::all_of(prefixes.begin(), prefixes.end(), [](const Prefix& prefix) {
                          return prefix.op == Operator::logical_not;
                        });
  negated_ = prefixes.back().op == Operator::negate;
  Built operand = only_not ? climb(cursor, level_comparison) : postfixed(cursor);
  const auto* integer = std::get_if<syntax::IntLiteral>(&operand.expression->node);
  if (negated_ && integer != nullptr && integer->value < 0) {
    // The least Int has no positive twin; its literal takes the minus in.
    operand.expression->span = cover(prefixes.back().place, operand.expression->span);
    prefixes.pop_back();
  }
  negated_ = false;
  for (std::size_t i = prefixes.size(); i-- > 0;) {
    const bool open = operand.open_form;
    const Span place = cover(prefixes[i].place, operand.expression->span);
    const std::uint32_t height = operand.height + 1;
    operand =
        finish(place, syntax::UnaryExpr{prefixes[i].op, prefixes[i].place, std::move(operand.expression)}, height);
    operand.open_form = open;
  }
  return operand;
}

Built Builder::postfixed(Cursor& cursor) {
  // `5% of 10% of x`: each percentage takes all that follows as one operand, as if it were a factor.
  std::vector<std::pair<Built, Span>> percentages;
  for (;;) {
    const bool first = percentages.empty();
    Built base = first || !cursor.is(Node::negation) ? postfix(primary(cursor), cursor) : prefixed(cursor, level_sign);
    const auto* decimal = std::get_if<syntax::DecimalLiteral>(&base.expression->node);
    const bool of_follows = cursor.is(Node::arithmetic_operator) && text(cursor.at) == "of";
    if (decimal != nullptr && decimal->percent && of_follows) {
      const Span of = span(cursor.take());
      percentages.emplace_back(std::move(base), of);
      continue;
    }
    for (std::size_t i = percentages.size(); i-- > 0;) {
      auto& [percentage, of] = percentages[i];
      const Span place = cover(percentage.expression->span, base.expression->span);
      const std::uint32_t height = base.height + 1;
      const bool open = base.open_form;
      base = finish(
          place,
          syntax::BinaryExpr{Operator::percent_of, of, std::move(percentage.expression), std::move(base.expression)},
          height);
      base.open_form = open;
    }
    return base;
  }
}

Built Builder::postfix(Built base, Cursor& cursor) {
  for (;;) {
    if (cursor.is(Node::field_access)) {
      const Index at = cursor.take();
      const Span place = cover(base.expression->span, span(at));
      Cursor part = below(at);
      const std::uint32_t height = base.height + 1;
      base = finish(place, syntax::FieldExpr{std::move(base.expression), name(part.take())}, height);
    } else if (cursor.is(Node::arguments) || cursor.is(Node::pattern_arguments)) {
      const Index at = cursor.take();
      const Span place = cover(base.expression->span, span(at));
      std::uint32_t height = base.height + 1;
      auto arguments = elements(at, height);
      const auto& callee = base.expression->node;
      if (!std::holds_alternative<syntax::NameExpr>(callee) && !std::holds_alternative<syntax::FieldExpr>(callee)) {
        if (!std::holds_alternative<syntax::BrokenExpr>(callee)) {
          report(Code::not_callable, base.expression->span, "only a name can be called")
              .help.emplace_back("an operator or a comma may be missing before `(`");
        }
        base = broken(place);
      } else {
        base = finish(place, syntax::CallExpr{std::move(base.expression), std::move(arguments)}, height);
      }
    } else if (cursor.is(Node::with_tail)) {
      const Index at = cursor.take();
      const Span place = cover(base.expression->span, span(at));
      std::uint32_t height = base.height + 1;
      Cursor part = below(at);
      auto fields = field_values(part.take(), height);
      base = finish(place, syntax::WithExpr{std::move(base.expression), std::move(fields)}, height);
    } else if (cursor.is(Node::unit_after_operand)) {
      const Index at = cursor.take();
      const Span place = cover(base.expression->span, span(at));
      std::string_view unit = text(at);
      std::string function(unit.starts_with("business") ? "business_days" : unit);
      if (!function.ends_with('s')) function += 's';
      const bool known = function == "days" || function == "months" || function == "business_days" ||
                         function == "hours" || function == "minutes";
      Diagnostic& diagnostic =
          report(Code::unit_after_expression, span(at), fmt::format("`{}` follows a written number only", unit));
      if (known) {
        const std::string form = fmt::format("{}({})", function, text(base.expression->span));
        diagnostic.help.push_back(fmt::format("say `{}`", form));
        diagnostic.fix = Fix{place, form};
      } else {
        diagnostic.help.push_back(
            function == "years"   ? fmt::format("say `months(12 * {})`", brief(text(base.expression->span)))
            : function == "weeks" ? fmt::format("say `days(7 * {})`", brief(text(base.expression->span)))
                                  : "multiply: `n * 1s`");
      }
      base = broken(place);
    } else {
      return base;
    }
  }
}

Built Builder::primary(Cursor& cursor) {
  switch (cursor.node()) {
    case Node::spaced_instant:
    case Node::date_blob:
    case Node::time_blob:
    case Node::number_blob:
    case Node::money:
    case Node::currency_sign:
    case Node::text:
    case Node::single_quoted: return literal(cursor);
    case Node::pattern_text: return text_literal(cursor.take());
    case Node::list:
    case Node::parenthesised: return bracketed(cursor.take());
    case Node::record_value: return record(cursor.take());
    case Node::if_form: return if_form(cursor.take());
    case Node::quantifier: return quantifier(cursor.take());
    case Node::pick: return pick(cursor.take());
    case Node::count_form:
    case Node::fold_form: return aggregate(cursor.take());
    case Node::constant_word: {
      const Index at = cursor.take();
      const std::string_view word = text(at);
      if (word == "now") return finish(span(at), syntax::NameExpr{name(at)}, 1);
      if (word == "absent") return finish(span(at), syntax::AbsentLiteral{}, 1);
      return finish(span(at), syntax::BoolLiteral{word == "true"}, 1);
    }
    case Node::name: {
      const Index at = cursor.take();
      const std::string_view word = text(at);
      const bool called = cursor.is(Node::arguments);
      if ((word == "null" || word == "nil") && !called) {
        report(Code::no_null, span(at), "there is no null")
            .help.emplace_back("ask `x is absent`; leave out what is not there");
        return broken(span(at));
      }
      return finish(span(at), syntax::NameExpr{name(at)}, 1);
    }
    default: {
      // An event that is no operand follows an error that has been reported.
      if (!cursor.more()) return broken({file_, event(cursor.at - 1).end, event(cursor.at - 1).end});
      return broken(span(cursor.take()));
    }
  }
}

}  // namespace writ
