// A definition that nothing uses.

#include <fmt/format.h>

#include "engine/value/names.hpp"
#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void unused_definition(const Subject& subject, Findings& findings) {
  const auto shared = readers(subject);
  const Readers& read = *shared;
  const Company company(subject);
  for (std::size_t id = 0; id < subject.model.defines.size(); ++id) {
    const auto& define = subject.model.defines[id];
    if (read.defines[id] || !company.complete(define.file)) continue;
    Finding finding{Lint::correctness_unused_definition, name_place(subject, define.span), {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("nothing uses `{}`", unqualified(define.name));
    finding.help = {"use it where it is meant, or delete it"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
