#pragma once
// What the reference says of a record: docs/language.md 8.4 and 11.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/source.hpp"
#include "tests/reference/evaluation.hpp"

namespace writ::reference {

/// A requirement that facts break, or that cannot be evaluated.
struct Refusal {
  model::RequirementId requirement = 0;
  std::optional<Failure> undecided;
  std::vector<MessageText> because;
};

/// Each requirement whose facts are all there is checked, those that show presence before all others; where one of them
/// does not hold, the others are not evaluated.
std::vector<Refusal> refusals(const model::Model& model, const Facts& facts, Evaluation& evaluation);

struct AnswerOptions {
  bool horizon = true;                            ///< Says how long each decision holds.
  std::span<const std::int64_t> also_tried = {};  ///< Instants at which decisions are tried as well.
};

/// The line that `writ eval` writes for these decisions. Of a record that is not as declared it says only that.
std::string answer(const model::Model& model, const SourceSet& sources, std::span<const model::DecisionId> decisions,
                   std::string_view record, const AnswerOptions& options = {});

/// A line of `writ eval`, as the reference would write it: without what is wrong with a record that is not as declared.
std::string comparable(std::string_view line);

}  // namespace writ::reference
