#pragma once
// What a proof found wrong, as findings: rows of the family `prove`.

#include <span>
#include <vector>

#include "engine/analysis/properties.hpp"
#include "grammar/told.hpp"
#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"
#include "tools/report/proof.hpp"

namespace writ::lint {

struct ProofFinding {
  Finding finding;
  std::size_t statement = 0;  ///< In the proof.
};

/// In the order of files and places; allows, levels and exclusions are applied. `whole`: everything was asked, so that
/// an allow that allows nothing is a finding too.
struct ProofFindings {
  std::vector<ProofFinding> proved;
  Findings of_allows;        ///< What is wrong with allows.
  std::size_t left_out = 0;  ///< Allowed, off or excluded.
};
ProofFindings proof_findings(const Subject& subject, const ProofSubject& proof, bool whole);

/// What may be told of a proof, as a list for SARIF.
std::vector<ToldRule> proof_rules(const Settings& settings);

}  // namespace writ::lint
