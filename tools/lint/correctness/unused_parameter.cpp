// A parameter that no rule and no definition reads: whoever overrides it changes nothing.

#include <fmt/format.h>

#include "engine/value/names.hpp"
#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void unused_parameter(const Subject& subject, Findings& findings) {
  const auto shared = readers(subject);
  const Readers& read = *shared;
  const Company company(subject);
  for (std::size_t id = 0; id < subject.model.parameters.size(); ++id) {
    const auto& parameter = subject.model.parameters[id];
    if (read.parameters[id] || !company.complete(parameter.file)) continue;
    Finding finding{Lint::correctness_unused_parameter, name_place(subject, parameter.span), {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("nothing reads parameter `{}`", unqualified(parameter.name));
    finding.help = {"setting it changes no decision: read it where the figure is meant, or delete it"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
