#pragma once
// What the tests among the files ask about.

#include <set>
#include <string>
#include <utility>

#include "tools/lint/lint.hpp"

namespace writ::lint::policy {

struct Asked {
  std::set<model::DecisionId> decisions;                             ///< Named in an expectation.
  std::set<model::DecisionId> reached;                               ///< These, and all that they use.
  std::set<std::pair<model::DecisionId, std::string>> forbidden_by;  ///< Expected by name.
  std::set<model::DecisionId> forbidden;                             ///< Expected without saying by what.
};

Asked asked(const model::Model& model);

}  // namespace writ::lint::policy
