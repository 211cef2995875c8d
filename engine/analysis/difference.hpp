#pragma once
// Two versions of a set of policies, compared by what they decide of the same record: for each decision that both have,
// a record that they decide differently, or that there is none.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/analysis/answered.hpp"
#include "engine/analysis/difference_facts.hpp"
#include "engine/analysis/solver.hpp"
#include "engine/analysis/symbol.hpp"
#include "engine/model/model.hpp"
#include "engine/program/program.hpp"

namespace writ::analysis {

/// Whether some record is answered differently in one respect.
struct AspectAnswer {
  Aspect aspect = Aspect::outcome;
  Possible differs = Possible::unknown;
  std::string why = {};              ///< Where that is unknown.
  std::string record = {};           ///< Where it differs: the smallest readable record, in JSON; the machine agrees.
  Answered before = {}, after = {};  ///< To that record.
};

struct DecisionComparison {
  std::string name;                                             ///< Qualified.
  model::DecisionId before = model::none, after = model::none;  ///< One may be none: only the other version has it.
  /// Nothing that it reaches was changed, but for what is shown to people; nothing else was asked.
  bool unchanged = false;
  /// Where there are any, all that follows is about records that both versions can read.
  std::vector<FactChange> facts = {};
  /// In the order of aspects; each is about records of which all that comes before is the same.
  std::vector<AspectAnswer> aspects = {};
  /// Obligations and advice whose arguments are not written alike, in order: what they say is not compared.
  std::vector<std::string> not_compared = {};
};

struct CompareOptions {
  /// Of those that both have, by their qualified names; empty: all.
  std::vector<std::string> decisions;
  Bounds bounds = {};
  SolverLimits limits = {};
  std::function<void(const std::string& decision)> progress = {};
};

struct Differences {
  std::vector<DecisionComparison> decisions;  ///< In the order of the later version, then those that it has no more.
  std::vector<ListBound> bounds;
};

Differences compare(const std::shared_ptr<const Program>& before, const std::shared_ptr<const Program>& after,
                    const CompareOptions& options);

/// Whether a decision and all that it uses, requirements too, mean the same in both models because they are made alike.
bool made_alike(const model::Model& before, model::DecisionId decision, const model::Model& after,
                model::DecisionId other);

/// Obligations and advice that a decision of both models can tell, with arguments that are not made alike.
std::vector<std::string> told_otherwise(const model::Model& before, model::DecisionId decision,
                                        const model::Model& after, model::DecisionId other);

}  // namespace writ::analysis
