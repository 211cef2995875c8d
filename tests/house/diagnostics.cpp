// Every diagnostic has a page and is shown by a golden test.

#include <catch2/catch.hpp>
#include <set>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

struct Row {
  std::string id, name;
};

const std::vector<Row> rows = {
#define WRIT_DIAGNOSTIC(id, severity, name, title) Row{id, #name},
#include "grammar/diagnostics.def"
#undef WRIT_DIAGNOSTIC
};

TEST_CASE("every diagnostic has a page, and every page a diagnostic") {
  std::set<std::string> ids;
  for (const auto& row : rows) {
    INFO(row.id << " " << row.name << ": docs/diagnostics/" << row.id << ".md");
    CHECK(ids.insert(row.id).second);
    const auto page = read(root / "docs/diagnostics" / (row.id + ".md"));
    CHECK(page.find(row.id) != std::string::npos);
    CHECK(page.find(row.name) != std::string::npos);
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
  for (const auto& row : rows) {
    INFO(row.id << " " << row.name);
    CHECK(expectations.find("[" + row.id + "]") != std::string::npos);
  }
}

}  // namespace
}  // namespace writ::house
