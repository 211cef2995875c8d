// A loop inside a loop: over the same list, or one that comes to the same each time.

#include <fmt/format.h>

#include <algorithm>

#include "tools/lint/forms.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::performance {
namespace {

struct Loop {
  model::ExprId list = model::none;
  model::LocalId local = 0;
};

std::optional<Loop> loop_of(const model::Expr& expr) {
  if (const auto* node = std::get_if<model::Quantifier>(&expr.node)) return Loop{node->list, node->local};
  if (const auto* node = std::get_if<model::Pick>(&expr.node)) return Loop{node->list, node->local};
  if (const auto* node = std::get_if<model::Aggregate>(&expr.node)) return Loop{node->list, node->local};
  return std::nullopt;
}

class Finder {
 public:
  Finder(const Subject& subject, Findings& findings)
      : subject_(subject), model_(subject.model), forms_(subject.model), findings_(findings) {}

  void look(model::ExprId expr) {
    const auto loop = loop_of(model_[expr]);
    if (!loop) {
      for (const model::ExprId part : parts(model_[expr])) look(part);
      return;
    }
    check(expr, *loop);
    look(loop->list);
    around_.push_back({expr, *loop});
    for (const model::ExprId part : parts(model_[expr]))
      if (part != loop->list) look(part);
    around_.pop_back();
  }

 private:
  void check(model::ExprId expr, const Loop& inner) {
    for (const auto& [outer_expr, outer] : around_) {
      if (forms_.of(outer.list) != forms_.of(inner.list)) continue;
      const std::string list = words_of(subject_, inner.list);
      Finding finding{Lint::performance_nested_quantifiers, head(expr), {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("this goes through `{}` for each element of `{}`", list, list);
      finding.label = "the work grows with the square of the list";
      finding.labels = {{head(outer_expr), "the loop around it"}};
      finding.help = {reads_bound(expr) ? "compare neighbours in an order, or ask something of each element alone"
                                        : "it comes to the same each time: give it a name with `define`, which is "
                                          "evaluated once"};
      findings_.push_back(std::move(finding));
      return;
    }
  }

  /// Whether it reads the element of a loop around it.
  bool reads_bound(model::ExprId expr) const {
    bool reads = false;
    walk(model_, expr, [&](model::ExprId part) {
      const auto* local = std::get_if<model::LocalRef>(&model_[part].node);
      if (local == nullptr) return;
      reads =
          reads || std::ranges::any_of(around_, [&](const auto& each) { return each.second.local == local->local; });
    });
    return reads;
  }

  /// From the word that it begins with to its list.
  Span head(model::ExprId expr) const {
    const Span whole = model_[expr].span, list = model_[loop_of(model_[expr])->list].span;
    return {whole.file, whole.begin, std::max(whole.begin, list.end)};
  }

  const Subject& subject_;
  const model::Model& model_;
  Forms forms_;
  Findings& findings_;
  std::vector<std::pair<model::ExprId, Loop>> around_;
};

}  // namespace

void nested_quantifiers(const Subject& subject, Findings& findings) {
  Finder finder(subject, findings);
  for (const Root& root : roots(subject.model)) {
    if (root.purpose != Purpose::test && root.purpose != Purpose::fixture) finder.look(root.expr);
  }
}

}  // namespace writ::lint::performance
