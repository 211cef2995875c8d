// Enums and records are written in PascalCase, so that a type is told from a value at sight. Scripts without capitals
// are as they are.

#include "tools/lint/lint.hpp"
#include "tools/lint/style/letter_case.hpp"
#include "tools/lint/style/names.hpp"

namespace writ::lint::style {

void type_names(const Subject& subject, Findings& findings) {
  for (const syntax::File& file : subject.files) {
    for_each_given_name(file, [&](const GivenName& given) {
      if (!given.type || is_pascal_case(given.name.text)) return;
      Finding finding{
          Lint::style_type_names, given.name.span,
          "the " + std::string(given.kind) + " `" + std::string(given.name.text) + "` is not written in PascalCase"};
      finding.help.push_back("call it `" + to_pascal_case(given.name.text) + "`");
      findings.push_back(std::move(finding));
    });
  }
}

}  // namespace writ::lint::style
