// Random policies: what the analysis, the linter and the formatter say of them is what the machine does with every
// record that they are tried with. WRIT_SEEDS=FROM..UNTIL tries others, WRIT_SHOW=1 says what was met.

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

#include "tests/fuzz/policies/brute_force.hpp"

using namespace writ::random;

namespace {

struct Seeds {
  std::uint64_t from, until;
};

Seeds seeds(std::uint64_t count) {
  const char* const wanted = std::getenv("WRIT_SEEDS");
  if (wanted == nullptr) return {0, count};
  const std::string text = wanted;
  return {std::stoull(text), std::stoull(text.substr(text.find("..") + 2))};
}

Findings try_all(Seeds seeds, const Checks& checks, const PolicyLimits& limits) {
  Findings all;
  std::uint64_t refused = 0;
  for (std::uint64_t seed = seeds.from; seed < seeds.until; ++seed) {
    Choices choices = Choices::of_seed(seed);
    const Findings findings = brute_force(random_policy(choices, limits), checks);
    if (!findings.wrong.empty()) {
      FAIL_CHECK("seed " << seed << ": " << findings.wrong << "\nthe smallest that is wrong:\n"
                         << report(choices, checks, limits));
    }
    if (!findings.accepted) ++refused;
    all.compared += findings.compared;
    all.loose += findings.loose;
    all.possible += findings.possible;
    all.impossible += findings.impossible;
    all.unknown += findings.unknown;
    all.settled += findings.settled;
  }
  if (std::getenv("WRIT_SHOW") != nullptr) {
    std::cerr << seeds.until - seeds.from << " policies, " << refused << " refused; " << all.compared << " compared, "
              << all.loose << " loose; " << all.possible << " possible, " << all.impossible << " impossible, "
              << all.unknown << " unknown; " << all.settled << " lints\n";
  }
  CHECK(refused * 25 <= seeds.until - seeds.from);
  return all;
}

}  // namespace

TEST_CASE("random policies are encoded and printed as the machine runs them", "[analysis][random]") {
  const Findings all = try_all(seeds(1'500), {.proofs = false, .lints = false}, {.records = 40});
  CHECK(all.compared > 0);
}

TEST_CASE("what is linted of random policies is so for every record", "[analysis][random]") {
  const Findings all = try_all(seeds(1'000), {.format = false, .encoding = false, .proofs = false}, {.records = 60});
  CHECK(all.settled > 0);
}

TEST_CASE("what is proved of random policies is what is met", "[analysis][random]") {
  const Findings all = try_all(seeds(100), {.format = false, .encoding = false, .lints = false}, {.records = 300});
  CHECK(all.possible > 0);
}
