#pragma once
// What a proof found, as tests: facts that break an invariant with the invariant as what is expected, so that the test
// fails until it is mended; other facts with what they come to now.

#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/report/proof.hpp"

namespace writ::testing {

/// The tests about one policy, as a module beside it.
struct ProofModule {
  std::string name;  ///< Of the module: `shop.refunds_found`.
  std::string path;  ///< Of the file beside the policy: `rules/refunds_found.writ`.
  std::string text;
  std::size_t tests = 0;
};

/// Of every statement that has facts: what is not as it should be, and what was asked. In the order of the policies.
std::vector<ProofModule> proof_tests(const Loaded& loaded, const ProofSubject& proof);

}  // namespace writ::testing
