// What random policies found to be wrong, made small and named: it stays right.

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "tests/fuzz/policies/brute_force.hpp"

using namespace writ::random;

namespace {

const RandomFact now{"now", {"\"2025-03-30T00:30:00Z\"", "\"2025-03-31T00:30:00Z\""}, false};

struct Regression {
  const char* name;
  RandomPolicy policy;
};

const std::vector<Regression>& regressions() {
  static const std::vector<Regression> all{
      // The linter said that the first never holds.
      {"a difference that cancels out is compared with a constant",
       {R"(policy cancelled
fact amount : Decimal
fact length : Duration
require amount_is_small: amount in [0, 0.5]
decision equal : permission
  permit one when amount - amount in [0.0]
  permit two when length - 0h is length and amount > 0
  forbid three when length + 1h - length is not 1h
)",
        {{"amount", {"0", "\"0.5\""}, true}, {"length", {"\"0h\"", "\"1h\""}, false}, now}}},
      // What fails in a decision that another uses is told of the one that is used.
      {"a failure is told where it happens",
       {R"(policy used
fact crossed : Bool
fact number : Int
require number_is_small: number in [0, 1]
decision first_of_two : Bool?
  rule one = true when crossed and clamp(number, 1, 0) is 1
decision second : Bool?
  rule two = first_of_two is present and first_of_two when crossed
)",
        {{"crossed", {"false", "true"}, true}, {"number", {"0", "1"}, true}, now}}},
  };
  return all;
}

}  // namespace

TEST_CASE("what was wrong once stays right", "[analysis][random]") {
  for (const Regression& regression : regressions()) {
    INFO(regression.name);
    const Findings findings = brute_force(regression.policy);
    CHECK(findings.accepted);
    CHECK(findings.wrong == "");
  }
}
