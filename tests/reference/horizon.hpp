#pragma once
// How long a decision holds: docs/language.md 11.4.

#include <cstdint>
#include <optional>
#include <span>

#include "tests/reference/evaluation.hpp"

namespace writ::reference {

struct Horizon {
  std::optional<std::int64_t> until;  ///< Nothing: it never changes.
  bool follows_now = false;
};

/// Decides again at every instant at which something could change, and at some by chance; `also_tried` are more of
/// them.
Horizon horizon(const model::Model& model, const Facts& facts, std::int64_t now, model::DecisionId decision,
                std::span<const std::int64_t> also_tried);

}  // namespace writ::reference
