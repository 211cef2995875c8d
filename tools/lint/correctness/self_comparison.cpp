// Something compared with itself, or taken from itself.

#include <fmt/format.h>

#include "tools/lint/forms.hpp"
#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

struct Sides {
  model::ExprId left = model::none, right = model::none;
  std::string comes_to;
};

Sides sides_of(const model::Model& model, const model::Expr& expr) {
  if (const auto* equal = std::get_if<model::Equal>(&expr.node)) {
    return {equal->left, equal->right, equal->negated ? "never holds" : "always holds"};
  }
  if (const auto* call = std::get_if<model::Apply>(&expr.node)) {
    const Builtin& row = builtins()[call->builtin];
    if (call->arguments.size() != 2) return {};
    const Sides sides{call->arguments[0], call->arguments[1], {}};
    const auto comes_to = [&](std::string words) { return Sides{sides.left, sides.right, std::move(words)}; };
    if (row.motion == Motion::compare) {
      return comes_to(row.name == "<=" || row.name == ">=" ? "always holds" : "never holds");
    }
    if (row.motion == Motion::subtract && row.is_operator) return comes_to("is always zero");
    if (row.is_operator && row.name == "/") return comes_to("is always one");
    if (row.motion == Motion::smaller || row.motion == Motion::larger) return comes_to("is that");
    return {};
  }
  if (const auto* list = std::get_if<model::InList>(&expr.node)) {
    const auto* written = std::get_if<model::MakeList>(&model[list->list].node);
    if (written == nullptr || written->elements.size() != 1) return {};
    return {list->value, written->elements[0], list->negated ? "never holds" : "always holds"};
  }
  return {};
}

}  // namespace

void self_comparison(const Subject& subject, Findings& findings) {
  const model::Model& model = subject.model;
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  for_each_expr(model, [&](model::ExprId id, const Root& root) {
    if (root.purpose == Purpose::parameter || root.purpose == Purpose::test) return;
    const Sides sides = sides_of(model, model[id]);
    if (sides.left == model::none || forms.of(sides.left) != forms.of(sides.right)) return;
    const auto kind = forms[forms.of(sides.left)].kind;
    // Two figures: they cannot vary, which is another matter.
    if (kind == FormKind::constant || kind == FormKind::text || kind == FormKind::truth) return;
    Finding finding{Lint::correctness_self_comparison, model[id].span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("both sides of `{}` are the same: it {}", words_of(subject, id), sides.comes_to);
    finding.labels = {};
    finding.help = {"one of the two is not what was meant"};
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::correctness
