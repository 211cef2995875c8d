#pragma once
// What changed between two versions of policies, in words and as JSON.

#include <string>
#include <string_view>

#include "engine/analysis/difference.hpp"

namespace writ {

struct DifferenceTextOptions {
  bool verbose = false;  ///< With the decisions that are the same.
  bool colour = false;
};

/// A paragraph a decision that is not the same, and a line that counts.
std::string difference_text(const analysis::Differences& comparison, const DifferenceTextOptions& options);

/// An object a line: each decision, then a summary.
std::string difference_json(const analysis::Differences& comparison);

/// "rejected by order_has_lines", "forbidden by card_quota_exhausted", `"2026-01-01" by negotiated`
std::string answer_words(const analysis::Answered& answered);

/// "outcome", "value", "rules", "notices", "admission"
std::string_view word(analysis::Aspect aspect);

/// "forbidden by card_quota_exhausted", "absent", "a value by negotiated": without the value.
std::string reason_words(const analysis::Answered& answered);

/// What became of a decision, as a whole.
enum class DecisionChange : unsigned char { unchanged, same, differs, unknown, added, removed };
DecisionChange change_of(const analysis::DecisionComparison& decision);

}  // namespace writ
