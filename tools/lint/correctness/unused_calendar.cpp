// A calendar by which no file counts business days.

#include <fmt/format.h>

#include "tools/lint/correctness/usage.hpp"

namespace writ::lint::correctness {

void unused_calendar(const Subject& subject, Findings& findings) {
  const Company company(subject);
  std::set<std::string_view> named;
  for (const auto& file : subject.files)
    if (file.header.calendar) named.insert(file.header.calendar->text);
  for (model::FileIndex i = 0; i < subject.files.size(); ++i) {
    if (!company.complete(i)) continue;
    for (const auto& declaration : subject.files[i].declarations) {
      const auto* calendar = std::get_if<syntax::CalendarDecl>(&declaration.node);
      if (calendar == nullptr || named.contains(calendar->name.text)) continue;
      Finding finding{Lint::correctness_unused_calendar, calendar->name.span, {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("no file counts by calendar `{}`", calendar->name.text);
      finding.help = {
          fmt::format("name it in the header of a file that counts business days, `calendar {}`, or delete it",
                      calendar->name.text)};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::correctness
