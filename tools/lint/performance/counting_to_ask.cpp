// A count that is only asked whether there is one: `some` and `no` say that, and stop at the first.

#include <fmt/format.h>

#include "tools/lint/style/syntax.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::performance {
namespace {

using style::inside;
using syntax::Operator;

/// Whether `count OP figure` asks for one or more, or for none; nothing where it asks how many.
std::optional<bool> asks_for_one(Operator op, std::int64_t figure) {
  if (figure == 0 && (op == Operator::greater || op == Operator::not_equal)) return true;
  if (figure == 1 && op == Operator::greater_equal) return true;
  if (figure == 0 && (op == Operator::equal || op == Operator::less_equal)) return false;
  if (figure == 1 && op == Operator::less) return false;
  return std::nullopt;
}

Operator turned(Operator op) {
  switch (op) {
    case Operator::less: return Operator::greater;
    case Operator::less_equal: return Operator::greater_equal;
    case Operator::greater: return Operator::less;
    case Operator::greater_equal: return Operator::less_equal;
    default: return op;
  }
}

void look_at(const Subject& subject, const syntax::Expr& expr, Findings& findings) {
  const auto* comparison = std::get_if<syntax::BinaryExpr>(&expr.node);
  if (comparison == nullptr) return;
  const syntax::Expr *left = &inside(*comparison->left), *right = &inside(*comparison->right);
  Operator op = comparison->op;
  if (std::holds_alternative<syntax::IntLiteral>(left->node)) {
    std::swap(left, right);
    op = turned(op);
  }
  const auto* count = std::get_if<syntax::AggregateExpr>(&left->node);
  const auto* figure = std::get_if<syntax::IntLiteral>(&right->node);
  if (count == nullptr || figure == nullptr || count->kind != syntax::AggregateKind::count) return;
  const auto one = asks_for_one(op, figure->value);
  if (!one) return;
  const auto text = [&](Span span) { return subject.sources.text(span); };
  Finding finding{Lint::performance_counting_to_ask, expr.span, {}, {}, {}, {}, {}, {}};
  std::string instead;
  if (count->where) {
    instead = fmt::format("({} {} in {} satisfies {})", *one ? "some" : "no", count->variable.text,
                          text(count->list->span), text(count->where->span));
    finding.message = fmt::format("this counts all to ask whether there is {}", *one ? "one" : "none");
    finding.help = {fmt::format("`{}` says so, and looks no further than the first", *one ? "some" : "no")};
  } else {
    instead = fmt::format("size({}) {} 0", text(count->list->span), *one ? ">" : "is");
    finding.message = "this counts the elements of a list, which knows its size";
    finding.help = {"`size` says so"};
  }
  finding.fixes = {{expr.span, std::move(instead)}};
  findings.push_back(std::move(finding));
}

}  // namespace

void counting_to_ask(const Subject& subject, Findings& findings) {
  for (const auto& file : subject.files) {
    for (const auto& declaration : file.declarations) {
      if (std::holds_alternative<syntax::TestDecl>(declaration.node)) continue;
      const auto walk = [&](auto&& self, const syntax::Expr& expr) -> void {
        look_at(subject, expr, findings);
        for (const syntax::Expr* part : children(expr)) self(self, *part);
      };
      for (const syntax::Expr* root : roots(declaration)) walk(walk, *root);
    }
  }
}

}  // namespace writ::lint::performance
