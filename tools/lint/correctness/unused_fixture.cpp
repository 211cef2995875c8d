// A fixture that no test starts from.

#include <fmt/format.h>

#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void unused_fixture(const Subject& subject, Findings& findings) {
  const auto shared = readers(subject);
  const Readers& read = *shared;
  const Company company(subject);
  for (std::size_t id = 0; id < subject.model.fixtures.size(); ++id) {
    const auto& fixture = subject.model.fixtures[id];
    if (read.fixtures[id] || !(company.used(fixture.file) || has_tests(subject, fixture.file))) continue;
    Finding finding{Lint::correctness_unused_fixture, name_place(subject, fixture.span), {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("no test uses fixture `{}`", fixture.name);
    finding.help = {"start a test from it, or delete it"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
