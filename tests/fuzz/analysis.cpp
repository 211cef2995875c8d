// Any bytes as the choices that make a policy: the analysis, the linter and the formatter agree with the machine on
// every record that it is tried with.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>

#include "tests/fuzz/policies/brute_force.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ::random;
  Choices choices = Choices::of_bytes(std::span(data, size));
  const RandomPolicy policy = random_policy(choices, {.records = 120});
  const Findings findings = brute_force(policy);
  if (findings.wrong.empty()) return 0;
  std::fprintf(stderr, "%s\n%s\n", policy.text.c_str(), findings.wrong.c_str());
  std::abort();
}
