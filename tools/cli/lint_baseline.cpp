#include "tools/cli/lint_baseline.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "grammar/harmless.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/write_file.hpp"

namespace writ::cli {

namespace fs = std::filesystem;

namespace {

/// More findings than anybody leaves for later.
constexpr std::size_t most_bytes = std::size_t{64} * 1024 * 1024;

bool is_a_file(const std::string& path) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) return true;
  say_error(path + " is no file that a baseline can be in", "name a file: `--baseline lint.json`");
  return false;
}

}  // namespace

std::optional<lint::Baseline> read_baseline_file(const std::string& path, int& code) {
  std::error_code failed;
  code = exit_io;
  if (!fs::exists(path, failed)) {
    say_error("there is no baseline " + path, "`--write-baseline` makes it from what is found now");
    return std::nullopt;
  }
  if (!is_a_file(path)) return std::nullopt;
  std::string error;
  auto input = Input::open(path, error);
  std::string text;
  if (input) {
    char block[4096];
    while (const std::size_t got = input->read(block, sizeof block)) {
      text.append(block, got);
      if (text.size() <= most_bytes) continue;
      say_error(path + " is larger than any baseline: 64 MiB at most", "is it another file?");
      return std::nullopt;
    }
    error = input->error();
  }
  if (!error.empty()) {
    say_error(error);
    return std::nullopt;
  }
  lint::Baseline baseline = lint::read_baseline(text);
  if (!baseline.error.empty()) {
    say_error("cannot use " + path + " as a baseline: " + baseline.error,
              "remove it, and `--write-baseline` writes another");
    return std::nullopt;
  }
  code = exit_done;
  return baseline;
}

int write_baseline_file(const std::string& path, std::vector<lint::BaselineEntry> found, const LintSettings& settings,
                        const std::set<std::string>& looked_at) {
  if (!may_replace(path)) return exit_usage;
  std::error_code failed;
  const std::size_t count = found.size();
  if (fs::exists(path, failed)) {
    int code = exit_done;
    const auto earlier = read_baseline_file(path, code);
    // What is no baseline may be anything that somebody wrote.
    if (!earlier) return code;
    for (const lint::BaselineEntry& entry : earlier->entries) {
      const bool is_there = fs::exists(fs::path(settings.root) / entry.file, failed);
      if (is_there && !looked_at.contains(entry.file)) found.push_back(entry);
    }
  }
  // A directory that is not there is a slip of the pen sooner than a wish.
  const fs::path directory = fs::path(path).parent_path();
  if (!directory.empty() && !fs::is_directory(directory, failed)) {
    say_error("there is no directory " + directory.string(), "make it first, or name the baseline where there is one");
    return exit_io;
  }
  std::string error;
  if (!write_whole(path, lint::write_baseline(std::move(found)), error)) {
    say_error(error);
    return exit_io;
  }
  return print("wrote " + std::to_string(count) + (count == 1 ? " finding to " : " findings to ") + path + "\n");
}

void tell_of_gone(const lint::Baseline& baseline, const std::set<std::string>& found,
                  const std::set<std::string>& looked_at, const lint::Settings& settings) {
  std::string text;
  for (const lint::BaselineEntry& entry : baseline.entries) {
    if (found.contains(entry.fingerprint) || !looked_at.contains(entry.file)) continue;
    const auto lint = lint::lint_by_id(entry.lint);
    if (lint && (lint::row(*lint).category == "prove" || settings.level(*lint) == lint::Level::off)) continue;
    text += "note: the baseline has a " + harmless_line(entry.lint) + " of " + harmless_line(entry.subject) +
            " that is no longer found\n";
  }
  if (text.empty()) return;
  text += "  = help: `--write-baseline` takes out what is no longer found\n";
  std::fputs(text.c_str(), stderr);
}

}  // namespace writ::cli
