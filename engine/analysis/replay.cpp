#include "engine/analysis/replay.hpp"

#include <algorithm>
#include <utility>

namespace writ::analysis {

Replay::Replay(std::shared_ptr<const Program> program, const Limits& limits) : machine_(std::move(program), limits) {}

/// Those that show presence come first: where one is broken, no other may be evaluated.
Admission Replay::begin(Facts facts, std::span<const model::FactId> needs) {
  machine_.begin(facts);
  const auto& requirements = machine_.program().model->requirements;
  for (const bool narrows : {true, false}) {
    for (model::RequirementId id = 0; id < requirements.size(); ++id) {
      const auto needed = [&](model::FactId fact) { return std::ranges::find(needs, fact) != needs.end(); };
      if (requirements[id].narrows != narrows || !std::ranges::all_of(requirements[id].reads, needed)) continue;
      const auto result = machine_.check(id);
      if (!result.holds || result.error) return {id, result.error};
    }
  }
  return {};
}

}  // namespace writ::analysis
