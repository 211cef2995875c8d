// An obligation or advice that no decision gives.

#include <fmt/format.h>

#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void unused_notice(const Subject& subject, Findings& findings) {
  const auto shared = readers(subject);
  const Readers& read = *shared;
  const Company company(subject);
  for (std::size_t id = 0; id < subject.model.notices.size(); ++id) {
    const auto& notice = subject.model.notices[id];
    if (read.notices[id] || !company.complete(notice.file)) continue;
    const bool obligation = notice.kind == syntax::NoticeKind::obligation;
    Finding finding{Lint::correctness_unused_notice, name_place(subject, notice.span), {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("no decision gives {} `{}`", obligation ? "obligation" : "advice", notice.name);
    finding.help = {"give it with `then` in a rule, or with `also`; or delete it"};
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::correctness
