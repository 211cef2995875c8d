#include "tools/lint/table.hpp"

#include <algorithm>
#include <array>

// Which rows have a check of their own, by category: a function in a namespace of that name.
#define WRIT_CHECK(category, name)      \
  namespace writ::lint::category {      \
  void name(const Subject&, Findings&); \
  }
#define WRIT_DECLARE_correctness(name) WRIT_CHECK(correctness, name)
#define WRIT_DECLARE_time(name) WRIT_CHECK(time, name)
#define WRIT_DECLARE_policy(name) WRIT_CHECK(policy, name)
#define WRIT_DECLARE_style(name) WRIT_CHECK(style, name)
#define WRIT_DECLARE_performance(name) WRIT_CHECK(performance, name)
#define WRIT_DECLARE_prove(name)
#define WRIT_DECLARE_lint(name)

#define WRIT_LINT(category, name, level, summary) WRIT_DECLARE_##category(name)
#include "tools/lint/lints.def"
#undef WRIT_LINT

#define WRIT_CHECK_OF_correctness(name) correctness::name
#define WRIT_CHECK_OF_time(name) writ::lint::time::name
#define WRIT_CHECK_OF_policy(name) policy::name
#define WRIT_CHECK_OF_style(name) style::name
#define WRIT_CHECK_OF_performance(name) performance::name
#define WRIT_CHECK_OF_prove(name) nullptr
#define WRIT_CHECK_OF_lint(name) nullptr

namespace writ::lint {
namespace {

constexpr std::array rows{
#define WRIT_LINT(category, name, level, summary)                                                  \
  Row{Lint::category##_##name,       #category, #name, #category "/" #name, Level::level, summary, \
      WRIT_CHECK_OF_##category(name)},
#include "tools/lint/lints.def"
#undef WRIT_LINT
};

constexpr std::array levels{Level::off, Level::note, Level::warning, Level::error};

OptionValue number(std::int64_t value) { return value; }
OptionValue flag(bool value) { return value; }
OptionValue words(std::string_view text) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view word = text.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    if (!word.empty()) found.emplace_back(word);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return found;
}

std::vector<Option> make_options() {
  // Each kind stands here once, so that none is unused while no option has it.
  static_cast<void>(number(0));
  static_cast<void>(flag(false));
  static_cast<void>(words(""));
  return {
#define WRIT_LINT_OPTION(category, lint, option, type, standard, doc) \
  Option{Lint::category##_##lint, #option, type(standard), doc},
#include "tools/lint/options.def"
#undef WRIT_LINT_OPTION
  };
}

}  // namespace

std::span<const Row> table() { return rows; }

const Row& row(Lint lint) { return rows[static_cast<std::size_t>(lint)]; }

std::optional<Lint> lint_by_id(std::string_view id) {
  const auto found = std::ranges::find(rows, id, &Row::id);
  if (found == rows.end()) return std::nullopt;
  return found->lint;
}

bool is_category(std::string_view name) { return std::ranges::find(rows, name, &Row::category) != rows.end(); }

std::string_view word(Level level) {
  switch (level) {
    case Level::off: return "off";
    case Level::note: return "note";
    case Level::warning: return "warning";
    case Level::error: return "error";
  }
  return "off";
}

std::optional<Level> level_by_word(std::string_view word_of_level) {
  for (const Level level : levels) {
    if (word(level) == word_of_level) return level;
  }
  return std::nullopt;
}

std::span<const Option> options() {
  static const std::vector<Option> all = make_options();
  return all;
}

}  // namespace writ::lint
