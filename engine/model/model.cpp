#include "engine/model/model.hpp"

namespace writ::model {

std::optional<DecisionId> Model::decision(std::string_view qualified_name) const {
  for (DecisionId id = 0; id < decisions.size(); ++id)
    if (decisions[id].name == qualified_name) return id;
  return std::nullopt;
}

}  // namespace writ::model
