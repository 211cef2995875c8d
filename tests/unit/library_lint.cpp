// Linting by PolicySet: with the limits that the policies were loaded with.

#include <catch2/catch.hpp>
#include <string>

#include "tools/lint/lint.hpp"  // Whose room PolicySet::lint is in.
#include "writ/policy_set.hpp"

namespace writ {
namespace {

TEST_CASE("what loads by limits of its own is linted by them") {
  const std::string text = "policy p\ndefine x = " + std::string(300, '(') + "1" + std::string(300, ')') + "\n";
  REQUIRE_FALSE(PolicySet::load({{"p.writ", text}}).policies);
  const auto loaded = PolicySet::load({{"p.writ", text}}, {}, {.nesting = 400});
  REQUIRE(loaded.policies);
  for (const Finding& finding : loaded.policies->lint()) CHECK(finding.level != Finding::Level::error);
}

}  // namespace
}  // namespace writ
