// A message without a language that the file's other messages have.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tools/lint/policy/messages.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

struct Spoken {
  std::size_t messages = 0;
  Span place;  ///< Of the first text in it.
};

bool has(const Message& message, const std::string& language) {
  return std::ranges::find(message.texts, language, &MessageText::language) != message.texts.end();
}

}  // namespace

void missing_language(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  std::map<FileIndex, std::vector<WrittenMessage>> by_file;
  for (const WrittenMessage& each : written_messages(model)) by_file[each.file].push_back(each);
  for (const auto& [file, messages] : by_file) {
    std::map<std::string, Spoken> spoken;
    for (const WrittenMessage& each : messages) {
      for (const MessageText& text : each.message->texts) {
        if (text.language.empty()) continue;
        Spoken& language = spoken[text.language];
        if (language.messages++ == 0) language.place = model[text.text].span;
      }
    }
    // What fewer than half of them speak is not the language of the file.
    std::erase_if(spoken, [&](const auto& language) { return language.second.messages * 2 < messages.size(); });
    for (const WrittenMessage& each : messages) {
      std::vector<std::string> missing;
      for (const auto& [language, other] : spoken) {
        if (!has(*each.message, language)) missing.push_back(language);
      }
      if (missing.empty()) continue;
      const MessageText& text = each.message->texts.front();
      const bool untold = text.language.empty();
      findings.push_back({
          .lint = Lint::policy_missing_language,
          .place = model[text.text].span,
          .message = untold ? fmt::format("the message of `{}` does not say its language", each.name)
                            : fmt::format("the message of `{}` is not in {}", each.name, listed(missing)),
          .labels = {{spoken.at(missing.front()).place, fmt::format("others are in `{}`", missing.front())}},
          .help = {untold ? fmt::format("write `{} \"…\"`", missing.front())
                          : fmt::format("add to its `because`: `{} \"…\"`", missing.front())},
      });
    }
  }
}

}  // namespace writ::lint::policy
