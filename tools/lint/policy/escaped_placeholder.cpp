// `{{card_quota}}` in a message: braces are shown, and not what the name stands for.

#include <fmt/format.h>

#include <set>

#include "engine/value/names.hpp"
#include "tools/lint/policy/messages.hpp"

namespace writ::lint::policy {

using namespace model;

namespace {

std::set<std::string_view> known_names(const Model& model) {
  std::set<std::string_view> names;
  for (const Fact& fact : model.facts) names.insert(fact.name);
  for (const Parameter& parameter : model.parameters) names.insert(unqualified(parameter.name));
  for (const Define& define : model.defines) names.insert(unqualified(define.name));
  for (const Decision& decision : model.decisions) names.insert(unqualified(decision.name));
  return names;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

void escaped_placeholder(const Subject& subject, Findings& findings) {
  const std::set<std::string_view> names = known_names(subject.model);
  for (const auto& [message, file, name] : written_messages(subject.model)) {
    for (const MessageText& text : message->texts) {
      const Span span = subject.model[text.text].span;
      const std::string_view written = subject.sources.text(span);
      for (std::size_t begin = written.find("{{"); begin != std::string_view::npos;
           begin = written.find("{{", begin + 2)) {
        const std::size_t end = written.find("}}", begin);
        if (end == std::string_view::npos) break;
        const std::string_view inner = trimmed(written.substr(begin + 2, end - begin - 2));
        if (!names.contains(inner.substr(0, inner.find_first_of(". ")))) continue;
        const Span place{span.file, span.begin + static_cast<std::uint32_t>(begin),
                         span.begin + static_cast<std::uint32_t>(end + 2)};
        findings.push_back({
            .lint = Lint::policy_escaped_placeholder,
            .place = place,
            .message = fmt::format("the message of `{}` shows braces and the word `{}`, not its value", name, inner),
            .label = "two braces are written as one",
            .help = {fmt::format("for the value write `{{{}}}`", inner)},
        });
      }
    }
  }
}

}  // namespace writ::lint::policy
