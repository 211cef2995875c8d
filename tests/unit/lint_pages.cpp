// What the pages of the lints show: a lint finds what its page says to avoid, and not what it says to prefer.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/api/load.hpp"
#include "engine/value/time/civil.hpp"
#include "grammar/render.hpp"
#include "tools/lint/run.hpp"

namespace writ::lint {
namespace {

namespace fs = std::filesystem;

const fs::path pages = fs::path(WRIT_SOURCE_DIR) / "docs" / "lints";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The files that a section shows: each block between ```writ [NAME] and ``` is one.
std::vector<NamedText> files_of(const std::string& page, const std::string& heading) {
  std::vector<NamedText> files;
  const auto begin = page.find("\n## " + heading + "\n");
  if (begin == std::string::npos) return files;
  const std::string section = page.substr(begin, page.find("\n## ", begin + 1) - begin);
  const std::string fence = "\n```writ";
  for (auto at = section.find(fence); at != std::string::npos; at = section.find(fence, at + 1)) {
    const auto line_end = section.find('\n', at + 1);
    std::string name = section.substr(at + fence.size(), line_end - at - fence.size());
    name.erase(0, name.find_first_not_of(' '));
    const auto end = section.find("\n```", line_end);
    if (name.empty()) name = "block_" + std::to_string(files.size() + 1) + ".writ";
    files.push_back({name, section.substr(line_end + 1, end - line_end)});
  }
  return files;
}

/// Whether it finds that; those of `prove` find nothing here.
bool finds(const Row& row, std::vector<NamedText> files) {
  const Loaded loaded = load(std::move(files));
  INFO(render(loaded.diagnostics, *loaded.sources));
  REQUIRE(loaded.model != nullptr);
  Settings settings = Settings::standard();
  // Families are shown by themselves: a page need not keep to all others.
  settings.keep_only({row.lint});
  const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings, time::to_date({2026, 11, 23})};
  const Findings findings = run(subject);
  return std::ranges::any_of(findings, [&](const Finding& finding) { return finding.lint == row.lint; });
}

TEST_CASE("a lint finds what its page says to avoid, and not what it says to prefer") {
  for (const Row& row : table()) {
    if (row.category == "lint") continue;  // Told of allows of other lints, and so not by itself: see below.
    const std::string page = read(pages / (std::string(row.id) + ".md"));
    INFO("docs/lints/" << row.id << ".md");
    const auto avoided = files_of(page, "Avoid");
    const auto preferred = files_of(page, "Prefer");
    CHECK(!avoided.empty());
    CHECK(!preferred.empty());
    if (avoided.empty() || preferred.empty()) continue;
    {
      INFO("Avoid");
      CHECK(finds(row, avoided) == (row.check != nullptr));
    }
    INFO("Prefer");
    CHECK(!finds(row, preferred));
  }
}

TEST_CASE("the pages about allows show them") {
  for (const Row& row : table()) {
    if (row.category != "lint") continue;
    const std::string page = read(pages / (std::string(row.id) + ".md"));
    for (const auto* heading : {"Avoid", "Prefer"}) {
      INFO(row.id << ", " << heading);
      const Loaded loaded = load(files_of(page, heading));
      REQUIRE(loaded.model != nullptr);
      const Settings settings = Settings::standard();
      const Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings};
      const Findings findings = run(subject);
      const auto found = std::ranges::count(findings, row.lint, &Finding::lint);
      CHECK((found > 0) == (heading == std::string("Avoid")));
    }
  }
}

}  // namespace
}  // namespace writ::lint
