#pragma once
// How long a decision holds: docs/language.md 11.4.

#include <cstdint>
#include <optional>
#include <span>

#include "tests/reference/evaluation.hpp"

namespace writ::reference {

/// Whether a value moves with `now`; briefly: only for a moment more, or not in steps of one length.
enum class Follows : std::uint8_t { no, briefly, yes };

struct Horizon {
  Follows follows = Follows::no;
  std::optional<std::int64_t> until;                 ///< Of outcome, rules and value. Nothing: it never changes.
  std::optional<std::int64_t> until_but_value = {};  ///< Of outcome and rules, where the value moves.
};

/// Decides again at every instant at which something could change, and at some by chance; `also_tried` are more of
/// them.
Horizon horizon(const model::Model& model, const Facts& facts, std::int64_t now, model::DecisionId decision,
                std::span<const std::int64_t> also_tried);

}  // namespace writ::reference
