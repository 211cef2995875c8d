// `x in [a]` is `x is a`.

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {

void needless_in(const Subject& subject, Findings& findings) {
  for_each_expression(subject, [&](const syntax::Expr& expr, const Place&) {
    const auto* node = std::get_if<syntax::BinaryExpr>(&expr.node);
    if (node == nullptr || (node->op != syntax::Operator::in && node->op != syntax::Operator::not_in)) return;
    const auto* list = std::get_if<syntax::ListExpr>(&inside(*node->right).node);
    if (list == nullptr || list->elements.size() != 1) return;
    const syntax::Expr& element = *list->elements.front();
    const std::string word = node->op == syntax::Operator::in ? "is" : "is not";
    Finding finding{Lint::style_needless_in, cover(node->op_span, node->right->span), "the list has one element"};
    const std::string element_text =
        ends_in_form(element) ? "(" + source_text(subject, element.span) + ")" : source_text(subject, element.span);
    finding.help.push_back("compare with it: " +
                           quoted(source_text(subject, node->left->span) + " " + word + " " + element_text));
    const auto* joined = std::get_if<syntax::BinaryExpr>(&element.node);
    const bool tight = joined == nullptr || joined->op == syntax::Operator::or_else ||
                       joined->op == syntax::Operator::add || joined->op == syntax::Operator::subtract;
    if (tight && !has_comment(file_of(subject, expr.span), finding.place)) {
      finding.fixes = {{node->op_span, word}, {node->right->span, element_text}};
    }
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::style
