// Two rules of a decision with the same conditions: one is a copy that was never changed.

#include <fmt/format.h>

#include <map>

#include "tools/lint/kept.hpp"
#include "tools/lint/rules.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {
namespace {

/// Two rules of a sum may well apply together and give the same.
bool adds_up(const model::Decision& decision) { return decision.combine == syntax::Combine::sum; }
/// Where all that apply count, two that apply together may give two things.
bool collects(const model::Decision& decision) {
  return decision.combine == syntax::Combine::every || decision.combine == syntax::Combine::min ||
         decision.combine == syntax::Combine::max;
}

}  // namespace

void copied_rule(const Subject& subject, Findings& findings) {
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  for (const auto& decision : subject.model.decisions) {
    if (!decision.permission && adds_up(decision)) continue;
    std::map<std::array<FormId, 4>, const model::Rule*> seen;
    for (const auto& rule : decision.rules) {
      const Applies when = applies(forms, rule);
      if (when.when == forms.truth()) continue;  // that always applies is told of elsewhere
      const FormId effect = rule.effect ? static_cast<FormId>(*rule.effect) : 0;
      const bool by_value = !decision.permission && collects(decision) && rule.value != model::none;
      const FormId value = by_value ? forms.of(rule.value) : 0;
      const auto [first, added] = seen.try_emplace({when.when, when.in_force, effect, value}, &rule);
      if (added) continue;
      Finding finding{Lint::correctness_copied_rule, rule.name_span, {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("rule `{}` has the conditions of `{}`", rule.name, first->second->name);
      finding.label = "applies whenever the other does";
      finding.labels = {{first->second->name_span, "the other"}};
      finding.help = {"change the condition that was copied, or make one rule of the two"};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::correctness
