// `base with {}`, and `base with { a: base.a }`: a copy in which nothing is different.

#include <algorithm>

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

/// `a: base.a`, where base is a path.
bool keeps(const Subject& subject, const syntax::Expr& base, const syntax::FieldValue& field) {
  const auto* value = std::get_if<syntax::FieldExpr>(&inside(*field.value).node);
  return value != nullptr && is_path(base) && is_path(*value->base) && value->field.text == field.name.text &&
         subject.sources.text(value->base->span) == subject.sources.text(base.span);
}

}  // namespace

void needless_with(const Subject& subject, Findings& findings) {
  for_each_expression(subject, [&](const syntax::Expr& expr, const Place&) {
    const auto* node = std::get_if<syntax::WithExpr>(&expr.node);
    if (node == nullptr) return;
    const syntax::Expr& base = inside(*node->base);
    const auto kept = [&](const syntax::FieldValue& field) { return keeps(subject, base, field); };
    if (std::ranges::all_of(node->fields, kept)) {
      Finding finding{Lint::style_needless_with,
                      {expr.span.file, node->base->span.end, expr.span.end},
                      "nothing is changed: the copy is the same as " + quoted(subject, *node->base)};
      finding.help.push_back("write " + quoted(subject, *node->base) + " alone");
      if (!has_comment(file_of(subject, expr.span), finding.place)) finding.fixes = {{finding.place, ""}};
      findings.push_back(std::move(finding));
      return;
    }
    for (const syntax::FieldValue& field : node->fields) {
      if (!kept(field)) continue;
      Finding finding{Lint::style_needless_with, field.span,
                      "`" + std::string(field.name.text) + "` is set to what it is already"};
      finding.help.emplace_back("leave it out: what is not named stays as it is");
      findings.push_back(std::move(finding));
    }
  });
}

}  // namespace writ::lint::style
