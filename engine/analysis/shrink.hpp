#pragma once
// The smallest readable facts for which something still holds, found by trying: what is not needed becomes absent,
// empty, zero or the first of its kind, times become whole hours and days of a present year.

#include <cstddef>
#include <functional>

#include "engine/analysis/witness_facts.hpp"
#include "engine/value/time/zone.hpp"

namespace writ::analysis {

struct ShrinkOptions {
  std::size_t most_tries = 6000;
  int year = 2026;                   ///< Where times are moved to, if nothing depends on when they are.
  const time::Zone* zone = nullptr;  ///< Of whole days; null: UTC.
};

/// Whether what is to be shown still holds, and no requirement is broken.
using StillHolds = std::function<bool(const FactSet& facts)>;

/// `facts` hold. The result holds too, is never larger, and is the same for the same facts. Constants of the policy are
/// among what is tried, so that what lies at a boundary gets there.
FactSet shrink(const model::Model& model, FactSet facts, const StillHolds& still_holds,
               const ShrinkOptions& options = {});

}  // namespace writ::analysis
