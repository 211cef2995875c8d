// A message without a language that the file's other messages have.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "tools/lint/policy/messages.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

struct Spoken {
  std::size_t messages = 0;
  bool beside_another = false;  ///< Some message has it and another language.
  Span place;                   ///< Of the first text in it.
};

/// `en` of `en-GB`: who reads the one reads the other.
std::string base_of(const std::string& language) { return language.substr(0, language.find('-')); }

bool has(const Message& message, const std::string& language) {
  return std::ranges::any_of(message.texts,
                             [&](const MessageText& text) { return base_of(text.language) == language; });
}

}  // namespace

void missing_language(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  std::map<FileIndex, std::vector<WrittenMessage>> by_file;
  for (const WrittenMessage& each : written_messages(model)) by_file[each.file].push_back(each);
  for (const auto& [file, messages] : by_file) {
    std::map<std::string, Spoken> spoken;
    for (const WrittenMessage& each : messages) {
      std::set<std::string> counted;
      for (const MessageText& text : each.message->texts) {
        const std::string base = base_of(text.language);
        if (base.empty() || !counted.insert(base).second) continue;
        Spoken& language = spoken[base];
        language.beside_another =
            language.beside_another || std::ranges::any_of(each.message->texts, [&](const MessageText& other) {
              return !other.language.empty() && base_of(other.language) != base;
            });
        if (language.messages++ == 0) language.place = model[text.text].span;
      }
    }
    // What fewer than half of them speak is not the language of the file; nor is it what half of them speak, where no
    // message is in two.
    std::erase_if(spoken, [&](const auto& language) {
      const std::size_t twice = language.second.messages * 2;
      return twice < messages.size() || (twice == messages.size() && !language.second.beside_another);
    });
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
