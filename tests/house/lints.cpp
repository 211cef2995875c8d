// Every lint has a page, a golden test that it is found and one that it is not; and every option stands on its page.

#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

struct Row {
  std::string category, name, summary;
  std::string id() const { return category + "/" + name; }
};

std::vector<Row> rows() {
  static const std::regex form(R"re(^WRIT_LINT\(([a-z]+), ([a-z0-9_]+), [a-z]+, "(.*)"\)$)re");
  std::vector<Row> found;
  for (const auto& [number, text] : lines(read(root / "tools/lint/lints.def"))) {
    std::smatch match;
    if (!text.starts_with("WRIT_LINT")) continue;
    INFO("tools/lint/lints.def:" << number << ": " << text);
    REQUIRE(std::regex_match(text, match, form));
    found.push_back({match[1], match[2], match[3]});
  }
  return found;
}

std::set<std::string> ids() {
  std::set<std::string> found;
  for (const Row& row : rows()) {
    INFO(row.id() << " has two rows");
    CHECK(found.insert(row.id()).second);
  }
  return found;
}

/// `docs/lints/style/long_rule.md` is about `style/long_rule`.
std::string id_of(const std::string& path) {
  const std::filesystem::path file(path);
  return file.parent_path().filename().string() + "/" + file.stem().string();
}

TEST_CASE("every lint has a page, and every page a lint") {
  const auto known = ids();
  for (const auto& id : known) {
    const auto page = read(root / "docs/lints" / (id + ".md"));
    INFO("docs/lints/" << id << ".md");
    CHECK(page.starts_with("# " + id + "\n"));
    std::size_t at = 0;
    for (const auto* heading : {"Summary", "Avoid", "Prefer", "Why", "Configuration"}) {
      INFO("## " << heading << ", in this order");
      const auto found = page.find("\n## " + std::string(heading) + "\n", at);
      CHECK(found != std::string::npos);
      if (found != std::string::npos) at = found;
    }
  }
  for (const auto& file : files("docs/lints")) {
    if (!file.ends_with(".md")) continue;
    INFO(file << " is the page of no lint");
    CHECK(known.contains(id_of(file)));
  }
}

TEST_CASE("every option of a lint stands on its page") {
  static const std::regex form(R"re(^WRIT_LINT_OPTION\(([a-z]+), ([a-z0-9_]+), ([a-z_]+), )re");
  const auto known = ids();
  for (const auto& [number, text] : lines(read(root / "tools/lint/options.def"))) {
    if (!text.starts_with("WRIT_LINT_OPTION")) continue;
    INFO("tools/lint/options.def:" << number << ": " << text);
    std::smatch match;
    REQUIRE(std::regex_search(text, match, form));
    const std::string id = match[1].str() + "/" + match[2].str();
    CHECK(known.contains(id));
    const auto page = read(root / "docs/lints" / (id + ".md"));
    const auto configuration = page.find("\n## Configuration\n");
    REQUIRE(configuration != std::string::npos);
    CHECK(page.find("`" + match[3].str() + "`", configuration) != std::string::npos);
  }
}

TEST_CASE("every lint is found by a golden test, and not found by another") {
  for (const Row& row : rows()) {
    INFO(row.id());
    const auto directory = "tests/golden/lint/" + row.category;
    bool found = false, silent = false;
    for (const auto& file : files(directory)) {
      const auto name = std::filesystem::path(file).filename().string();
      if (!name.ends_with(".golden")) continue;
      const auto text = read(root / file);
      const auto expect = text.find("\n--- expect");
      const auto expected = expect == std::string::npos ? std::string() : text.substr(expect);
      if (name.starts_with("bad_" + row.name))
        found = found || expected.find("[" + row.id() + "]") != std::string::npos;
      if (name.starts_with(row.name)) {
        INFO(file << " shows what it is not to find");
        CHECK(expected.find("[" + row.id() + "]") == std::string::npos);
        silent = true;
      }
    }
    {
      INFO(directory << "/bad_" << row.name << "*.golden, which shows [" << row.id() << "]");
      CHECK(found);
    }
    INFO(directory << "/" << row.name << "*.golden, which does not");
    CHECK(silent);
  }
}

TEST_CASE("the index of lints is true") {
  const auto page = read(root / "docs/linting.md");
  for (const Row& row : rows()) {
    const auto line = "| [" + row.id() + "](lints/" + row.id() + ".md) | " + row.summary + " |";
    INFO(line);
    CHECK(page.find(line) != std::string::npos);
  }
  const auto known = ids();
  for (auto at = page.find("](lints/"); at != std::string::npos; at = page.find("](lints/", at + 1)) {
    const auto begin = page.rfind('[', at) + 1;
    const auto id = page.substr(begin, at - begin);
    INFO("docs/linting.md lists " << id);
    CHECK(known.contains(id));
  }
}

}  // namespace
}  // namespace writ::house
