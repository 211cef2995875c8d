// An enum or record that no declaration names.

#include <fmt/format.h>

#include "tools/lint/correctness/usage.hpp"

namespace writ::lint::correctness {

void unused_type(const Subject& subject, Findings& findings) {
  const Company company(subject);
  std::set<std::string_view> named;
  for (const auto& file : subject.files) named.merge(names_in(file));
  const auto tell = [&](const syntax::Name& name, std::string_view kind) {
    if (named.contains(name.text)) return;
    Finding finding{Lint::correctness_unused_type, name.span, {}, {}, {}, {}, {}, {}};
    finding.message = fmt::format("nothing is of {} `{}`", kind, name.text);
    finding.help = {"give a fact, a field or a definition this type, or delete it"};
    findings.push_back(std::move(finding));
  };
  for (model::FileIndex i = 0; i < subject.files.size(); ++i) {
    if (!company.complete(i)) continue;
    for (const auto& declaration : subject.files[i].declarations) {
      if (const auto* node = std::get_if<syntax::EnumDecl>(&declaration.node)) tell(node->name, "enum");
      if (const auto* node = std::get_if<syntax::RecordDecl>(&declaration.node)) tell(node->name, "record");
    }
  }
}

}  // namespace writ::lint::correctness
