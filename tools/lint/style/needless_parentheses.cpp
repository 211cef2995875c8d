// Parentheses around a name, a literal or a call, around what is in parentheses already, and around a whole condition
// or value. Those that show how operators bind, or where a form ends, stay, also where the language could do without.

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;

bool is_atom(const Expr& expr) {
  if (std::holds_alternative<syntax::UnaryExpr>(expr.node)) return false;
  return is_path(expr) || is_literal(expr) || std::holds_alternative<syntax::CallExpr>(expr.node) ||
         std::holds_alternative<syntax::ListExpr>(expr.node) || std::holds_alternative<syntax::ParenExpr>(expr.node);
}

/// In a test `expect (x is y)` may be written so on purpose: without them it may say something else.
bool is_whole_value(const Place& place) { return place.whole() && !place.in_tests() && place.owner != Owner::message; }

/// An element of a list, an argument, a field: a comma or bracket ends it.
bool is_item(const Expr& expr, const Place& place) {
  if (place.whole()) return false;
  const Expr& parent = *place.parent;
  if (const auto* call = std::get_if<syntax::CallExpr>(&parent.node)) return call->callee.get() != &expr;
  return std::holds_alternative<syntax::ListExpr>(parent.node) ||
         std::holds_alternative<syntax::RecordExpr>(parent.node);
}

bool joins(char before, char after) {
  const auto is_word = [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  return (is_word(before) || before == '-') && (is_word(after) || after == '-');
}

/// Without the two brackets; what they kept apart stays apart.
std::vector<Fix> unwrap(const Subject& subject, Span span) {
  const std::string_view text = subject.sources[span.file].text();
  const auto at = [&](std::uint32_t place) { return place < text.size() ? text[place] : ' '; };
  const char before = span.begin > 0 ? text[span.begin - 1] : ' ';
  return {{{span.file, span.begin, span.begin + 1}, joins(before, at(span.begin + 1)) ? " " : ""},
          {{span.file, span.end - 1, span.end}, joins(at(span.end - 2), at(span.end)) ? " " : ""}};
}

}  // namespace

void needless_parentheses(const Subject& subject, Findings& findings) {
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    const auto* paren = std::get_if<syntax::ParenExpr>(&expr.node);
    if (paren == nullptr) return;
    const bool atom = is_atom(*paren->inner);
    if (!atom && !is_whole_value(place) && !is_item(expr, place)) return;
    // Where one pair is within another, the inner is told of when the outer is gone.
    if (!place.whole() && std::holds_alternative<syntax::ParenExpr>(place.parent->node)) return;
    Finding finding{Lint::style_needless_parentheses,
                    {expr.span.file, expr.span.begin, expr.span.begin + 1},
                    atom ? "parentheses around " + quoted(subject, *paren->inner) + " group nothing"
                         : "parentheses around the whole group nothing"};
    if (finding.message.find("`…`") != std::string::npos) {
      finding.message = "parentheses around a single value group nothing";
    }
    finding.labels.push_back({{expr.span.file, expr.span.end - 1, expr.span.end}, ""});
    finding.help.emplace_back("leave them out");
    finding.fixes = unwrap(subject, expr.span);
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
