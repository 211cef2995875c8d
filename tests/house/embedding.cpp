// What docs/embedding.md shows is what tests/embed builds.

#include <catch2/catch.hpp>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

TEST_CASE("the types and the binding that the page on embedding shows are those that are built") {
  const auto example = read(root / "tests/embed/bound_order.hpp");
  const auto begin = example.find("struct Item");
  const auto end = example.find("\n}  // namespace");
  REQUIRE(begin < end);
  REQUIRE(end != std::string::npos);
  CHECK(read(root / "docs/embedding.md").find(example.substr(begin, end - begin)) != std::string::npos);
}

}  // namespace
}  // namespace writ::house
