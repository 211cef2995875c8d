// A loop inside a loop that does not read the other's element: over the same list, the work is its square.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

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
  Finder(const Subject& subject, Findings& findings) : subject_(subject), model_(subject.model), findings_(findings) {}

  void look(model::ExprId expr) {
    const auto loop = loop_of(model_[expr]);
    if (!loop) {
      for (const model::ExprId part : parts(model_[expr])) look(part);
      return;
    }
    if (check(expr, *loop)) return;
    look(loop->list);
    around_.push_back({expr, *loop});
    for (const model::ExprId part : parts(model_[expr]))
      if (part != loop->list) look(part);
    around_.pop_back();
  }

 private:
  /// What reads no element comes to the same for each: told of once, at the outermost such loop.
  bool check(model::ExprId expr, const Loop& inner) {
    if (around_.empty() || reads_bound(expr)) return false;
    const auto& [outer_expr, outer] = around_.back();
    Finding finding{Lint::performance_nested_quantifiers, head(expr), {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("this goes through `{}` again for each element of `{}`",
                                  words_of(subject_, inner.list), words_of(subject_, outer.list));
    finding.label = "comes to the same each time";
    finding.labels = {{head(outer_expr), "the loop around it"}};
    finding.help = {"give it a name with `define`, which is evaluated once for each case"};
    findings_.push_back(std::move(finding));
    return true;
  }

  /// Whether it reads an element of a loop around it, or an argument.
  bool reads_bound(model::ExprId expr) const {
    std::vector<model::LocalId> bound, read;
    walk(model_, expr, [&](model::ExprId part) {
      if (const auto* local = std::get_if<model::LocalRef>(&model_[part].node)) read.push_back(local->local);
      if (const auto loop = loop_of(model_[part])) bound.push_back(loop->local);
    });
    return std::ranges::any_of(read,
                               [&](model::LocalId local) { return std::ranges::find(bound, local) == bound.end(); });
  }

  /// From the word that it begins with to its list.
  Span head(model::ExprId expr) const {
    const Span whole = model_[expr].span, list = model_[loop_of(model_[expr])->list].span;
    return {whole.file, whole.begin, std::max(whole.begin, list.end)};
  }

  const Subject& subject_;
  const model::Model& model_;
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
