#pragma once
// From what a machine noted to an explanation. The machine's program was compiled to trace.

#include <string>

#include "engine/facts/answer.hpp"
#include "engine/run/machine.hpp"
#include "grammar/source.hpp"
#include "writ/explanation.hpp"

namespace writ {

struct ExplainOptions {
  /// In which values are written for people, and the messages; empty: as in English, and every message.
  std::string language = {};
  /// Elements of a list that are told each by each; those that decided come before others.
  std::size_t most_elements = 100;
  /// Nodes in all; past them, elements and definitions are left out.
  std::size_t most_nodes = 200'000;
};

/// What was decided since the machine began: the decision, and those that it uses. `now` is that of the facts.
Explanation explain_decision(Machine& machine, const SourceSet& sources, model::DecisionId decision, time::Instant now,
                             const ExplainOptions& options = {});

/// A condition that the machine checked or expected: the trace's root of a requirement, an invariant or a test's step.
/// It is `conditions[0]`; what it uses is beside it.
Explanation explain_condition(Machine& machine, const SourceSet& sources, TraceId root, time::Instant now,
                              const ExplainOptions& options = {});

/// An answer about one record, by the machine of its answerer: one of its decisions, or why the facts were refused.
Explanation explain_answer(Machine& machine, const SourceSet& sources, const Answer& answer, model::DecisionId decision,
                           const ExplainOptions& options = {});

}  // namespace writ
