#include "tools/cli/lint_list.hpp"

#include <algorithm>

#include "engine/facts/json_writer.hpp"
#include "engine/value/overloaded.hpp"

namespace writ::cli {
namespace {

std::string page_of(const lint::Row& row) { return "docs/lints/" + std::string(row.id) + ".md"; }

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  result.append(width - std::min(width, result.size()) + 2, ' ');
  return result;
}

/// As writ.toml has it.
std::string written(const lint::OptionValue& value) {
  return std::visit(Overloaded{
                        [](std::int64_t number) { return std::to_string(number); },
                        [](bool flag) { return std::string(flag ? "true" : "false"); },
                        [](const std::vector<std::string>& words) {
                          std::string text = "[";
                          for (const std::string& word : words) {
                            if (text.size() > 1) text += ", ";
                            append_json_text(text, word);
                          }
                          return text + "]";
                        },
                    },
                    value);
}

lint::OptionValue value_of(const lint::Option& option, const lint::Settings& settings) {
  if (std::holds_alternative<std::int64_t>(option.standard)) return settings.number(option.lint, option.name);
  if (std::holds_alternative<bool>(option.standard)) return settings.flag(option.lint, option.name);
  return settings.words(option.lint, option.name);
}

std::string json_line(const lint::Row& row, const lint::Settings& settings) {
  JsonWriter json(JsonWriter::Spacing::none);
  json.begin_object();
  json.member("name", row.id);
  json.member("level", lint::word(settings.level(row.lint)));
  json.member("summary", row.summary);
  json.member("page", page_of(row));
  json.name("options");
  json.begin_object();
  for (const lint::Option& option : lint::options()) {
    if (option.lint == row.lint) json.member_raw(option.name, written(value_of(option, settings)));
  }
  json.end_object();
  json.end_object();
  return json.take();
}

}  // namespace

std::string list_of_lints(const lint::Settings& settings, bool json) {
  std::vector<const lint::Row*> rows;
  std::size_t widest = 0;
  for (const lint::Row& row : lint::table()) {
    rows.push_back(&row);
    widest = std::max(widest, row.id.size());
  }
  std::ranges::sort(rows, {}, &lint::Row::id);
  std::string text;
  for (const lint::Row* row : rows) {
    if (json) {
      text += json_line(*row, settings) + "\n";
      continue;
    }
    text += padded(row->id, widest) + padded(lint::word(settings.level(row->lint)), 7) + std::string(row->summary);
    text += "\n";
  }
  if (json) return text;
  return text + std::to_string(rows.size()) + " lints; `writ prove` tells those that begin with prove/\n";
}

std::string about_lint(lint::Lint lint, const lint::Settings& settings) {
  const lint::Row& row = lint::row(lint);
  std::string text = std::string(row.id) + ": " + std::string(row.summary) + "\n\n";
  const lint::Level level = settings.level(lint);
  text += "level    " + std::string(lint::word(level));
  if (level != row.level) text += ", where it is not set " + std::string(lint::word(row.level));
  text += "\n";
  std::string_view title = "options  ";
  for (const lint::Option& option : lint::options()) {
    if (option.lint != lint) continue;
    text += std::string(title) + std::string(option.name) + " = " + written(value_of(option, settings)) + ": " +
            std::string(option.doc) + "\n";
    title = "         ";
  }
  if (row.category == "prove") text += "told by  writ prove\n";
  text += "page     " + page_of(row) + "\n";
  if (row.category != "lint") text += "allow    // lint:allow " + std::string(row.id) + " reason\n";
  return text;
}

}  // namespace writ::cli
