// The same loop written out twice in a file: a definition is evaluated once.

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "engine/value/names.hpp"
#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::performance {
namespace {

constexpr std::uint32_t least_weight = 5;  ///< Smaller ones are as short as a name.

bool is_loop(const model::Expr& expr) {
  return std::holds_alternative<model::Quantifier>(expr.node) || std::holds_alternative<model::Pick>(expr.node) ||
         std::holds_alternative<model::Aggregate>(expr.node);
}

/// Whether it reads an element or an argument from outside: then it is no definition without parameters.
bool is_closed(const model::Model& model, model::ExprId expr) {
  std::vector<model::LocalId> bound, read;
  walk(model, expr, [&](model::ExprId part) {
    const auto& node = model[part].node;
    if (const auto* local = std::get_if<model::LocalRef>(&node)) read.push_back(local->local);
    if (const auto* form = std::get_if<model::Quantifier>(&node)) bound.push_back(form->local);
    if (const auto* form = std::get_if<model::Pick>(&node)) bound.push_back(form->local);
    if (const auto* form = std::get_if<model::Aggregate>(&node)) bound.push_back(form->local);
  });
  return std::ranges::all_of(read,
                             [&](model::LocalId local) { return std::ranges::find(bound, local) != bound.end(); });
}

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings)
      : model_(subject.model), shared_forms_(forms_of(subject)), forms_(*shared_forms_), findings_(findings) {
    for (const auto& define : model_.defines)
      if (!define.has_parameters && define.body != model::none) names_.emplace(define.body, &define);
  }

  void look(model::ExprId expr) {
    if (is_loop(model_[expr]) && is_closed(model_, expr) && again(expr)) return;  // what is in it is repeated too
    for (const model::ExprId part : parts(model_[expr])) look(part);
  }

 private:
  bool again(model::ExprId expr) {
    const FormId form = forms_.of(expr);
    if (forms_.weight(form) < least_weight) return false;
    const auto key = (static_cast<std::uint64_t>(model_[expr].file) << 32) | form;
    const auto [at, added] = first_.try_emplace(key, expr);
    const model::ExprId first = at->second;
    // The two ends of a `within` share an expression.
    if (added || model_[first].span == model_[expr].span) return false;
    Finding finding{Lint::performance_repeated_quantifier, model_[expr].span, {}, {}, {}, {}, {}, {}};
    finding.message = "the same is asked of the list once more";
    finding.labels = {{model_[first].span, "here first"}};
    const auto define = names_.find(first);
    const auto own = names_.find(expr);
    if (define != names_.end()) {
      finding.help = {fmt::format("use the definition: `{}`", unqualified(define->second->name))};
    } else if (own != names_.end()) {
      finding.help = {fmt::format("use the definition there: `{}`", unqualified(own->second->name))};
    } else {
      finding.help = {"give it a name with `define`, which is evaluated once for each case"};
    }
    findings_.push_back(std::move(finding));
    return true;
  }

  const model::Model& model_;
  std::shared_ptr<Forms> shared_forms_;
  Forms& forms_;
  Findings& findings_;
  std::unordered_map<std::uint64_t, model::ExprId> first_;
  std::unordered_map<model::ExprId, const model::Define*> names_;
};

}  // namespace

void repeated_quantifier(const Subject& subject, Findings& findings) {
  Finder finder(subject, findings);
  for (const Root& root : roots(subject.model)) {
    const bool test = root.purpose == Purpose::test || root.purpose == Purpose::fixture;
    // An invariant or a requirement says in its own words what others compute.
    if (!test && root.purpose != Purpose::invariant && root.purpose != Purpose::requirement) finder.look(root.expr);
  }
}

}  // namespace writ::lint::performance
