// A decision without a line that says what is decided.

#include <fmt/format.h>

#include "engine/value/names.hpp"
#include "tools/lint/lint.hpp"

namespace writ::lint::policy {

void undocumented_decision(const Subject& subject, Findings& findings) {
  for (const model::Decision& decision : subject.model.decisions) {
    if (!decision.doc.empty()) continue;
    findings.push_back({
        .lint = Lint::policy_undocumented_decision,
        .place = decision.name_span,
        .message = fmt::format("`{}` does not say what is decided", unqualified(decision.name)),
        .help = {"ask its question in a line above: `/// May the seller …?`"},
    });
  }
}

}  // namespace writ::lint::policy
