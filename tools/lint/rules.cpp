#include "tools/lint/rules.hpp"

namespace writ::lint {

Applies applies(Forms& forms, const model::Rule& rule) {
  Applies result;
  std::vector<FormId> parts;
  if (rule.when != model::none) parts.push_back(forms.of(rule.when));
  if (rule.unless != model::none) parts.push_back(forms.negation(forms.of(rule.unless)));
  result.when = forms.both(parts);
  result.in_force = rule.in_force == model::none ? forms.truth() : forms.of(rule.in_force);
  result.always = result.when == forms.truth() && result.in_force == forms.truth();
  return result;
}

bool covers(Reasoner& reasoner, const Applies& rule, const Applies& other) {
  Forms& forms = reasoner.forms();
  if (rule.always) return true;
  if (rule.in_force != forms.truth() && rule.in_force != other.in_force) return false;
  if (rule.when == other.when || rule.when == forms.truth()) return true;
  if (!reasoner.related(rule.when, other.when)) return false;
  const FormId both[] = {other.when, forms.negation(rule.when)};
  return reasoner.contradict(both);
}

}  // namespace writ::lint
