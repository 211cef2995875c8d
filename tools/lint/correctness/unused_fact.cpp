// A fact that no decision reads: the caller supplies it for nothing.

#include <fmt/format.h>

#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void unused_fact(const Subject& subject, Findings& findings) {
  const auto shared = readers(subject);
  const Readers& read = *shared;
  const Company company(subject);
  for (std::size_t id = 0; id < subject.model.facts.size(); ++id) {
    const auto& fact = subject.model.facts[id];
    if (read.facts[id] || !company.complete(fact.file)) continue;
    Finding finding{Lint::correctness_unused_fact, name_place(subject, fact.span), {}, {}, {}, {}, {}, {}};
    if (read.facts_required[id]) {
      finding.message = fmt::format("only requirements read fact `{}`", fact.name);
      finding.help = {"a requirement is checked where a decision needs its facts: read it in a rule, or delete both"};
    } else if (read.facts_tested[id]) {
      finding.message = fmt::format("only tests give or read fact `{}`", fact.name);
      finding.help = {"no decision depends on it: read it in a rule, or delete it"};
    } else {
      finding.message = fmt::format("nothing reads fact `{}`", fact.name);
      finding.help = {"read it in a rule, or delete it"};
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
