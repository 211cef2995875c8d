#pragma once
// Facts for which terms hold, found by the solver and believed only where the machine agrees.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/encoding.hpp"
#include "engine/analysis/replay.hpp"
#include "engine/analysis/solver.hpp"
#include "engine/analysis/witness_facts.hpp"
#include "engine/run/machine.hpp"

namespace writ::analysis {

/// What is looked for.
struct Sought {
  std::vector<model::FactId> needs = {};  ///< The facts that it is about; they are admitted.
  std::vector<Term> terms = {};           ///< All of them hold,
  /// and this agrees, of a machine that has taken the facts.
  std::function<bool(Machine& machine, const FactSet& facts)> confirmed = {};
  bool overflow_counts = true;  ///< Failures by overflow are failures.
  bool likely = false;          ///< Readable facts are looked for at once.
};

struct FoundFacts {
  Possible possible = Possible::unknown;
  std::optional<FactSet> facts;
  std::string why;  ///< Where it is unknown.
};

class Prover {
 public:
  Prover(std::shared_ptr<const Program> program, Bounds bounds, SolverLimits limits);

  const SolverLimits& limits() const { return limits_; }
  const std::shared_ptr<const Program>& shared_program() const { return program_; }
  Terms& terms() { return *terms_; }
  SymbolicFacts& facts() { return *facts_; }
  Encoding& encoding() { return *encoding_; }
  const model::Model& model() const { return *program_->model; }
  const Program& program() const { return *program_; }
  /// Another model over the same facts, kept as long as they are.
  const model::Model& keep(std::shared_ptr<const model::Model> other) { return *kept_.emplace_back(std::move(other)); }

  /// One that takes the requirements for granted.
  Solver solver(std::span<const model::FactId> needs);

  /// Whether these can hold together, be it so on the machine or not.
  Found ask(Solver& solver, std::vector<Term> terms, bool overflow_counts = true);

  /// `about`: what the terms were made of, so that it can be said which of it was allowed to be too much.
  FoundFacts find(Solver& solver, const Sought& sought, std::span<const model::ExprId> about);

  /// Through which of these decisions `term` can hold because they are undetermined while all are in force; overflow
  /// apart. What cannot be excluded is among them.
  struct Through {
    std::vector<model::DecisionId> undetermined;
    bool not_in_force = false;  ///< Or because they are not in force.
  };
  Through through(Solver& solver, Term term, std::span<const model::DecisionId> used);

  /// Whether the machine admits these facts and then agrees.
  bool bears_out(const FactSet& facts, const Sought& sought);
  /// The smallest readable ones.
  FactSet shrunk(FactSet facts, const Sought& sought, model::FileIndex file);

 private:
  std::vector<Term> readable(std::span<const model::FactId> needs);
  Term other_than(std::span<const model::FactId> needs, Assignment& assignment, bool in_structure);
  std::optional<std::string> loosened_below(std::span<const model::ExprId> about) const;

  std::shared_ptr<const Program> program_;
  SolverLimits limits_;
  std::unique_ptr<Terms> terms_;
  std::unique_ptr<SymbolicFacts> facts_;
  std::unique_ptr<Encoding> encoding_;
  std::vector<std::shared_ptr<const model::Model>> kept_;
  Replay replay_;
};

/// Every expression that these are made of, what their names stand for included.
std::vector<bool> reachable(const model::Model& model, std::span<const model::ExprId> roots);
/// The decisions that these ask, directly or through definitions and other decisions.
std::vector<model::DecisionId> decisions_below(const model::Model& model, std::span<const model::ExprId> roots);
/// The expressions of a decision that stand in no other.
std::vector<model::ExprId> roots_of(const model::Decision& decision);

}  // namespace writ::analysis
