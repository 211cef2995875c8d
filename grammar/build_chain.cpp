// Operands and operators, which the parse leaves side by side, become a tree: operators.def says how they bind.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/build.hpp"
#include "grammar/operators.hpp"
#include "grammar/scan.hpp"

namespace writ {
namespace {

using syntax::Operator;

bool is_foreign(Node node) {
  return node == Node::foreign_logic || node == Node::foreign_comparison || node == Node::foreign_arithmetic;
}

bool is_operator(Node node) {
  return is_foreign(node) || node == Node::logic_operator || node == Node::comparison_operator ||
         node == Node::arithmetic_operator || node == Node::presence_tail || node == Node::is_in_operator ||
         node == Node::within_operator;
}

bool second_word_is_not(std::string_view text) { return token_at(text, 2).text == "not"; }

/// What an operator event means; `within` and `is present` bind as `is` does.
Operator meant(Node node, std::string_view text) {
  if (is_foreign(node)) return syntax::foreign_operator(text, 0)->meant;
  if (node == Node::is_in_operator) return second_word_is_not(text) ? Operator::not_in : Operator::in;
  if (node == Node::presence_tail || node == Node::within_operator) return Operator::equal;
  return syntax::infix_operator(text, 0)->op;
}

/// The first two words of a form: "count of", "first card".
std::string_view opening_words(std::string_view form) {
  const std::size_t first = std::min(form.find(' '), form.size());
  return form.substr(0, std::min(form.find(' ', std::min(first + 1, form.size())), form.size()));
}

}  // namespace

/// One operator of a chain with what stands right of it.
struct Builder::Link {
  Node node;
  Operator op;
  Span op_span;
  Span end;              ///< Its last token.
  Built right{};         ///< Nothing for `is present`; the lower bound of a range.
  Built second{};        ///< `T` of `within D after T`; the upper bound of a range.
  bool present = false;  ///< Of `is present`.
  bool after = false;    ///< Of `within D after T`.
  bool is_range = false, low_closed = false, high_closed = false;
};

std::string brief(std::string_view text, std::size_t longest) {
  if (text.find('\n') != std::string_view::npos || text.size() > longest) return "…";
  return std::string(text);
}

Built Builder::climb(Cursor& cursor, int loosest) {
  Built left = prefixed(cursor, loosest);
  while (cursor.more() && is_operator(cursor.node())) {
    const int level = syntax::level(meant(cursor.node(), text(cursor.at)));
    if (level < loosest) break;
    left = chain(cursor, std::move(left), level);
  }
  return left;
}

Built Builder::chain(Cursor& cursor, Built left, int level) {
  std::vector<Link> links;
  while (cursor.more() && is_operator(cursor.node()) && syntax::level(meant(cursor.node(), text(cursor.at))) == level) {
    const Built& before = links.empty() ? left : links.back().right;
    if (before.expression && before.open_form) report_after_form(before.expression->span, cursor.at);
    links.push_back(link(cursor, level));
  }
  const syntax::Associativity association = syntax::associativity(links.front().op);
  if (association == syntax::Associativity::none && links.size() > 1) {
    report_chained(left.expression->span, links);
    // A comparison of a truth value would be reported once more.
    if (links.front().op != Operator::implies) return broken(cover(left.expression->span, links.back().end));
  }
  if (level == syntax::level(Operator::logical_and)) report_mixed(left.expression->span, links);
  if (association == syntax::Associativity::right) return joined_from_right(std::move(left), std::move(links));
  for (Link& link : links) left = joined(std::move(left), std::move(link));
  return left;
}

Builder::Link Builder::link(Cursor& cursor, int level) {
  const Index at = cursor.take();
  const Node node = event(at).node;
  Link link{.node = node, .op = meant(node, text(at)), .op_span = span(at), .end = span(at)};
  report_operator(at, link.op);
  if (node == Node::presence_tail) {
    link.present = presence(at);
    return link;
  }
  if (node == Node::within_operator) {
    link.right = climb(cursor, level + 1);
    if (cursor.is(Node::within_direction)) link.after = text(cursor.take()) == "after";
    link.second = climb(cursor, level + 1);
    link.end = link.second.expression->span;
    return link;
  }
  const bool takes_range = link.op == Operator::in || link.op == Operator::not_in;
  if (takes_range && cursor.more() && is_range(cursor.at)) {
    const Index range = cursor.take();
    Cursor part = below(range);
    link.is_range = true;
    link.right = expression(part.take());
    part.take();  // The dots.
    link.second = expression(part.take());
    const std::string_view written = text(range);
    link.low_closed = written.starts_with("[") || written.starts_with("［") || written.starts_with("【");
    link.high_closed = written.ends_with("]") || written.ends_with("］") || written.ends_with("】");
    link.end = span(range);
    return link;
  }
  link.right = climb(cursor, level + 1);
  link.end = link.right.expression->span;
  return link;
}

bool Builder::is_range(Index index) const {
  if (event(index).node != Node::list && event(index).node != Node::parenthesised) return false;
  for (Cursor part = below(index); part.more(); part.take()) {
    if (part.is(Node::range_dots)) return true;
  }
  return false;
}

/// `is present` or `is absent`, and the ways in which people write them otherwise.
bool Builder::presence(Index index) {
  const std::string_view written = text(index);
  const bool negated = second_word_is_not(written);
  const bool null = written.ends_with("null") || written.ends_with("nil");
  const bool present = null ? negated : written.ends_with("present") != negated;
  if (!null && !negated) return present;

  const std::string_view form = present ? "is present" : "is absent";
  Diagnostic& diagnostic = report(null ? Code::no_null : Code::is_too_many, span(index),
                                  null ? std::string("there is no null") : fmt::format("`{}` says too much", written));
  diagnostic.help.push_back(fmt::format("write `{}`", form));
  diagnostic.fix = Fix{span(index), std::string(form)};
  return present;
}

Built Builder::joined(Built left, Link link) {
  const Span place = cover(left.expression->span, link.end);
  const std::uint32_t height = 1 + std::max({left.height, link.right.height, link.second.height});
  if (link.node == Node::presence_tail) {
    return finish(place, syntax::PresenceExpr{std::move(left.expression), link.present}, height);
  }
  if (link.node == Node::within_operator) {
    return finish(place,
                  syntax::WithinExpr{std::move(left.expression), std::move(link.right.expression),
                                     std::move(link.second.expression), link.after},
                  height);
  }
  if (link.is_range) {
    return finish(
        place,
        syntax::RangeExpr{std::move(left.expression), link.op == Operator::not_in, std::move(link.right.expression),
                          std::move(link.second.expression), link.low_closed, link.high_closed},
        height);
  }
  if (link.op == Operator::percent_of) {
    report(Code::misplaced_of, link.op_span, "only a percentage is followed by `of`")
        .help.emplace_back("`5% of x` is a twentieth of x; a field is read as `x.field`");
  }
  Built result = finish(
      place, syntax::BinaryExpr{link.op, link.op_span, std::move(left.expression), std::move(link.right.expression)},
      height);
  result.open_form = link.right.open_form;
  return result;
}

/// Without recursion: the chain may be as long as the file.
Built Builder::joined_from_right(Built left, std::vector<Link> links) {
  const auto link_to = [](const Link& shape, Built right) {
    Link link{.node = shape.node, .op = shape.op, .op_span = shape.op_span, .end = right.expression->span};
    link.right = std::move(right);
    return link;
  };
  Built right = std::move(links.back().right);
  for (std::size_t i = links.size() - 1; i > 0; --i) {
    Link link = link_to(links[i], std::move(right));
    right = joined(std::move(links[i - 1].right), std::move(link));
  }
  return joined(std::move(left), link_to(links[0], std::move(right)));
}

// ---- what is wrong with a chain -----------------------------------------------------------------------------------

void Builder::report_operator(Index index, Operator op) {
  if (is_foreign(event(index).node)) {
    report(Code::foreign_operator, span(index), fmt::format("`{}` is written `{}` here", text(index), token(op))).fix =
        Fix{span(index), std::string(token(op))};
  } else if (event(index).node == Node::is_in_operator) {
    Diagnostic& diagnostic = report(Code::is_too_many, span(index), fmt::format("`{}` says too much", text(index)));
    diagnostic.help.push_back(fmt::format("write `{}`", token(op)));
    diagnostic.fix = Fix{span(index), std::string(token(op))};
  }
}

void Builder::report_after_form(Span form, Index op) {
  std::string parenthesised = fmt::format("({})", text(form));
  Diagnostic& diagnostic = report(Code::operator_after_form, span(op),
                                  fmt::format("an operator cannot follow `{} …` directly", opening_words(text(form))));
  diagnostic.labels.push_back({form, "this form reaches as far as it can"});
  diagnostic.help.push_back(fmt::format("put it in parentheses: `({}) {} …`", brief(text(form)), text(op)));
  diagnostic.fix = Fix{form, std::move(parenthesised)};
}

void Builder::report_chained(Span left, const std::vector<Link>& links) {
  const Link& first = links[0];
  const Link& second = links[1];
  const bool implies = first.op == Operator::implies;
  Diagnostic& diagnostic =
      report(implies ? Code::chained_implies : Code::chained_comparison, second.op_span,
             implies ? "`implies` cannot follow another `implies`" : "a comparison cannot be compared again");
  diagnostic.labels.push_back({first.op_span, implies ? "the first one" : "the first comparison"});
  const auto orders = [](const Link& link) { return link.node == Node::comparison_operator && !link.is_range; };
  if (orders(first) && orders(second)) {
    const std::string middle = brief(text(first.right.expression->span));
    diagnostic.help.push_back(fmt::format("say `{} {} {} and {} {} {}`", brief(text(left)), token(first.op), middle,
                                          middle, token(second.op), brief(text(second.right.expression->span))));
  } else {
    diagnostic.help.emplace_back("put one of the two in parentheses, or join them by `and`");
  }
}

void Builder::report_mixed(Span left, const std::vector<Link>& links) {
  const Link& first = links.front();
  const auto other = std::find_if(links.begin(), links.end(), [&](const Link& link) { return link.op != first.op; });
  if (other == links.end()) return;

  Diagnostic& diagnostic = report(Code::mixed_and_or, other->op_span, "`and` and `or` are mixed without parentheses");
  diagnostic.labels.push_back({first.op_span, fmt::format("`{}` here", token(first.op))});
  diagnostic.label = fmt::format("`{}` here", token(other->op));

  // `a and b or c` with parentheses around each run of `tight`.
  const auto with_parentheses = [&](Operator tight, std::size_t longest) {
    std::string result;
    for (std::size_t i = 0; i <= links.size(); ++i) {
      const bool joins_left = i > 0 && links[i - 1].op == tight;
      const bool joins_right = i < links.size() && links[i].op == tight;
      if (joins_right && !joins_left) result += '(';
      result += brief(text(i == 0 ? left : links[i - 1].right.expression->span), longest);
      if (joins_left && !joins_right) result += ')';
      if (i < links.size()) result += fmt::format(" {} ", token(links[i].op));
    }
    return result;
  };
  constexpr std::size_t widest = 100;
  for (const std::size_t longest : {std::size_t{40}, std::size_t{20}}) {
    const std::string ands = with_parentheses(Operator::logical_and, longest);
    if (ands.size() > widest) continue;
    diagnostic.help.push_back(fmt::format("write `{}`", ands));
    diagnostic.help.push_back(fmt::format("or `{}`", with_parentheses(Operator::logical_or, longest)));
    return;
  }
  diagnostic.help.emplace_back("put each run of `and` in parentheses, as in `(a and b) or c`");
  diagnostic.help.emplace_back("or each run of `or`, as in `a and (b or c)`");
}

}  // namespace writ
