#include "engine/check/context.hpp"

#include <fmt/format.h>

namespace writ::checking {
namespace {

/// Looking for a near miss among thousands of names is worth its time for the first mistakes, not for the thousandth.
constexpr std::size_t mistakes_with_suggestions = 500;
constexpr std::size_t longest_quotation = 48;

}  // namespace

void Context::reserve() {
  constexpr std::size_t bytes_an_expression = 8;
  std::size_t bytes = 0;
  for (const auto& file : files) bytes += sources[file.id].text().size();
  model.exprs.reserve(bytes / bytes_an_expression);
  expr_paths.reserve(bytes / bytes_an_expression);
}

bool Context::suggest(Report& report, const syntax::Name& written, const std::vector<std::string_view>& candidates) {
  if (diagnostics.size() > mistakes_with_suggestions) return false;
  const auto near = near_miss(written.text, candidates);
  if (!near) return false;
  report.help(fmt::format("did you mean `{}`?", *near)).fix(written.span, std::string(*near));
  return true;
}

std::string Context::quoted(Span span, std::string_view otherwise) const {
  const auto words = text(span);
  if (words.size() > longest_quotation || words.find_first_of("\n\r`") != std::string_view::npos) {
    return std::string(otherwise);
  }
  return fmt::format("`{}`", words);
}

std::string Context::words(Span span) const {
  const auto text = quoted(span, "");
  return text.empty() ? "…" : text.substr(1, text.size() - 2);
}

std::string Context::qualified(FileIndex file, std::string_view name) const {
  const auto& file_name = symbols.file_name(file);
  return file_name.empty() ? std::string(name) : fmt::format("{}.{}", file_name, name);
}

model::TextId Context::intern(std::string_view text) {
  const auto [place, added] = text_ids.try_emplace(std::string(text), static_cast<model::TextId>(model.texts.size()));
  if (added) model.texts.emplace_back(text);
  return place->second;
}

ExprId Context::make(Type type, Span span, FileIndex file, decltype(model::Expr::node) node, PathId path) {
  model.exprs.push_back({type, span, file, std::move(node)});
  expr_paths.push_back(path);
  return static_cast<ExprId>(model.exprs.size() - 1);
}

}  // namespace writ::checking
