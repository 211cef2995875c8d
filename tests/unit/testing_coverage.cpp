// Masking MC/DC against its definition by brute force, and the page.

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/testing/coverage.hpp"
#include "tools/testing/coverage_report.hpp"
#include "tools/testing/test_runner.hpp"

using namespace writ;
using testing::Coverage;
using testing::CoverageResult;
using testing::Truth;
using testing::Truths;

namespace {

CoverageResult covered_by_its_tests(const Loaded& loaded) {
  Coverage coverage(loaded);
  testing::RunOptions options;
  options.observer = [&](const testing::Observation& seen) { coverage.add(seen); };
  testing::run_tests(loaded, std::move(options));
  return coverage.result();
}

/// A formula over a, b, c, d, each written once or more, as the source of a definition.
std::string random_formula(std::mt19937& random, int depth) {
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  if (depth == 0 || pick(4) == 0) return std::string(1, "abcd"[pick(4)]);
  const std::string left = random_formula(random, depth - 1), right = random_formula(random, depth - 1);
  switch (pick(4)) {
    case 0: return "(not " + left + ")";
    case 1: return "(" + left + " and " + right + ")";
    case 2: return "(" + left + " or " + right + ")";
    default: return "(" + left + " implies " + right + ")";
  }
}

}  // namespace

TEST_CASE("an atom decides where the formula differs when it alone does") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const std::string formula = random_formula(random, 3);
    const Loaded loaded = load({{"f.writ",
                                 "policy f \"F\"\nfact a : Bool\nfact b : Bool\nfact c : Bool\nfact d : "
                                 "Bool\ndefine it : Bool = " +
                                     formula + "\n"}});
    INFO(formula);
    REQUIRE(loaded.model);
    const testing::Formula taken(*loaded.model, *loaded.sources, loaded.model->defines[0].body);
    const std::size_t size = taken.atoms().size();
    for (std::uint32_t bits = 0; bits < 1U << size; ++bits) {
      Truths truths;
      for (std::size_t i = 0; i < size; ++i) truths.push_back((bits >> i & 1) != 0 ? Truth::yes : Truth::no);
      const auto result = taken.result(truths);
      REQUIRE(result);
      for (std::uint32_t atom = 0; atom < size; ++atom) {
        Truths other = truths;
        other[atom] = truths[atom] == Truth::yes ? Truth::no : Truth::yes;
        CHECK(taken.decides(truths, atom) == (taken.result(other) != result));
      }
    }
  }
}

TEST_CASE("what is unknown is taken as it suits, but never against the result") {
  const Loaded loaded = load({{"f.writ",
                               "policy f \"F\"\nfact a : Bool\nfact b : Bool\nfact c : Bool\n"
                               "define it : Bool = a and (b or c)\n"}});
  REQUIRE(loaded.model);
  const testing::Formula it(*loaded.model, *loaded.sources, loaded.model->defines[0].body);
  CHECK(it.result({Truth::no, Truth::unknown, Truth::unknown}) == false);
  CHECK(it.decides({Truth::no, Truth::unknown, Truth::no}, 0));
  CHECK_FALSE(it.decides({Truth::no, Truth::no, Truth::no}, 0));
  CHECK_FALSE(it.result({Truth::yes, Truth::unknown, Truth::no}).has_value());
  CHECK_FALSE(it.decides({Truth::yes, Truth::unknown, Truth::no}, 0));
  const auto needs = it.needs(2, true);
  REQUIRE(needs.size() == 2);
  CHECK(needs[0].words == "b");
  CHECK_FALSE(needs[0].holds);
  CHECK(needs[1].words == "a");
  CHECK(needs[1].holds);
}

TEST_CASE("the page has the source, what is missing and what is excluded, escaped") {
  const Loaded loaded = load({{"<shop>.writ", R"(policy shop "A shop"
fact name : Text
fact banned : Bool
decision ship : permission
  permit anyone when name is not "<b>"
  forbid never when banned  // coverage: excluded the platform bans nobody
test "named orders only"
  given banned = false
  given name = "a"
  expect ship is permitted
)"}});
  REQUIRE(loaded.model);
  const std::string page = testing::coverage_html(covered_by_its_tests(loaded), *loaded.sources);
  for (const char* part : {"<!DOCTYPE html>", "&lt;shop&gt;.writ", "<mark>name is not &quot;&lt;b&gt;&quot;</mark>",
                           "`name is not &quot;&lt;b&gt;&quot;` was never false", "excluded: `banned` was never true",
                           "0 of 1", "2 of 3"}) {
    INFO(part);
    CHECK(page.find(part) != std::string::npos);
  }
  CHECK(page.find("<shop>") == std::string::npos);
}

TEST_CASE("counts are of tests, however often each evaluates something") {
  const Loaded loaded = load({{"shop.writ", R"(policy shop "A shop"
fact paid : Bool
decision ship : permission
  permit anyone when paid
test "one"
  given paid = true
  expect ship is permitted
  expect ship is permitted
test "two"
  given paid = true
  expect ship is permitted
)"}});
  REQUIRE(loaded.model);
  const CoverageResult result = covered_by_its_tests(loaded);
  REQUIRE(result.files.size() == 1);
  CHECK(result.files[0].rules[0].decided.tests == 2);
  CHECK(result.files[0].conditions[0].held.tests == 2);
  CHECK(result.files[0].conditions[0].did_not_hold.tests == 0);
}
