// `order.status is OrderStatus.paid`, where the status already says which enum is meant. Told only where the member's
// type comes from beside it and its bare name means nothing else.

#include <unordered_set>

#include "engine/check/names.hpp"
#include "engine/check/symbols.hpp"
#include "tools/lint/style/members.hpp"
#include "tools/lint/style/names.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;
using syntax::Operator;

/// Whether what stands beside it, or the declaration, says the type: the checker then needs no name of an enum.
bool type_is_given(const Expr& expr, const Place& place) {
  if (place.whole()) {
    const auto* define =
        place.declaration != nullptr ? std::get_if<syntax::DefineDecl>(&place.declaration->node) : nullptr;
    return (define != nullptr && define->type.has_value()) || place.owner == Owner::parameter ||
           place.owner == Owner::rule_value;
  }
  if (const auto* node = std::get_if<syntax::BinaryExpr>(&place.parent->node)) {
    const bool equality = node->op == Operator::equal || node->op == Operator::not_equal;
    return equality && node->right.get() == &expr && is_path(*node->left);
  }
  if (const auto* node = std::get_if<syntax::WithExpr>(&place.parent->node)) return node->base.get() != &expr;
  return false;
}

/// The lists at the right of `x in […]`: the type of their elements is that of x.
bool is_asked_list(const Expr& expr) {
  const auto* node = std::get_if<syntax::BinaryExpr>(&expr.node);
  return node != nullptr && (node->op == Operator::in || node->op == Operator::not_in) && is_path(*node->left) &&
         std::holds_alternative<syntax::ListExpr>(node->right->node);
}

class Qualified {
 public:
  Qualified(const Subject& subject, Findings& findings)
      : subject_(subject), findings_(findings), members_(subject.model), symbols_(subject.files) {}

  void of_file(checking::FileIndex file) {
    bound_.clear();
    const syntax::File& syntax = subject_.files[file];
    for_each_given_name(syntax, [&](const GivenName& given) {
      if (given.kind == "variable" || given.kind == "parameter") bound_.insert(given.name.text);
    });
    std::unordered_set<const Expr*> elements;
    for_each_expression(syntax, [&](const Expr& expr, const Place& place) {
      if (is_asked_list(expr)) {
        const auto& list = std::get<syntax::BinaryExpr>(expr.node).right;
        for (const auto& element : std::get<syntax::ListExpr>(list->node).elements) elements.insert(element.get());
      }
      if (!std::holds_alternative<syntax::FieldExpr>(expr.node)) return;
      if (type_is_given(expr, place) || elements.contains(&expr)) of(expr, file);
    });
  }

 private:
  void of(const Expr& expr, checking::FileIndex file) {
    const auto& node = std::get<syntax::FieldExpr>(expr.node);
    if (!members_.contains(expr.span)) return;
    const std::string_view member = node.field.text;
    // Bound names of the whole file, whether they reach here or not: a finding less is better than a wrong one.
    if (bound_.contains(member) || symbols_.find(file, member, checking::Space::values).symbol != nullptr) return;
    Finding finding{Lint::style_needless_qualification,
                    {expr.span.file, expr.span.begin, node.field.span.begin},
                    "the enum need not be named: what stands beside it says which is meant"};
    finding.help.push_back("write `" + std::string(member) + "`");
    if (!has_comment(file_of(subject_, expr.span), expr.span)) finding.fixes = {{finding.place, ""}};
    findings_.push_back(std::move(finding));
  }

  const Subject& subject_;
  Findings& findings_;
  MemberPlaces members_;
  checking::Symbols symbols_;
  std::unordered_set<std::string_view> bound_;
};

}  // namespace

void needless_qualification(const Subject& subject, Findings& findings) {
  Qualified qualified(subject, findings);
  for (checking::FileIndex file = 0; file < subject.files.size(); ++file) qualified.of_file(file);
}

}  // namespace writ::lint::style
