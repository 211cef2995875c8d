#include "tools/lint/style/equalities.hpp"

#include <algorithm>
#include <unordered_set>

#include "tools/lint/style/members.hpp"

namespace writ::lint::style {
namespace {

using syntax::Expr;

class Finder {
 public:
  Finder(const Subject& subject, syntax::Operator compared) : subject_(subject), compared_(compared) {}

  std::vector<Equalities> runs_in(const Expr& chain, syntax::Operator joined) {
    std::vector<Equalities> runs;
    Equalities run;
    const auto end = [&] {
      if (run.links.size() > 1) runs.push_back(run);
      run = {};
    };
    for (const Expr* link : chain_of(chain, joined)) {
      const auto* node = std::get_if<syntax::BinaryExpr>(&link->node);
      if (node == nullptr || node->op != compared_ || !is_path(*node->left) || !is_constant(*node->right)) {
        end();
        continue;
      }
      const bool goes_on = run.path != nullptr && text(*run.path) == text(*node->left) && !has(run, *node->right);
      if (!goes_on) end();
      if (run.path == nullptr) run.path = node->left.get();
      run.links.push_back(link);
      run.constants.push_back(node->right.get());
    }
    end();
    return runs;
  }

 private:
  std::string_view text(const Expr& expr) const { return subject_.sources.text(expr.span); }

  bool has(const Equalities& run, const Expr& constant) const {
    return std::ranges::any_of(run.constants, [&](const Expr* each) { return text(*each) == text(constant); });
  }

  /// A literal, or a member of an enum. The model is asked only where a name is compared.
  bool is_constant(const Expr& expr) {
    if (is_literal(expr)) return true;
    if (!is_path(expr)) return false;
    if (!members_) members_.emplace(subject_.model);
    return members_->contains(expr.span);
  }

  const Subject& subject_;
  syntax::Operator compared_;
  std::optional<MemberPlaces> members_;
};

}  // namespace

void for_each_run_of_equalities(const Subject& subject, syntax::Operator joined, syntax::Operator compared,
                                const std::function<void(const Equalities&)>& visit) {
  Finder finder(subject, compared);
  for_each_expression(subject, [&](const Expr& expr, const Place& place) {
    if (!heads_chain(expr, place, joined)) return;
    for (const Equalities& run : finder.runs_in(expr, joined)) visit(run);
  });
}

std::string as_membership(const Subject& subject, const Equalities& run, std::string_view op) {
  std::string text = source_text(subject, run.path->span) + " " + std::string(op) + " [";
  for (std::size_t i = 0; i < run.constants.size(); ++i) {
    if (i > 0) text += ", ";
    text += source_text(subject, run.constants[i]->span);
  }
  return text + "]";
}

}  // namespace writ::lint::style
