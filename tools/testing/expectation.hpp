#pragma once
// One expectation of a test: does it hold on the facts that the steps before it give, and if not, why.

#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/run/machine.hpp"
#include "tools/testing/test_result.hpp"

namespace writ::testing {

/// What the steps before an expectation have made of the facts.
struct Situation {
  std::optional<time::Instant> now;
  std::vector<Slot> row;                ///< Facts that are not given are absent, or zeros that nothing reads.
  std::vector<std::uint32_t> given_at;  ///< By fact: the step that gave it, or none.

  Facts facts() const { return {row.data(), now.value_or(0)}; }
};

struct Ask {
  const Loaded& loaded;
  std::uint32_t test, step;
  const Situation& situation;
  std::size_t unfold = 0;  ///< How deep definitions are opened where rules are told of.

  const model::Model& model() const { return *loaded.model; }
  const model::Test& test_node() const { return model().tests[test]; }
  const model::TestStep& step_node() const { return test_node().steps[step]; }
};

/// Whether the expectation holds. Sets the kind of `failure` where it does not; and with `tell`, for which the
/// machine's program is traced, all that there is to say.
bool examine(const Ask& ask, Machine& machine, Failure& failure, bool tell);

/// Likewise of an invariant, which holds as well where facts that it reads are not given or are rejected.
bool invariant_holds(const Ask& ask, Machine& machine, std::uint32_t invariant, Failure& failure, bool tell);

Place place(const SourceSet& sources, Span span);
/// Source text with its line breaks and indentation as single spaces.
std::string one_line(std::string_view text);
/// `decision` is the one in whose verdict the error stands; or none.
ErrorAccount account_of(const EvaluationError& error, model::DecisionId decision, const Loaded& loaded);

}  // namespace writ::testing
