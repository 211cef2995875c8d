#pragma once
// Facts that show something, as people are given them: the record that `eval` reads, and the lines that it answers.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/witness_facts.hpp"
#include "grammar/source.hpp"

namespace writ::analysis {

struct WitnessText {
  std::string record;                ///< JSON over several lines, without a newline at its end.
  std::vector<std::string> answers;  ///< What `eval` says of each decision, without newlines.
};

/// The record is written in the time zone of `file`. Empty where `eval` would not take the record for these decisions
/// after all, which would be a fault of this program.
WitnessText witness_text(const std::shared_ptr<const Program>& program, const SourceSet& sources, const FactSet& facts,
                         std::span<const model::DecisionId> decisions, model::FileIndex file);

}  // namespace writ::analysis
