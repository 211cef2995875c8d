#pragma once
// What of the facts a decision reads: not only which facts, but which fields of the records in them.

#include <set>
#include <vector>

#include "engine/model/model.hpp"

namespace writ {

struct Reads {
  std::set<model::FactId> facts;
  /// By record of the schema and field. A field that is read of one record of a type counts for all of that type.
  std::vector<std::vector<bool>> fields;
  bool now = false;
};

/// What is read by the decision and by all that it uses, and by the requirements that are checked before it.
Reads reads_of(const model::Model& model, model::DecisionId decision,
               const std::vector<model::RequirementId>& requirements);

}  // namespace writ
