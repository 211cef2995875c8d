// All that is no type is written in snake_case. What facts call otherwise keeps that as its spelling.

#include "tools/lint/lint.hpp"
#include "tools/lint/style/letter_case.hpp"
#include "tools/lint/style/names.hpp"

namespace writ::lint::style {
namespace {

std::string help_for(const GivenName& given) {
  const std::string better = to_snake_case(given.name.text);
  std::string said = "call it `" + better + "`";
  if (!given.in_facts || given.has_spelling) return said;
  const std::string spelling = "\"" + std::string(given.name.text) + "\"";
  if (given.kind == "enum member") return said + "; `" + better + " " + spelling + "` keeps the spelling of the facts";
  return said + "; `from " + spelling + "` after its type keeps the name that the facts have";
}

}  // namespace

void value_names(const Subject& subject, Findings& findings) {
  for (const syntax::File& file : subject.files) {
    for_each_given_name(file, [&](const GivenName& given) {
      if (given.type || is_snake_case(given.name.text)) return;
      Finding finding{
          Lint::style_value_names, given.name.span,
          "the " + std::string(given.kind) + " `" + std::string(given.name.text) + "` is not written in snake_case"};
      finding.help.push_back(help_for(given));
      findings.push_back(std::move(finding));
    });
  }
}

}  // namespace writ::lint::style
