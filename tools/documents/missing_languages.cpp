#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/value/names.hpp"
#include "tools/documents/policy_page.hpp"

namespace writ::documents {
namespace {

std::string listed(const std::vector<std::string>& languages) {
  std::string text;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (i > 0) text += i + 1 == languages.size() ? " and " : ", ";
    text += "`" + languages[i] + "`";
  }
  return text;
}

/// Every rule of a policy, with its decision.
template <typename Visit>
void each_rule(const model::Model& model, model::FileIndex policy, Visit visit) {
  for (const model::Decision& decision : model.decisions) {
    if (decision.file != policy) continue;
    for (const model::Rule& rule : decision.rules) visit(decision, rule);
    if (decision.otherwise) visit(decision, *decision.otherwise);
  }
}

}  // namespace

Diagnostics missing_languages(const model::Model& model, model::FileIndex policy) {
  std::map<std::string, Span> spoken;  // With a rule that speaks it.
  each_rule(model, policy, [&](const model::Decision&, const model::Rule& rule) {
    if (!rule.because) return;
    for (const model::MessageText& text : rule.because->texts) {
      if (!text.language.empty()) spoken.try_emplace(text.language, rule.name_span);
    }
  });

  Diagnostics findings;
  each_rule(model, policy, [&](const model::Decision& decision, const model::Rule& rule) {
    std::vector<std::string> missing;
    for (const auto& [language, place] : spoken) {
      const bool has_it = rule.because && std::ranges::find(rule.because->texts, language,
                                                            &model::MessageText::language) != rule.because->texts.end();
      if (!has_it) missing.push_back(language);
    }
    if (missing.empty()) return;
    Diagnostic& found = findings.emplace_back(Diagnostic{
        Code::language_missing,
        rule.name_span,
        fmt::format("`{}` of `{}` has no message in {}", rule.name, unqualified(decision.name), listed(missing)),
        {},
        {},
        {},
        {}});
    found.labels.push_back({spoken.at(missing.front()), fmt::format("this rule speaks `{}`", missing.front())});
    found.help.push_back(fmt::format("add to its `because`: `{} \"…\"`", missing.front()));
  });
  return findings;
}

}  // namespace writ::documents
