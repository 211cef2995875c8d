#pragma once
// Values that are not known, as terms: shaped like the types of the language.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/term.hpp"
#include "engine/model/model.hpp"
#include "engine/value/arena.hpp"

namespace writ::analysis {

/// A value of a type:
///   Bool         `term`, a truth
///   one number   `term`: as in a Slot (Int, Decimal and Money in millionths, times, an enum's member)
///   Text         `term`: a number that stands for a text (see SymbolicFacts::text)
///   record       `parts`: its fields
///   list         `term`: how many elements; `parts`: that many and more, of which only the first count
///   optional     `present`, and the rest as of the type itself, which means nothing where it is absent
struct Symbol {
  std::optional<Term> present;
  Term term = 0;
  std::vector<Symbol> parts;
};

/// How many elements lists can have, at most.
struct Bounds {
  /// Where nothing else is said: one more than the largest count that the policies compare a list's count or size
  /// with, and at least 2; inner lists of lists at most 2.
  std::optional<std::uint32_t> everywhere;
};

struct ListBound {
  std::string path;  ///< `order.cards`
  std::uint32_t most = 0;
};

/// A record of facts with `now`: an example that a machine can decide.
struct Example {
  std::shared_ptr<Arena> memory;
  const Slot* row = nullptr;  ///< As `compile` lays it out: see Program::fact_offsets.
  time::Instant now = 0;
};

/// The facts of a model and `now` as variables.
class SymbolicFacts {
 public:
  SymbolicFacts(const model::Model& model, Terms& terms, Bounds bounds = {});
  ~SymbolicFacts();
  SymbolicFacts(SymbolicFacts&&) noexcept;

  const Symbol& fact(model::FactId fact) const;
  Term now() const;
  /// The number that stands for a text of the policy; texts of facts may be these or others.
  Integer text(std::string_view text);
  const std::vector<ListBound>& bounds() const;

  /// The facts that an assignment stands for, laid out for a program of the model. Nothing, and why, where no text can
  /// be found for which all predicates are as assigned.
  std::optional<Example> example(Assignment& assignment, std::string& why) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace writ::analysis
