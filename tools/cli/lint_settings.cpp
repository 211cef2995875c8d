#include "tools/cli/lint_settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include "engine/value/time/civil.hpp"
#include "grammar/literals.hpp"
#include "grammar/render.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/lint/config.hpp"

namespace writ::cli {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_all(const std::string& path) {
  std::string error;
  auto input = Input::open(path, error);
  if (!input) {
    say_error(error);
    return std::nullopt;
  }
  std::string text;
  char block[4096];
  while (const std::size_t got = input->read(block, sizeof block)) text.append(block, got);
  if (input->error().empty()) return text;
  say_error(input->error());
  return std::nullopt;
}

/// The nearest writ.toml from here up; nothing where there is none.
std::string find_config(const std::string& path) {
  std::error_code error;
  fs::path at = fs::weakly_canonical(path.empty() ? "." : path, error);
  if (error) return {};
  if (!fs::is_directory(at, error)) at = at.parent_path();
  while (true) {
    // A directory or a broken link of that name is told of when it is read, sooner than passed over.
    if (fs::exists(fs::symlink_status(at / "writ.toml", error))) return (at / "writ.toml").string();
    if (at == at.parent_path()) return {};
    at = at.parent_path();
  }
}

/// As it is found from where the program runs, where that is below.
std::string shown(const std::string& config, const std::string& working) {
  return config.starts_with(working + "/") ? config.substr(working.size() + 1) : config;
}

std::optional<std::int32_t> date_of(const std::string& text) {
  if (text.empty()) {
    const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return static_cast<std::int32_t>(days.time_since_epoch().count());
  }
  const DecodedLiteral decoded = decode_date(text);
  const auto* date = decoded.value ? std::get_if<syntax::DateLiteral>(&*decoded.value) : nullptr;
  if (date != nullptr) return time::to_date({date->year, date->month, date->day});
  say_error("`" + text + "` is no date", "write it as 2026-11-23");
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<lint::Lint>> lints_named(const std::vector<std::string>& names) {
  std::vector<lint::Lint> lints;
  for (const std::string& name : names) {
    const std::size_t before = lints.size();
    std::vector<std::string_view> known;
    for (const lint::Row& row : lint::table()) {
      known.push_back(row.id);
      if (std::ranges::find(known, row.category) == known.end()) known.push_back(row.category);
      if (row.id == name || row.category == name) lints.push_back(row.lint);
    }
    if (lints.size() > before) continue;
    const auto near = near_miss(name, known);
    say_error("there is no lint `" + name + "`",
              near ? "did you mean `" + std::string(*near) + "`?" : "`writ lint --list` names them all");
    return std::nullopt;
  }
  return lints;
}

std::optional<LintSettings> read_settings(const AskedSettings& asked, const std::string& path, int& code) {
  LintSettings result;
  code = exit_usage;
  const auto only = lints_named(asked.only);
  const auto today = date_of(asked.today);
  if (!only || !today) return std::nullopt;
  result.today = *today;

  std::error_code error;
  const std::string working = fs::current_path(error).string();
  result.root = working;
  const std::string config = asked.config.empty() ? find_config(path) : asked.config;
  if (!config.empty()) {
    const auto text = read_all(config);
    if (!text) {
      code = exit_io;
      return std::nullopt;
    }
    result.root = fs::weakly_canonical(config, error).parent_path().string();
    SourceSet sources;
    const FileId file = sources.add(shown(config, working), *text);
    lint::Config read = lint::read_config(sources, file, {result.root, working});
    std::string mistakes;
    for (const Told& mistake : read.mistakes) {
      if (!mistakes.empty()) mistakes += "\n";
      mistakes += render(mistake, sources, {may_colour(STDERR_FILENO)});
    }
    std::fputs(mistakes.c_str(), stderr);
    if (!read.mistakes.empty()) return std::nullopt;
    result.settings = std::move(read.settings);
  } else {
    result.settings.set_places({working, working});
  }
  if (!only->empty()) result.settings.keep_only(*only);
  code = exit_done;
  return result;
}

}  // namespace writ::cli
