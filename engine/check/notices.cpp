#include "engine/check/notices.hpp"

#include <fmt/format.h>

#include "engine/check/unknown.hpp"

namespace writ::checking {
model::Message type_message(Typer& typer, const syntax::Message& message) {
  auto& context = typer.context();
  model::Message result;
  std::unordered_map<std::string_view, Span> languages;
  for (const auto& text : message.texts) {
    std::string language;
    if (text.language) {
      language = text.language->text;
      const auto [first, added] = languages.try_emplace(text.language->text, text.language->span);
      if (!added) {
        context
            .error(Code::language_twice, text.language->span,
                   fmt::format("this message has a text in `{}` already", language))
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
    context
        .error(Code::wrong_argument_count, call.span,
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
    if (citation.source.text.empty() || context.symbols.lost_names(file)) continue;
    auto report = context.error(Code::unknown_source, citation.source.span,
                                fmt::format("this file's header declares no source `{}`", citation.source.text));
    std::vector<std::string_view> candidates;
    for (const auto& [name, index] : sources) candidates.push_back(name);
    if (!context.suggest(report, citation.source, candidates)) {
      report.help(
          fmt::format("add to the header: `source {} \"sources/{}.md\"`", citation.source.text, citation.source.text));
    }
  }
  return result;
}

}  // namespace writ::checking
