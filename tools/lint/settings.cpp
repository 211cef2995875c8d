#include "tools/lint/settings.hpp"

#include <algorithm>

#include "tools/lint/glob.hpp"

namespace writ::lint {

Settings Settings::standard() {
  Settings settings;
  for (const Row& row : table()) settings.levels_.push_back(row.level);
  for (const Option& option : lint::options()) settings.options_.push_back(option.standard);
  return settings;
}

Level Settings::level(Lint lint) const {
  Level level = levels_[static_cast<std::size_t>(lint)];
  for (const LevelsOfPaths& paths : paths_) {
    for (const auto& [other, of_paths] : paths.levels) {
      if (other == lint) level = std::max(level, of_paths);
    }
  }
  return level;
}

Level Settings::level(Lint lint, std::string_view file) const {
  Level level = levels_[static_cast<std::size_t>(lint)];
  if (paths_.empty()) return level;
  const std::string path = seen(file);
  for (const LevelsOfPaths& paths : paths_) {
    if (std::ranges::none_of(paths.globs, [&](const std::string& glob) { return fits(glob, path); })) continue;
    for (const auto& [other, of_paths] : paths.levels) {
      if (other == lint) level = of_paths;
    }
  }
  return level;
}

std::string Settings::seen(std::string_view file) const { return seen_from(places_.root, places_.working, file); }

bool Settings::excludes(std::string_view file) const {
  if (excluded_.empty()) return false;
  const std::string path = seen(file);
  return std::ranges::any_of(excluded_, [&](const std::string& glob) { return fits(glob, path); });
}

const OptionValue* Settings::option(Lint lint, std::string_view name) const {
  const auto all = lint::options();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].lint == lint && all[i].name == name) return &options_[i];
  }
  return nullptr;
}

std::int64_t Settings::number(Lint lint, std::string_view name) const {
  const auto* value = std::get_if<std::int64_t>(option(lint, name));
  return value == nullptr ? 0 : *value;
}

bool Settings::flag(Lint lint, std::string_view name) const {
  const auto* value = std::get_if<bool>(option(lint, name));
  return value != nullptr && *value;
}

const std::vector<std::string>& Settings::words(Lint lint, std::string_view name) const {
  static const std::vector<std::string> no_words;
  const auto* value = std::get_if<std::vector<std::string>>(option(lint, name));
  return value == nullptr ? no_words : *value;
}

void Settings::set_level(Lint lint, Level level) { levels_[static_cast<std::size_t>(lint)] = level; }

void Settings::keep_only(const std::vector<Lint>& lints) {
  const auto is_kept = [&](Lint lint) { return std::ranges::find(lints, lint) != lints.end(); };
  for (const Row& row : table()) {
    Level& level = levels_[static_cast<std::size_t>(row.lint)];
    if (!is_kept(row.lint)) {
      level = Level::off;
    } else if (level == Level::off) {
      level = row.level == Level::off ? Level::warning : row.level;
    }
  }
  for (LevelsOfPaths& paths : paths_) {
    std::erase_if(paths.levels, [&](const auto& each) { return !is_kept(each.first); });
  }
}

void Settings::set_option(Lint lint, std::string_view name, OptionValue value) {
  const auto all = lint::options();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].lint != lint || all[i].name != name) continue;
    options_[i] = std::move(value);
    return;
  }
}

}  // namespace writ::lint
