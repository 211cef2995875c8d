// Every diagnostic has a page and is shown by a golden test.

#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

/// The codes in the first column of every table of codes: E (rule files), F (facts), V (evaluation).
std::set<std::string> codes() {
  static const std::regex row(R"re(^WRIT_[A-Z_]+\("?([A-Z][0-9]{4})"?,)re");
  std::set<std::string> found;
  for (const auto* directory : {"grammar", "engine"}) {
    for (const auto& file : files(directory)) {
      if (!file.ends_with(".def")) continue;
      for (const auto& [number, text] : lines(read(root / file))) {
        std::smatch match;
        if (!std::regex_search(text, match, row)) continue;
        INFO(file << ":" << number << ": an id is for ever, and so for one row alone");
        CHECK(found.insert(match[1]).second);
      }
    }
  }
  return found;
}

TEST_CASE("every diagnostic has a page, and every page a diagnostic") {
  const auto ids = codes();
  for (const auto& id : ids) {
    INFO("docs/diagnostics/" << id << ".md");
    CHECK(read(root / "docs/diagnostics" / (id + ".md")).starts_with("# " + id + ": "));
  }
  for (const auto& file : files("docs/diagnostics")) {
    const auto stem = std::filesystem::path(file).stem().string();
    INFO(file);
    CHECK((stem == "README" || ids.contains(stem)));
  }
}

TEST_CASE("every diagnostic is shown by a golden test") {
  std::string expectations;
  for (const auto& file : files("tests/golden")) {
    if (!file.ends_with(".golden")) continue;
    const auto text = read(root / file);
    if (const auto expect = text.find("\n--- expect"); expect != std::string::npos) expectations += text.substr(expect);
  }
  for (const auto& id : codes()) {
    INFO(id);
    CHECK(expectations.find(id) != std::string::npos);
  }
}

}  // namespace
}  // namespace writ::house
