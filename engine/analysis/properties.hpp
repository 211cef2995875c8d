#pragma once
// What is asked of policies without anybody's asking, and what came of it: as data, not as sentences.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/solver.hpp"
#include "engine/analysis/symbol.hpp"
#include "engine/analysis/witness_facts.hpp"
#include "engine/model/model.hpp"
#include "engine/run/machine.hpp"

namespace writ::analysis {

enum class Claim : std::uint8_t {
  // Some facts …
  facts_admitted,  ///< … are admitted by all requirements of a decision, an invariant or a question,
  rule_applies,    ///< … make the rule apply,
  rule_wins,       ///< … make it win,
  rule_matters,    ///< … have another outcome or value without the rule,
  also_applies,    ///< … make an `also` be told,
  possible,        ///< … are such as was asked for.
  // All facts …
  one_rule,           ///< … make at most one rule of a single-rule decision stand,
  some_rule,          ///< … make some rule apply,
  decided,            ///< … can be decided, overflow apart,
  no_overflow,        ///< … without overflow and without times out of range,
  invariant_holds,    ///< … keep an invariant,
  invariant_decided,  ///< … let it be evaluated, overflow and undetermined decisions apart,
  always,             ///< … are such as was said to be so always.
};
bool about_all_facts(Claim claim);

enum class Answer : std::uint8_t { yes, no, unknown };

struct Statement {
  Claim claim;
  model::DecisionId decision = model::none;
  std::uint32_t rule = model::none;       ///< Its number, `otherwise` after the last; or that of an `also`.
  std::uint32_t rival = model::none;      ///< Of `one_rule`: what stands beside `rule`.
  std::uint32_t invariant = model::none;  ///< In the model; questions too.
  /// Where nothing is admitted: requirements that no facts keep together, none of which could be left out.
  std::vector<model::RequirementId> contradiction = {};

  Answer answer = Answer::unknown;
  std::string why = {};                     ///< Where it is unknown.
  std::vector<std::uint32_t> winners = {};  ///< Where a rule never wins: what wins where it applies.
  /// The rule gives something of its own, though it never changes outcome or value: a message or an obligation.
  bool says_something = false;
  /// Of `decided` and `invariant_decided` where the answer is yes: it is so wherever these, which are read, are
  /// determined. They can be undetermined, for reasons that are told of them.
  std::vector<model::DecisionId> where_determined = {};
  /// The same, of the policies whose decisions are read: where they are in force.
  bool where_in_force = false;
  /// It would be otherwise with another value of some parameter, which a caller may give.
  bool by_parameters = false;
  /// Facts that bear it out, or that break it; the machine agrees.
  std::optional<FactSet> witness = {};
  std::vector<EvaluationError> errors = {};  ///< What the machine says of them, where evaluation fails.
};

/// Not as its author can have meant it. What is only worth knowing, such as facts to which no rule applies, is none.
bool is_fault(const model::Model& model, const Statement& statement);

struct QuestionAsked {
  std::uint32_t invariant = model::none;
  bool always = false;  ///< Is it so for all facts? Else: is it for some?
};

struct ProveOptions {
  std::vector<model::DecisionId> decisions;
  std::vector<std::uint32_t> invariants;
  std::vector<QuestionAsked> questions;
  Bounds bounds = {};
  SolverLimits limits = {};
  /// Asks also what is only worth knowing, whatever it comes to.
  bool information = false;
  /// Facts for everything that some facts show; else only for what is not as it should be, and for questions.
  bool all_witnesses = false;
  std::function<void(const std::string& about)> progress = {};  ///< Called before each group of statements.
};

struct Proof {
  std::vector<Statement> statements;  ///< Decision by decision, then invariants, then questions.
  std::vector<ListBound> bounds;
  std::vector<std::string> loosened;  ///< Reasons, each once.
};

/// `program` is of the model, with its tests.
Proof prove(const std::shared_ptr<const Program>& program, const ProveOptions& options);

}  // namespace writ::analysis
