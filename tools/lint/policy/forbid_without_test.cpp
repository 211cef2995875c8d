// A prohibition that no test expects, of a decision that tests ask about.

#include <fmt/format.h>

#include <algorithm>

#include "engine/value/names.hpp"
#include "tools/lint/policy/asked.hpp"

namespace writ::lint::policy {

using namespace model;

void forbid_without_test(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  if (model.tests.empty()) return;
  const Asked asked = policy::asked(model);
  for (DecisionId id = 0; id < model.decisions.size(); ++id) {
    const Decision& decision = model.decisions[id];
    // What no test asks about is told of by policy/untested_decision.
    if (!asked.decisions.contains(id)) continue;
    const auto is_forbid = [](const Rule& rule) { return rule.effect == syntax::Effect::forbid; };
    // Where there is one alone, it need not be named.
    if (std::ranges::count_if(decision.rules, is_forbid) == 1 && asked.forbidden.contains(id)) continue;
    for (const Rule& rule : decision.rules) {
      if (!is_forbid(rule) || asked.forbidden_by.contains({id, rule.name})) continue;
      findings.push_back({
          .lint = Lint::policy_forbid_without_test,
          .place = rule.name_span,
          .message = fmt::format("no test expects `{}` to be forbidden by `{}`", unqualified(decision.name), rule.name),
          .help = {fmt::format("show once that it forbids: `expect {} is forbidden by {}`", unqualified(decision.name),
                               rule.name)},
      });
    }
  }
}

}  // namespace writ::lint::policy
