// A decision that no test reaches, in a file of which tests ask about others.

#include <fmt/format.h>

#include "engine/value/names.hpp"
#include "tools/lint/policy/asked.hpp"

namespace writ::lint::policy {

using namespace model;

void untested_decision(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  if (model.tests.empty()) return;
  const Asked asked = policy::asked(model);
  std::set<FileIndex> tested_files;
  for (const DecisionId id : asked.decisions) tested_files.insert(model.decisions[id].file);
  for (DecisionId id = 0; id < model.decisions.size(); ++id) {
    const Decision& decision = model.decisions[id];
    if (asked.reached.contains(id) || !tested_files.contains(decision.file)) continue;
    const std::string name(unqualified(decision.name));
    findings.push_back({
        .lint = Lint::policy_untested_decision,
        .place = decision.name_span,
        .message = fmt::format("no test asks about `{}`, nor about anything that uses it", name),
        .help = {fmt::format("`expect {} is …` in a test", name)},
    });
  }
}

}  // namespace writ::lint::policy
