// What README.md shows is what a golden test runs.

#include <catch2/catch.hpp>

#include "tests/golden/golden.hpp"
#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

TEST_CASE("the policy, the orders and the decisions of the README are those of its golden test") {
  const auto readme = read(root / "README.md");
  const auto golden = golden::parse(read(root / "tests/golden/readme/first_decision.golden"));
  for (const auto& section : golden.sections) {
    if (section.name == "run") continue;
    INFO("--- " << section.name);
    CHECK(readme.find(section.body) != std::string::npos);
  }
}

}  // namespace
}  // namespace writ::house
