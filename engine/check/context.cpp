#include "engine/check/context.hpp"

#include <fmt/format.h>

namespace writ::checking {
namespace {

/// Looking for a near miss among thousands of names is worth its time for the first mistakes, not for the thousandth:
/// that many of one load, and that many letters of names compared in it, each with each, a tenth of a second or two.
constexpr std::size_t mistakes_with_suggestions = 200;
constexpr std::uint64_t most_compared = 300'000'000;
constexpr std::size_t longest_quotation = 48;

}  // namespace

void Context::reserve() {
  constexpr std::size_t bytes_an_expression = 8;
  std::size_t bytes = 0;
  for (const auto& file : files) bytes += sources[file.id].text().size();
  model.exprs.reserve(bytes / bytes_an_expression);
  expr_paths.reserve(bytes / bytes_an_expression);
}

bool Context::may_suggest() const {
  return diagnostics.size() <= mistakes_with_suggestions && compared_ <= most_compared;
}

std::optional<std::string_view> Context::near(std::string_view written,
                                              const std::vector<std::string_view>& candidates) {
  if (!may_suggest()) return std::nullopt;
  std::uint64_t letters = 0;
  for (const std::string_view candidate : candidates) letters += candidate.size() + 1;
  compared_ += letters * (written.size() + 1);
  return near_miss(written, candidates);
}

bool Context::suggest(Report& report, const syntax::Name& written, const std::vector<std::string_view>& candidates) {
  const auto meant = near(written.text, candidates);
  if (!meant) return false;
  report.help(fmt::format("did you mean `{}`?", *meant)).fix(written.span, std::string(*meant));
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
