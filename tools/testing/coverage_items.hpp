#pragma once
// What there is to cover in a model.

#include <map>
#include <utility>
#include <vector>

#include "tools/testing/coverage.hpp"

namespace writ::testing {

struct FormulaItem {
  Formula formula;
  model::FileIndex file;
  std::string whole;  ///< What its conditions decide: "rule `x`", or its words.
  std::vector<CoveredCondition> conditions;
};

struct RuleItem {
  CoveredRule covered;
  model::FileIndex file;
};

struct CoverageItems {
  std::vector<RuleItem> rules;
  std::vector<FormulaItem> formulas;

  std::map<model::ExprId, std::size_t> by_root;  ///< Formulas that are one expression.
  /// By decision and number. Of a rule `otherwise`, the number after the last.
  std::map<std::pair<model::DecisionId, std::uint32_t>, std::size_t> rule_formulas, also_formulas, rule_items,
      also_items;
};

/// In the order of the files and of the text.
CoverageItems find_items(const model::Model& model, const SourceSet& sources);

/// A rule as people call it: "`forbid x` of shop.d", "`otherwise` of shop.d"; and an `also`: "`also f` of shop.d".
std::string called(const model::Decision& decision, std::uint32_t number);
std::string called_also(const model::Model& model, const model::Decision& decision, std::uint32_t number);

}  // namespace writ::testing
