#pragma once
// Where two versions do not read the same records.

#include <span>
#include <string>
#include <vector>

#include "engine/model/model.hpp"

namespace writ::analysis {

/// A place in records that one version alone reads, or that they read as something else.
struct FactChange {
  std::string path;  ///< `order.weight`; `order.cards[].response`
  std::string before,
      after;  ///< As it is declared: "Int?", "paid | shipped"; empty where that version does not read it.
  /// Both versions read it, as values of another kind: what one takes it for says nothing of what the other does.
  bool retyped = false;

  friend bool operator==(const FactChange&, const FactChange&) = default;
};

std::vector<FactChange> fact_changes(const model::Model& before, std::span<const model::FactId> needed_before,
                                     const model::Model& after, std::span<const model::FactId> needed_after);

}  // namespace writ::analysis
