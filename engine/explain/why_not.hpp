#pragma once
// From facts and a decision to what would permit it, by deciding again.

#include <optional>
#include <string_view>

#include "engine/run/machine.hpp"
#include "writ/why_not.hpp"

namespace writ {

/// For a permission that is forbidden or referred; nothing for any other decision. The machine's program traces. What
/// the machine had decided is forgotten: it is left at these facts, with nothing decided.
/// Values for people are those of `language`; empty: as in English.
std::optional<WhyNot> why_not(Machine& machine, Facts facts, model::DecisionId decision,
                              std::string_view language = {});

}  // namespace writ
