#include "tests/fuzz/policies/brute_force.hpp"

#include "tests/fuzz/policies/trial.hpp"

namespace writ::random {

Findings brute_force(const RandomPolicy& policy, const Checks& checks) {
  Findings findings;
  Trial trial(policy);
  if (!trial.accepted()) return findings;
  findings.accepted = true;
  if (checks.format) findings.wrong = wrong_format(trial);
  if (findings.wrong.empty() && checks.encoding) findings.wrong = wrong_encoding(trial, findings);
  if (findings.wrong.empty() && checks.lints) findings.wrong = wrong_lints(trial, findings);
  if (findings.wrong.empty() && checks.proofs) findings.wrong = wrong_proofs(trial, findings);
  return findings;
}

std::string report(const Choices& choices, const Checks& checks, const PolicyLimits& limits) {
  const auto policy_of = [&](std::span<const std::uint8_t> bytes) {
    Choices again = Choices::of_bytes(bytes);
    return random_policy(again, limits);
  };
  const auto is_wrong = [&](std::span<const std::uint8_t> bytes) {
    return !brute_force(policy_of(bytes), checks).wrong.empty();
  };
  const RandomPolicy least = policy_of(fewer_choices(choices.taken(), is_wrong, 1500));
  return least.text + "\n" + brute_force(least, checks).wrong + "\n";
}

}  // namespace writ::random
