#include "tools/lint/style/opposite.hpp"

#include "engine/value/overloaded.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Operator;

std::optional<Operator> opposite(Operator op) {
  switch (op) {
    case Operator::equal: return Operator::not_equal;
    case Operator::not_equal: return Operator::equal;
    case Operator::less: return Operator::greater_equal;
    case Operator::less_equal: return Operator::greater;
    case Operator::greater: return Operator::less_equal;
    case Operator::greater_equal: return Operator::less;
    case Operator::in: return Operator::not_in;
    case Operator::not_in: return Operator::in;
    default: return std::nullopt;
  }
}

/// The first place of `word` in a stretch that holds nothing else but blanks, brackets and other words.
Span place_of(const Subject& subject, Span stretch, std::string_view word) {
  const std::size_t at = subject.sources.text(stretch).find(word);
  if (at == std::string_view::npos) return stretch;
  const auto begin = stretch.begin + static_cast<std::uint32_t>(at);
  return {stretch.file, begin, begin + static_cast<std::uint32_t>(word.size())};
}

struct Words {
  Span place;
  std::string now;
  bool negative;
};

std::optional<Words> changed_words(const Subject& subject, const syntax::Expr& expr) {
  const auto between = [](const syntax::Expr& left, std::uint32_t end) {
    return Span{left.span.file, left.span.end, end};
  };
  return std::visit(
      Overloaded{
          [&](const syntax::BinaryExpr& node) -> std::optional<Words> {
            const auto op = opposite(node.op);
            if (!op) return std::nullopt;
            const bool negative = node.op == Operator::not_equal || node.op == Operator::not_in;
            return Words{node.op_span, std::string(syntax::token(*op)), negative};
          },
          [&](const syntax::RangeExpr& node) -> std::optional<Words> {
            const Span stretch = between(*node.operand, node.low->span.begin);
            const Span in = place_of(subject, stretch, "in");
            if (!node.negated) return Words{in, "not in", false};
            return Words{cover(place_of(subject, stretch, "not"), in), "in", true};
          },
          [&](const syntax::PresenceExpr& node) -> std::optional<Words> {
            const std::string_view word = node.present ? "present" : "absent";
            return Words{place_of(subject, between(*node.operand, expr.span.end), word),
                         node.present ? "absent" : "present", !node.present};
          },
          [&](const syntax::QuantifierExpr& node) -> std::optional<Words> {
            if (node.kind == syntax::QuantifierKind::every) return std::nullopt;
            const bool no = node.kind == syntax::QuantifierKind::no;
            const std::uint32_t length = no ? 2 : 4;
            return Words{{expr.span.file, expr.span.begin, expr.span.begin + length}, no ? "some" : "no", no};
          },
          [](const auto&) -> std::optional<Words> { return std::nullopt; },
      },
      expr.node);
}

}  // namespace

std::optional<Opposite> opposite_of(const Subject& subject, const syntax::Expr& condition) {
  if (has_comment(file_of(subject, condition.span), condition.span)) return std::nullopt;
  const auto words = changed_words(subject, condition);
  if (!words) return std::nullopt;
  Opposite result{words->negative, words->place, source_text(subject, words->place), words->now, {}};
  const Span span = condition.span;
  result.text = source_text(subject, {span.file, span.begin, words->place.begin}) + words->now +
                source_text(subject, {span.file, words->place.end, span.end});
  return result;
}

std::string in_place_of_not(const syntax::Expr& operand, const std::string& text) {
  const bool in_parentheses = std::holds_alternative<syntax::ParenExpr>(operand.node);
  return in_parentheses && ends_in_form(inside(operand)) ? "(" + text + ")" : text;
}

}  // namespace writ::lint::style
