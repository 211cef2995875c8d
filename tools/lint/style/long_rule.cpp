// A rule of many lines: what it depends on and what follows from it are no longer seen together.

#include "tools/lint/settings.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {

void long_rule(const Subject& subject, Findings& findings) {
  const std::int64_t most = subject.settings.number(Lint::style_long_rule, "most");
  for (const syntax::File& file : subject.files) {
    const Source& source = subject.sources[file.id];
    for_each_rule(file, [&](const syntax::DecisionDecl&, const syntax::Rule& rule) {
      const std::int64_t lines =
          source.position(rule.span.end).line - source.position(rule.span.begin).line + std::int64_t{1};
      if (lines <= most) return;
      Finding finding{Lint::style_long_rule, rule.name.span,
                      "the rule `" + std::string(rule.name.text) + "` has " + std::to_string(lines) +
                          " lines, and more than " + std::to_string(most) + " are hard to see together"};
      finding.help.emplace_back("give the parts of its condition or its value names, as definitions");
      findings.push_back(std::move(finding));
    });
  }
}

}  // namespace writ::lint::style
