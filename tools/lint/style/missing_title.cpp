// A policy without a title: pages, lists and reports have nothing to call it by but its name.

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {

void missing_title(const Subject& subject, Findings& findings) {
  for (const syntax::File& file : subject.files) {
    const syntax::Header& header = file.header;
    if (!header.policy || (header.title && !header.title->value.empty())) continue;
    Finding finding{Lint::style_missing_title, header.name.span,
                    "the policy `" + header.name.text() + "` has no title"};
    finding.help.push_back("say after its name, in a line, what it decides: `policy " + header.name.text() + " \"…\"`");
    findings.push_back(std::move(finding));
  }
}

}  // namespace writ::lint::style
