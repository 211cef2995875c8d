#pragma once
// What was proved, in words: a line a decision or a line a statement, and the facts that show something.

#include <memory>
#include <string>

#include "engine/analysis/properties.hpp"
#include "engine/analysis/witness.hpp"
#include "grammar/source.hpp"

namespace writ {

struct ProofTextOptions {
  bool verbose = false;  ///< A line a statement, and what is only worth knowing.
  bool colour = false;
};

/// All that a report is made from. They outlive it.
struct ProofSubject {
  const SourceSet& sources;
  const std::shared_ptr<const Program>& program;
  const analysis::Proof& proof;

  const model::Model& model() const { return *program->model; }
};

/// "rule `seller` can win": whether it is so is another question.
std::string words(const ProofSubject& subject, const analysis::Statement& statement);
/// "proved", "refuted", "possible", "impossible", "unknown"
std::string_view verdict_word(const analysis::Statement& statement);

/// A name for a file of facts: `shop.send.one_rule.a.b`.
std::string file_name(const ProofSubject& subject, const analysis::Statement& statement);
std::string_view claim_name(analysis::Claim claim);

/// The decisions that a statement is about, directly or by name.
std::vector<model::DecisionId> decisions_of(const model::Model& model, const analysis::Statement& statement);
/// The record that shows it, and what `eval` says of that. Only of statements with a witness.
analysis::WitnessText witness_of(const ProofSubject& subject, const analysis::Statement& statement);

/// "at most 4 order.cards, 2 order.lines"; empty where there are no lists.
std::string bounds_text(const analysis::Proof& proof);

/// By policy, without what is wrong: that is told where it stands.
std::string proof_text(const ProofSubject& subject, const ProofTextOptions& options);
/// What an invariant or a question came to, taken apart down to the values that it names.
std::string values_of(const ProofSubject& subject, const analysis::Statement& statement);
/// The record, what `eval` says of it, and of an invariant or a question the values that it names. Only of statements
/// with a witness.
std::string witness_block(const ProofSubject& subject, const analysis::Statement& statement);
/// JSON over several lines as one: only between its parts is there a line break.
std::string on_one_line(std::string_view json);

struct ProofCounts {
  std::size_t proved = 0, refuted = 0, unknown = 0;
};
ProofCounts count(const ProofSubject& subject);

/// An object a line: each statement, then a summary. `finding` has what is told of a statement, as JSON, by its number;
/// empty where it is none.
std::string proof_json(const ProofSubject& subject, const std::vector<std::string>& findings, double seconds);

}  // namespace writ
