#pragma once
// The steps `moment + length` of every file, as the lints compare them with each other.

#include <string>
#include <vector>

#include "tools/lint/lint.hpp"
#include "tools/lint/time/moments.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::time {

struct WrittenStep {
  Step step;
  Span place;
  model::FileIndex file = 0;
  std::string origin;  ///< Of the moment; never empty.
  const model::Decision* decision = nullptr;
  model::ExprId root = model::none;
};

/// In rules, definitions and what they ask for, each once: not in requirements, invariants and tests.
std::vector<WrittenStep> written_steps(const Subject& subject);

/// Whether clocks have changed in the file's zone since 2000: else a day is 24 hours long.
bool clocks_change(const model::File& file);

}  // namespace writ::lint::time
