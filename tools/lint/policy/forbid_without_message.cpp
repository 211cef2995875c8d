// A prohibition that does not say why.

#include <fmt/format.h>

#include "engine/value/names.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

void forbid_without_message(const Subject& subject, Findings& findings) {
  for_each_rule(subject.model, [&](const model::Decision& decision, const model::Rule& rule) {
    if (rule.effect != syntax::Effect::forbid || rule.because) return;
    findings.push_back({
        .lint = Lint::policy_forbid_without_message,
        .place = rule.name_span,
        .message = fmt::format("`{}` forbids `{}` and does not say why", rule.name, unqualified(decision.name)),
        .help = {"say it to whoever is refused: `because en \"…\"`"},
    });
  });
}

}  // namespace writ::lint::policy
