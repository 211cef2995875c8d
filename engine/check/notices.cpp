#include "engine/check/notices.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/check/unknown.hpp"

namespace writ::checking {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_letter_or_digit(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

/// A language of two or three letters, then subtags of BCP 47's form: `zh`, `zh-Hans`, `pt-BR`.
bool is_language_tag(std::string_view tag) {
  std::size_t begin = 0;
  for (bool first = true;; first = false) {
    const auto end = std::min(tag.find('-', begin), tag.size());
    const auto part = tag.substr(begin, end - begin);
    const bool fits = first ? part.size() >= 2 && part.size() <= 3 && std::all_of(part.begin(), part.end(), is_letter)
                            : part.size() >= 1 && part.size() <= 8 && std::all_of(part.begin(), part.end(), is_letter_or_digit);
    if (!fits) return false;
    if (end == tag.size()) return true;
    begin = end + 1;
  }
}

}  // namespace

model::Message type_message(Typer& typer, const syntax::Message& message) {
  auto& context = typer.context();
  model::Message result;
  std::unordered_map<std::string_view, Span> languages;
  for (const auto& text : message.texts) {
    std::string language;
    if (text.language) {
      language = text.language->text;
      if (!language.empty() && !is_language_tag(language)) {
        context.error(Code::bad_language, text.language->span, fmt::format("`{}` is not the tag of a language", language))
            .help("tags are those of BCP 47: `en`, `zh`, `zh-Hans`, `pt-BR`");
      }
      const auto [first, added] = languages.try_emplace(text.language->text, text.language->span);
      if (!added) {
        context.error(Code::language_twice, text.language->span, fmt::format("this message has a text in `{}` already", language))
            .label(first->second, "first here");
      }
    }
    if (!text.text) continue;
    typer.set_language(language);
    result.texts.push_back({language, typer.expect(*text.text, {Kind::text, 0, false, 0}, "a message")});
    typer.set_language("");
  }
  return result;
}

std::optional<model::NoticeCall> type_notice(Typer& typer, const syntax::NoticeCall& call) {
  auto& context = typer.context();
  const Symbol* symbol = resolve_symbol(context, typer.file(), call.name, Space::notices);
  if (symbol == nullptr) return std::nullopt;
  const auto& parameters = context.model.notices[symbol->index].parameters;
  if (parameters.size() != call.arguments.size()) {
    context.error(Code::wrong_argument_count, call.span,
                  fmt::format("`{}` takes {} argument{}, and {} {} given", symbol->name.text, parameters.size(),
                              parameters.size() == 1 ? "" : "s", call.arguments.size(),
                              call.arguments.size() == 1 ? "is" : "are"))
        .label(symbol->name.span, "declared here");
    return std::nullopt;
  }
  model::NoticeCall result{symbol->index, {}, call.span};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!call.arguments[i]) return std::nullopt;
    result.arguments.push_back(typer.expect(*call.arguments[i], parameters[i].type,
                                            fmt::format("`{}` of `{}`", parameters[i].name, symbol->name.text)));
  }
  return result;
}

SourceNames source_names(const Context& context, FileIndex file) {
  SourceNames names;
  const auto& sources = context.files[file].header.sources;
  for (std::uint32_t i = 0; i < sources.size(); ++i) names.try_emplace(sources[i].name.text, i);
  return names;
}

std::vector<model::Citation> resolve_citations(Context& context, FileIndex file, const SourceNames& sources,
                                               const std::vector<syntax::Citation>& written) {
  std::vector<model::Citation> result;
  for (const auto& citation : written) {
    const auto found = sources.find(citation.source.text);
    if (found != sources.end()) {
      for (const auto& anchor : citation.anchors) result.push_back({found->second, anchor.value, anchor.span});
      continue;
    }
    if (citation.source.text.empty() || context.files[file].header.name.parts.empty()) continue;
    auto report = context.error(Code::unknown_source, citation.source.span,
                                fmt::format("this file's header declares no source `{}`", citation.source.text));
    std::vector<std::string_view> candidates;
    for (const auto& [name, index] : sources) candidates.push_back(name);
    if (!context.suggest(report, citation.source, candidates)) {
      report.help(fmt::format("add to the header: `source {} \"sources/{}.md\"`", citation.source.text, citation.source.text));
    }
  }
  return result;
}

}  // namespace writ::checking
