#pragma once
// What is asked of one decision. Included by this room's own files only.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/properties.hpp"
#include "engine/analysis/prover.hpp"

namespace writ::analysis {

class DecisionAsker {
 public:
  DecisionAsker(Prover& prover, model::DecisionId id, const ProveOptions& options, Proof& proof);

  /// Adds to the proof all that can be said of the decision.
  void ask();
  /// The same as a statement about some facts that was answered before, by another prover.
  Answer again(const Statement& statement);

 private:
  // -- properties_decision.cpp --
  bool ask_admitted();
  void ask_rule(std::uint32_t rule);
  void ask_also(std::uint32_t also);
  void ask_decided();
  void ask_some_rule();
  std::uint32_t rule_count() const;
  Sought sought(std::vector<Term> terms, std::function<bool(const Verdict&)> confirmed, bool likely) const;
  Sought wins(std::uint32_t rule) const;
  Sought tells(std::uint32_t also) const;
  Statement& ask(Statement statement, const Sought& what);
  FoundFacts known(const Sought& what);
  std::vector<model::DecisionId> decisions_used() const;

  // -- properties_matters.cpp --
  std::optional<Sought> matters(std::uint32_t rule);
  std::shared_ptr<const model::Model> without(std::uint32_t rule) const;
  bool same_result(const Verdict& a, const Verdict& b) const;

  // -- properties_rivals.cpp --
  void ask_rivals();
  Term stands(std::uint32_t rule);

  Prover& prover_;
  Terms& terms_;
  const model::Model& model_;
  model::DecisionId id_;
  const model::Decision& decision_;
  const ProveOptions& options_;
  Proof& proof_;
  std::vector<model::ExprId> about_;
  Solver solver_;
  const DecisionTerms made_;
  std::vector<FactSet> pool_;  // Found before: they may serve again.
  std::vector<Term> rivals_;   // Pairs that stand together and are told.
};

/// Takes a second look at what seems impossible: with longer lists, and with other values of parameters. Only what is
/// impossible then too can be a fault.
class Doubt {
 public:
  Doubt(Prover& prover, const ProveOptions& options) : prover_(prover), options_(options) {}

  void look_again(Statement& statement);

 private:
  Prover& prover_;
  const ProveOptions& options_;
  std::unique_ptr<Prover> wider_;
};

/// A list among these facts that the policies count further than was looked at: longer ones may do otherwise.
std::optional<std::string> too_short(Prover& prover, std::span<const model::FactId> needs);

/// Requirements that no facts keep together, none of which could be left out; empty where it is not for them that
/// nothing is admitted.
std::vector<model::RequirementId> contradiction(Prover& prover, std::span<const model::FactId> needs);

/// What was found becomes the statement's answer.
void take(FoundFacts found, Statement& statement);

bool is_overflow(Fault fault);

}  // namespace writ::analysis
