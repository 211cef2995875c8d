#pragma once
// Explanations for a terminal: what decided first, its conditions with the values that they compared, and what stands
// for those values, as deep as is asked for.

#include <cstddef>
#include <string>

#include "writ/explanation.hpp"

namespace writ {

struct ExplanationTextOptions {
  std::size_t columns = 80;
  bool colour = false;
  /// How deep definitions and decisions are opened. Those that are conditions are always.
  std::size_t unfold = 1;
  bool verbose = false;   ///< Also what decided nothing.
  std::string rule = {};  ///< This rule alone, whatever it came to.
};

std::string explanation_text(const Explanation& explanation, const ExplanationTextOptions& options = {});

// Parts of it, for those who tell of more than one decision. Lines begin after `indent` blanks.

/// A rule of one of the explanation's decisions: its verdict, and the conditions that made it so.
std::string rule_text(const Explanation& explanation, const Explanation::Rule& rule, std::size_t indent,
                      const ExplanationTextOptions& options = {});
/// A condition and what made it hold or not.
std::string condition_text(const Explanation& explanation, const Explanation::Node& condition, std::size_t indent,
                           const ExplanationTextOptions& options = {});

}  // namespace writ
