// A permission that nothing permits.

#include <fmt/format.h>

#include <algorithm>

#include "engine/value/names.hpp"
#include "tools/lint/lint.hpp"

namespace writ::lint::policy {

using namespace model;

void no_permit(const Subject& subject, Findings& findings) {
  for (const Decision& decision : subject.model.decisions) {
    // That a person always decides may be meant.
    const auto opens = [](const Rule& rule) { return rule.effect && *rule.effect != syntax::Effect::forbid; };
    if (!decision.permission || std::ranges::any_of(decision.rules, opens)) continue;
    findings.push_back({
        .lint = Lint::policy_no_permit,
        .place = decision.name_span,
        .message = fmt::format("`{}` is always forbidden: nothing permits it", unqualified(decision.name)),
        .label = "without a `permit`",
        .help = {"say who may, and when: `permit NAME when …`; what is not forbidden is not thereby permitted"},
    });
  }
}

}  // namespace writ::lint::policy
