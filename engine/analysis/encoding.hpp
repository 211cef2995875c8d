#pragma once
// A model as formulas over one record of facts that is not known: what each decision comes to, in terms of the facts'
// variables. The encoding says what the machine does, errors included ("errors close", decision 0030); where it cannot,
// it allows more than the machine does and says so: what is impossible is then still impossible, and what is possible
// is tried on the machine before it is believed.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/symbol.hpp"
#include "engine/analysis/term.hpp"
#include "engine/model/model.hpp"

namespace writ::analysis {

/// Something that was allowed to be more than it can be.
struct Loosened {
  model::ExprId expr = model::none;
  std::string why;  ///< "the product of two facts"
};

/// A rule, an `also` or a requirement: exactly one of three.
struct Truth {
  Term holds = 0, fails = 0;  ///< Neither: it does not hold.
};

struct DecisionTerms {
  Term permitted = 0, forbidden = 0, referred = 0, decided = 0, undetermined = 0;  ///< Exactly one holds.
  Term in_force = 0;                                                               ///< The policy's own `effective`.
  std::vector<Truth> rules;  ///< Its conditions, by rule, `otherwise` not among them.
  std::vector<Term> wins;    ///< By rule, `otherwise` last where there is one: it is among the verdict's rules.
  std::vector<Truth> alsos;
  Symbol value;  ///< Of a value decision, where it is decided: of its type.
};

class Encoding {
 public:
  /// `facts` may be shared with the encoding of another model (see `diff`). All outlive it.
  Encoding(const model::Model& model, Terms& terms, SymbolicFacts& facts);
  ~Encoding();
  Encoding(Encoding&&) noexcept;

  /// With all that it uses; made when first asked for.
  const DecisionTerms& decision(model::DecisionId decision);
  /// A Bool expression that stands in no loop and has no parameters: of an invariant, a requirement, an `--ask`.
  Truth condition(model::ExprId expr);

  /// What `eval` admits where these facts are needed: each fact is well formed (members of enums, ranges of times and
  /// texts that can be written), and each requirement whose facts are all among them holds.
  Term admitted(std::span<const model::FactId> needs);

  /// What is known of the quotients by numbers of the facts, and of the questions about texts, that these terms are
  /// made of: to be assumed with a question about them. Without it they may be anything.
  Term definitions(std::span<const Term> about) const;

  /// Failures by overflow, and by times out of range, count as such only where this holds. A class of its own.
  Term overflow_counts() const;

  /// Of all that was encoded so far. A list longer than the bound is not `Loosened` but outside of what is claimed.
  std::span<const Loosened> loosened() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ::analysis
