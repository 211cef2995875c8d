#pragma once
// What lints share: ways through the model and the syntax, names for what is found, and which expressions are alike.
//
// Beware of a name: in the namespaces of the lints `time` is writ::lint::time, the family. Say `writ::time::Zone`.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "engine/value/overloaded.hpp"
#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

// ---- the model ----------------------------------------------------------------------------------------------------

/// `visit(decision, rule)`: every rule of every decision, `otherwise` too.
template <typename Visit>
void for_each_rule(const model::Model& model, Visit visit) {
  for (const model::Decision& decision : model.decisions) {
    for (const model::Rule& rule : decision.rules) visit(decision, rule);
    if (decision.otherwise) visit(decision, *decision.otherwise);
  }
}

/// What an expression is for that is no part of another.
enum class Purpose : std::uint8_t {
  in_force,  ///< `effective`, of a rule, an also or a whole policy.
  unless,
  when,
  value,
  message,
  argument,  ///< Of an obligation or advice.
  requirement,
  invariant,
  parameter,
  define,
  fixture,
  test,
};

/// An expression that is no part of another, and where it stands.
struct Root {
  model::ExprId expr = model::none;
  Purpose purpose = Purpose::when;
  const model::Decision* decision = nullptr;  ///< Null outside of decisions.
  const model::Rule* rule = nullptr;          ///< Likewise, and in an `also`.
  const model::Also* also = nullptr;          ///< Null but in an `also`.
};

/// Every root, in the order of declarations.
std::vector<Root> roots(const model::Model& model);

/// `visit(expr, root)`: every expression, each before its parts; tests and fixtures too. An expression that several
/// share, such as the start of a `within`, is met several times.
template <typename Visit>
void for_each_expr(const model::Model& model, Visit visit) {
  for (const Root& root : roots(model)) {
    model::walk(model, root.expr, [&](model::ExprId expr) { visit(expr, root); });
  }
}

bool is_bool(const model::Model& model, model::ExprId expr);

/// `visit(expr, root)`: every condition that is written as a whole: roots that are Bool, the condition of an `if`, the
/// `where` and `satisfies` of a list. Their `and` and `or` are not taken apart.
template <typename Visit>
void for_each_condition(const model::Model& model, Visit visit) {
  for (const Root& root : roots(model)) {
    if (is_bool(model, root.expr)) visit(root.expr, root);
    const auto tell = [&](model::ExprId condition) {
      if (condition != model::none && condition != root.expr) visit(condition, root);
    };
    model::walk(model, root.expr, [&](model::ExprId expr) {
      std::visit(Overloaded{
                     [](const auto&) {},
                     [&](const model::If& node) { tell(node.condition); },
                     [&](const model::Quantifier& node) { tell(node.where), tell(node.satisfies); },
                     [&](const model::Pick& node) { tell(node.where); },
                     [&](const model::Aggregate& node) { tell(node.where); },
                 },
                 model[expr].node);
    });
  }
}

/// The same expression written twice: bound variables may have other names. Nothing is said of what only means the
/// same.
bool same(const model::Model& model, model::ExprId a, model::ExprId b);

/// Without what the checker put around it: Widen, MakePresent, Narrowed.
model::ExprId bare(const model::Model& model, model::ExprId expr);

/// What `and` joins, however deep: `a and (b and c)` has three.
std::vector<model::ExprId> conjuncts(const model::Model& model, model::ExprId expr);
/// What `or` joins.
std::vector<model::ExprId> disjuncts(const model::Model& model, model::ExprId expr);

// ---- the syntax ---------------------------------------------------------------------------------------------------

/// What this expression is made of, in the order written.
std::vector<const syntax::Expr*> children(const syntax::Expr& expr);

/// Every expression of a declaration that is no part of another.
std::vector<const syntax::Expr*> roots(const syntax::Declaration& declaration);

using VisitSyntax = std::function<void(const syntax::Expr& expr, const syntax::Expr* parent)>;
/// Every expression of a file, each before its parts; `parent` is null for one that is no part of another.
void for_each_syntax_expr(const syntax::File& file, const VisitSyntax& visit);

// ---- names and places ---------------------------------------------------------------------------------------------

/// The file that a place is in; null where it is in none of the subject's.
const syntax::File* file_at(const Subject& subject, FileId file);

/// What a finding at this place is about, by the names of what is declared around it: `taobao.shipping.send_card.late`.
std::string subject_at(const Subject& subject, Span place);

/// What stands there, on one line, without comments.
std::string text_of(const Subject& subject, Span place);
/// The same in short, for a sentence.
std::string words_of(const Subject& subject, model::ExprId expr);

}  // namespace writ::lint
