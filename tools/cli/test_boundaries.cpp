#include "tools/cli/test_boundaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "tools/cli/command.hpp"
#include "tools/cli/test_coverage.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/testing/boundaries.hpp"

namespace writ::cli {
namespace {

namespace fs = std::filesystem;

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string summary(const testing::Boundaries& found, const SourceSet& sources) {
  std::size_t written = 0;
  for (const testing::BoundaryModule& module : found.modules) written += module.tests;
  std::string text = fmt::format("{} written; {} tested already\n", counted(written, "test", "tests"),
                                 counted(found.tested, "boundary is", "boundaries are"));
  for (const testing::UntestedBoundary& each : found.untested) {
    const Source& source = sources[each.place.file];
    const Position position = source.position(each.place.begin);
    text += fmt::format("{}:{}:{}: nothing was written for `{}`: {}\n", source.name(), position.line, position.column,
                        each.words, each.reason);
  }
  return text;
}

bool is_directory(const std::string& path) {
  std::error_code failed;
  return fs::is_directory(path, failed) || path.ends_with('/');
}

fs::path absolute(const std::string& path) {
  std::error_code failed;
  return fs::absolute(path, failed).lexically_normal();
}

/// The directory that all files of tests are below, whatever --filter chooses: files of one name in two of its
/// directories stay apart.
fs::path above_all_tests(const Loaded& loaded) {
  std::optional<fs::path> above;
  for (const model::Test& test : loaded.model->tests) {
    const fs::path directory = absolute((*loaded.sources)[test.span.file].name()).parent_path();
    if (!above) above = directory;
    const auto [end, other] = std::ranges::mismatch(*above, directory);
    fs::path common;
    for (auto part = above->begin(); part != end; ++part) common /= *part;
    above = std::move(common);
  }
  return above.value_or(fs::path());
}

int write(const testing::Boundaries& found, const Loaded& loaded, const std::string& output) {
  if (is_directory(output)) {
    const fs::path above = above_all_tests(loaded);
    const auto path_of = [&](const testing::BoundaryModule& module) {
      return (fs::path(output) / absolute(module.path).lexically_relative(above)).string();
    };
    for (const testing::BoundaryModule& module : found.modules) {
      if (!may_replace(path_of(module))) return exit_usage;
    }
    for (const testing::BoundaryModule& module : found.modules) {
      const std::string path = path_of(module);
      if (const int code = write_to(path, module.text); code != exit_done) return code;
      std::fputs((path + "\n").c_str(), stderr);
    }
    return exit_done;
  }
  if (!output.empty() && found.modules.size() > 1) {
    say_error(fmt::format("these tests belong to {} files, and `{}` is one", found.modules.size(), output),
              "name a directory, or let --filter choose the tests of one file");
    return exit_usage;
  }
  if (!may_replace(output)) return exit_usage;
  std::string text;
  for (const testing::BoundaryModule& module : found.modules) {
    if (found.modules.size() > 1) text += fmt::format("{}// ==== {}\n", text.empty() ? "" : "\n", module.path);
    text += module.text;
  }
  return text.empty() ? static_cast<int>(exit_done) : write_to(output, text);
}

}  // namespace

int write_boundaries(const Loaded& loaded, const std::string& filter, const std::string& output) {
  const testing::Boundaries found = testing::write_boundaries(loaded, filter);
  const int code = write(found, loaded, output);
  for (const std::uint32_t test : found.cut) say_cut(loaded, test, "some boundaries that it reaches are not seen");
  if (code == exit_done) std::fputs(summary(found, *loaded.sources).c_str(), stderr);
  return code;
}

}  // namespace writ::cli
