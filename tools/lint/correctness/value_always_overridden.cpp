// A value that never counts: an `otherwise` after a rule that always applies, an `or else` after what is present, a
// field that a later `with` sets again.

#include <fmt/format.h>

#include <algorithm>

#include "tools/lint/conditions.hpp"
#include "tools/lint/kept.hpp"
#include "tools/lint/rules.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

void otherwise_never(const Subject& subject, Forms& forms, Findings& findings) {
  for (const auto& decision : subject.model.decisions) {
    if (!decision.otherwise) continue;
    const auto always =
        std::ranges::find_if(decision.rules, [&](const model::Rule& rule) { return applies(forms, rule).always; });
    if (always == decision.rules.end()) continue;
    Finding finding{Lint::correctness_value_always_overridden, decision.otherwise->name_span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("`otherwise` is never used: rule `{}` always applies", always->name);
    const bool bare = always->when == model::none && always->unless == model::none && always->in_force == model::none;
    finding.labels = {{always->name_span, bare ? "has no condition" : "its condition always holds"}};
    finding.help = {bare ? "give the rule its condition, or leave `otherwise` out"
                         : "say what was meant by the condition, or leave `otherwise` out"};
    findings.push_back(std::move(finding));
  }
}

void default_never(const Subject& subject, Findings& findings) {
  const auto all = settled_conditions(subject);
  for (const Settled& settled : *all) {
    if (settled.verdict != Verdict::defaulted) continue;
    const auto& node = std::get<model::OrElse>(subject.model[settled.expr].node);
    Finding finding{Lint::correctness_value_always_overridden, subject.model[node.right].span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("`or else` is never used here: `{}` is present", words_of(subject, node.left));
    label_known(subject, settled.because, finding);
    finding.help = {fmt::format("`{}` is enough", words_of(subject, node.left))};
    findings.push_back(std::move(finding));
  }
}

/// `base with { a: 1 } with { a: 2 }`
void field_again(const Subject& subject, Findings& findings) {
  const model::Model& model = subject.model;
  for (const auto& expr : model.exprs) {
    const auto* outer = std::get_if<model::With>(&expr.node);
    const auto* inner = outer == nullptr ? nullptr : std::get_if<model::With>(&model[outer->base].node);
    if (inner == nullptr) continue;
    for (const auto& change : inner->changes) {
      const auto again = std::ranges::find(outer->changes, change.field, &model::FieldChange::field);
      if (again == outer->changes.end()) continue;
      const auto& field = model.schema.records[outer->record].fields[change.field].name;
      Finding finding{Lint::correctness_value_always_overridden, model[change.value].span, {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("this `{}` is never used: the next `with` sets the field again", field);
      finding.labels = {{model[again->value].span, "what counts"}};
      finding.help = {"leave one of the two out"};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace

void value_always_overridden(const Subject& subject, Findings& findings) {
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  otherwise_never(subject, forms, findings);
  default_never(subject, findings);
  field_again(subject, findings);
}

}  // namespace writ::lint::correctness
