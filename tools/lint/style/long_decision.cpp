// A decision of many rules: how they work together is beyond what a reader keeps in mind.

#include "tools/lint/settings.hpp"
#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {

void long_decision(const Subject& subject, Findings& findings) {
  const std::int64_t most = subject.settings.number(Lint::style_long_decision, "most");
  for (const syntax::File& file : subject.files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* decision = std::get_if<syntax::DecisionDecl>(&declaration.node);
      if (decision == nullptr) continue;
      const auto count = static_cast<std::int64_t>(decision->rules.size());
      if (count <= most) continue;
      Finding finding{Lint::style_long_decision, decision->name.span,
                      "the decision `" + std::string(decision->name.text) + "` has " + std::to_string(count) +
                          " rules, and more than " + std::to_string(most) + " are hard to keep in mind"};
      finding.help.emplace_back("let a decision of its own decide a part, and ask it: `… when PART is permitted`");
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::style
