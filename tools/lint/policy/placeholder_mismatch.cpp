// A message whose languages show different values.

#include <fmt/format.h>

#include <map>

#include "tools/lint/key.hpp"
#include "tools/lint/policy/messages.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

using Shown = std::map<std::string, ExprId>;  // By key.

Shown shown_by(const Model& model, const MessageText& text) {
  Shown shown;
  for (const ExprId each : placeholders(model, text)) shown.try_emplace(key_of(model, each), each);
  return shown;
}

}  // namespace

void placeholder_mismatch(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  for (const auto& [message, file, name] : written_messages(model)) {
    if (message->texts.size() < 2) continue;
    std::vector<Shown> shown;
    for (const MessageText& text : message->texts) shown.push_back(shown_by(model, text));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      std::vector<std::string> missing;
      Shown told;
      Finding finding{
          .lint = Lint::policy_placeholder_mismatch, .place = model[message->texts[i].text].span, .message = {}};
      for (std::size_t j = 0; j < shown.size(); ++j) {
        for (const auto& [key, value] : shown[j]) {
          if (shown[i].contains(key) || !told.try_emplace(key, value).second) continue;
          missing.push_back(words_of(subject, value));
          finding.labels.push_back({model[value].span, fmt::format("the `{}` text does", message->texts[j].language)});
        }
      }
      if (missing.empty()) continue;
      finding.message =
          fmt::format("the `{}` text of `{}` does not show {}", message->texts[i].language, name, listed(missing));
      finding.help.push_back("all who are refused should learn the same: show the same values in each language");
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::policy
