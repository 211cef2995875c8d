// Operands and operators, which the parse leaves side by side, become a tree: operators.def says how they bind.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/build.hpp"
#include "grammar/operators.hpp"

namespace writ {
namespace {

using syntax::Operator;

/// Trees are walked by recursion everywhere; this bounds how deep it goes.
constexpr std::uint32_t highest_tree = 2000;

constexpr int level_not = 3;
constexpr int level_comparison = 4;
constexpr int level_sign = 8;

bool is_operator(Node node) {
  switch (node) {
    case Node::logic_operator:
    case Node::comparison_operator:
    case Node::arithmetic_operator:
    case Node::foreign_logic:
    case Node::foreign_comparison:
    case Node::foreign_arithmetic:
    case Node::presence_tail:
    case Node::is_in_operator:
    case Node::within_operator: return true;
    default: return false;
  }
}

bool is_foreign(Node node) {
  return node == Node::foreign_logic || node == Node::foreign_comparison || node == Node::foreign_arithmetic;
}

/// What an operator event means; `within`, `is present` and the like count as comparisons.
Operator meant(Node node, std::string_view text) {
  if (is_foreign(node)) return syntax::foreign_operator(text, 0)->meant;
  if (node == Node::is_in_operator) return text.find("not") != std::string_view::npos ? Operator::not_in : Operator::in;
  if (node == Node::presence_tail || node == Node::within_operator) return Operator::equal;
  return syntax::infix_operator(text, 0)->op;
}

/// One operator of a chain with what stands right of it.
struct Link {
  Node node;
  Operator op;
  Span op_span;
  Built right;            ///< Nothing for `is present`.
  Built start{};          ///< Of `within D after T`.
  bool present = false;   ///< Of `is present`.
  bool after = false;     ///< Of `within D after T`.
  bool is_range = false;  ///< Then the bounds are `right` and `start`.
  bool low_closed = false, high_closed = false;
  Span end;  ///< The last token.
};

/// `text` on one line and not too long to be repeated in a help line.
std::string shown(std::string_view text, std::size_t longest = 32) {
  if (text.find('\n') != std::string_view::npos || text.size() > longest) return "…";
  return std::string(text);
}

/// `a and b or c` with parentheses around each run of `tight`.
std::string parenthesised(const std::vector<std::string>& operands, const std::vector<Link>& links, Operator tight) {
  std::string result;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const bool joins_left = i > 0 && links[i - 1].op == tight;
    const bool joins_right = i < links.size() && links[i].op == tight;
    if (joins_right && !joins_left) result += '(';
    result += operands[i];
    if (joins_left && !joins_right) result += ')';
    if (i < links.size()) result += fmt::format(" {} ", token(links[i].op));
  }
  return result;
}

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

Built Builder::expression(Index index) {
  if (event(index).node != Node::expression) return broken(span(index));
  Cursor cursor = below(index);
  Built built = climb(cursor, 1);
  built.open_form = false;
  return built;
}

Built Builder::climb(Cursor& cursor, int loosest) {
  Built left = prefixed(cursor, loosest);
  while (is_operator(cursor.node()) && cursor.more()) {
    const int level = syntax::level(meant(cursor.node(), text(cursor.at)));
    if (level < loosest) break;
    left = chain(cursor, std::move(left), level);
  }
  return left;
}

Built Builder::chain(Cursor& cursor, Built left, int level) {
  std::vector<Link> links;
  while (cursor.more() && is_operator(cursor.node())) {
    const Index at = cursor.at;
    const Node node = cursor.node();
    const Operator op = meant(node, text(at));
    if (syntax::level(op) != level) break;
    cursor.take();

    const Built& last = links.empty() ? left : links.back().right;
    if (last.expression && last.open_form) {
      const Span place = last.expression->span;
      std::string form = fmt::format("({})", text(place));
      const std::string_view second = text(place).substr(std::min(text(place).find(' ') + 1, text(place).size()));
      const std::string_view opening =
          text(place).substr(0, text(place).size() - second.size() + std::min(second.find(' '), second.size()));
      Diagnostic& diagnostic = report(Code::operator_after_form, span(at),
                                      fmt::format("an operator cannot follow `{} …` directly", opening));
      diagnostic.labels.push_back({place, "this form reaches as far as it can"});
      diagnostic.help.push_back(
          fmt::format("put it in parentheses: `{} {} …`", shown(form) == "…" ? "(…)" : form, text(at)));
      diagnostic.fix = Fix{place, std::move(form)};
    }
    if (is_foreign(node)) {
      Diagnostic& diagnostic =
          report(Code::foreign_operator, span(at), fmt::format("`{}` is written `{}` here", text(at), token(op)));
      diagnostic.fix = Fix{span(at), std::string(token(op))};
    }
    if (node == Node::is_in_operator) {
      Diagnostic& diagnostic = report(Code::is_too_many, span(at), fmt::format("`{}` says too much", text(at)));
      diagnostic.help.push_back(fmt::format("write `{}`", token(op)));
      diagnostic.fix = Fix{span(at), std::string(token(op))};
    }

    Link link{.node = node, .op = op, .op_span = span(at), .right = {}, .end = span(at)};
    if (node == Node::presence_tail) {
      const std::string_view written = text(at);
      const bool negated = written.find("not") != std::string_view::npos;
      const bool null = written.ends_with("null") || written.ends_with("nil");
      link.present = written.ends_with("present") != negated && !(null && !negated);
      if (null) link.present = negated;
      const std::string_view form = link.present ? "is present" : "is absent";
      if (null || negated) {
        Diagnostic& diagnostic =
            report(null ? Code::no_null : Code::is_too_many, span(at),
                   null ? std::string("there is no null") : fmt::format("`{}` says too much", written));
        diagnostic.help.push_back(fmt::format("write `{}`", form));
        diagnostic.fix = Fix{span(at), std::string(form)};
      }
    } else if (node == Node::within_operator) {
      link.right = climb(cursor, level + 1);
      if (cursor.is(Node::within_direction)) link.after = text(cursor.take()) == "after";
      link.start = climb(cursor, level + 1);
      link.end = link.start.expression->span;
    } else if ((op == Operator::in || op == Operator::not_in) &&
               (cursor.is(Node::list) || cursor.is(Node::parenthesised)) && [&] {
                 for (Cursor part = below(cursor.at); part.more(); part.take()) {
                   if (part.is(Node::range_dots)) return true;
                 }
                 return false;
               }()) {
      const Index range = cursor.take();
      Cursor part = below(range);
      link.is_range = true;
      link.right = expression(part.take());
      part.take();
      link.start = expression(part.take());
      const std::string_view written = text(range);
      link.low_closed = written.starts_with("[") || written.starts_with("［") || written.starts_with("【");
      link.high_closed = written.ends_with("]") || written.ends_with("］") || written.ends_with("】");
      link.end = span(range);
    } else {
      link.right = climb(cursor, level + 1);
      link.end = link.right.expression->span;
    }
    links.push_back(std::move(link));
  }

  const syntax::Associativity association = syntax::associativity(links.front().op);
  if (association == syntax::Associativity::none && links.size() > 1) {
    const bool compares = level == level_comparison;
    Diagnostic& diagnostic =
        report(compares ? Code::chained_comparison : Code::chained_implies, links[1].op_span,
               compares ? "a comparison cannot be compared again" : "`implies` cannot follow another `implies`");
    diagnostic.labels.push_back({links[0].op_span, compares ? "the first comparison" : "the first one"});
    const bool orders = links[0].right.expression && links[1].right.expression && !links[0].is_range &&
                        !links[1].is_range && links[0].node == Node::comparison_operator &&
                        links[1].node == Node::comparison_operator;
    const std::string a = shown(text(left.expression->span));
    const std::string b = orders ? shown(text(links[0].right.expression->span)) : std::string();
    const std::string c = orders ? shown(text(links[1].right.expression->span)) : std::string();
    if (compares && orders) {
      diagnostic.help.push_back(
          fmt::format("say `{0} {1} {2} and {2} {3} {4}`", a, token(links[0].op), b, token(links[1].op), c));
    } else {
      diagnostic.help.emplace_back("put one of the two in parentheses, or join them by `and`");
    }
  }

  const bool mixes =
      std::any_of(links.begin(), links.end(), [&](const Link& link) { return link.op != links.front().op; });
  if (level == syntax::level(Operator::logical_and) && mixes) {
    const auto other =
        std::find_if(links.begin(), links.end(), [&](const Link& link) { return link.op != links.front().op; });
    Diagnostic& diagnostic = report(Code::mixed_and_or, other->op_span, "`and` and `or` are mixed without parentheses");
    diagnostic.labels.push_back({links.front().op_span, fmt::format("`{}` here", token(links.front().op))});
    diagnostic.label = fmt::format("`{}` here", token(other->op));
    const auto with_parentheses = [&](Operator tight, std::size_t longest) {
      std::vector<std::string> operands{shown(text(left.expression->span), longest)};
      for (const Link& link : links) operands.push_back(shown(text(link.right.expression->span), longest));
      return parenthesised(operands, links, tight);
    };
    constexpr std::size_t widest = 100;
    for (const std::size_t longest : {std::size_t{40}, std::size_t{20}}) {
      const std::string ands = with_parentheses(Operator::logical_and, longest);
      if (ands.size() > widest) continue;
      diagnostic.help.push_back(fmt::format("write `{}`", ands));
      diagnostic.help.push_back(fmt::format("or `{}`", with_parentheses(Operator::logical_or, longest)));
      break;
    }
    if (diagnostic.help.empty()) {
      diagnostic.help.emplace_back("put each run of `and` in parentheses, as in `(a and b) or c`");
      diagnostic.help.emplace_back("or each run of `or`, as in `a and (b or c)`");
    }
  }

  if (association == syntax::Associativity::right) {
    // From the right, without recursion: the chain may be as long as the file.
    Built right = std::move(links.back().right);
    for (std::size_t i = links.size(); i-- > 0;) {
      Built before = i == 0 ? std::move(left) : std::move(links[i - 1].right);
      const Span place = cover(before.expression->span, right.expression->span);
      const std::uint32_t height = 1 + std::max(before.height, right.height);
      const bool open = right.open_form;
      right = finish(
          place,
          syntax::BinaryExpr{links[i].op, links[i].op_span, std::move(before.expression), std::move(right.expression)},
          height);
      right.open_form = open;
    }
    return right;
  }

  for (Link& link : links) {
    const Span place = cover(left.expression->span, link.end);
    const std::uint32_t height = 1 + std::max({left.height, link.right.height, link.start.height});
    const bool open = link.right.open_form;
    if (link.node == Node::presence_tail) {
      left = finish(place, syntax::PresenceExpr{std::move(left.expression), link.present}, height);
    } else if (link.node == Node::within_operator) {
      left = finish(place,
                    syntax::WithinExpr{std::move(left.expression), std::move(link.right.expression),
                                       std::move(link.start.expression), link.after},
                    height);
    } else if (link.is_range) {
      left = finish(
          place,
          syntax::RangeExpr{std::move(left.expression), link.op == Operator::not_in, std::move(link.right.expression),
                            std::move(link.start.expression), link.low_closed, link.high_closed},
          height);
    } else {
      if (link.op == Operator::percent_of) {
        report(Code::misplaced_of, link.op_span, "only a percentage is followed by `of`")
            .help.emplace_back("`5% of x` is a twentieth of x; a field is read as `x.field`");
      }
      left = finish(
          place,
          syntax::BinaryExpr{link.op, link.op_span, std::move(left.expression), std::move(link.right.expression)},
          height);
      left.open_form = open;
    }
  }
  return left;
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
            function == "years"   ? fmt::format("say `months(12 * {})`", shown(text(base.expression->span)))
            : function == "weeks" ? fmt::format("say `days(7 * {})`", shown(text(base.expression->span)))
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
