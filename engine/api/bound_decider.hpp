#pragma once
// Decisions about bound objects, behind the types of those who bind them.

#include <memory>

#include "engine/api/load.hpp"
#include "engine/program/program.hpp"
#include "writ/decision_view.hpp"

namespace writ {

bound::Made make_bound_decider(std::shared_ptr<const Program> program, std::shared_ptr<const SourceSet> sources,
                               const FoundDecision& decision, bound::Source facts, const DecideOptions& options,
                               const Limits& limits);

/// A finding that is about no place in a file.
Finding plain_error(std::string message, std::string help);

}  // namespace writ
