#pragma once
// The decider over columns, from what is loaded.

#include <memory>

#include "engine/batch/machine.hpp"
#include "grammar/source.hpp"
#include "writ/batch.hpp"

namespace writ {

BatchDecider batch_decider(std::shared_ptr<const Program> program, std::shared_ptr<const SourceSet> sources,
                           model::DecisionId decision, batch::BatchOptions options = {});

}  // namespace writ
