#pragma once
// How long a decision holds: docs/language.md 11.4.

#include <cstdint>
#include <limits>
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

/// At which instants it is decided again.
struct Tried {
  std::span<const std::int64_t> also = {};  ///< Besides those at which something could change.
  /// So many of those at which something could change, by chance: who asks of many facts sees more than who asks of
  /// few.
  std::size_t most = std::numeric_limits<std::size_t>::max();
};

/// Decides again at every instant at which something could change, and at some by chance.
Horizon horizon(const model::Model& model, const Facts& facts, std::int64_t now, model::DecisionId decision,
                const Tried& tried);

}  // namespace writ::reference
