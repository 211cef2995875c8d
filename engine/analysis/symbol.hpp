#pragma once
// Values that are not known, as terms: shaped like the types of the language.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/analysis/functions.hpp"
#include "engine/analysis/term.hpp"
#include "engine/model/model.hpp"
#include "engine/run/machine.hpp"
#include "engine/value/arena.hpp"

namespace writ::analysis {

/// A value of a type:
///   Bool         `term`, a truth
///   one number   `term`: as in a Slot (Int, Decimal and Money in millionths, times, an enum's member)
///   Text         `term`: a number that stands for a text (see SymbolicFacts::text)
///   record       `parts`: its fields
///   list         `term`: how many elements; `parts`: that many and more, of which only the first count. Where the
///                range of `term` is more than the parts, nothing is known of the elements after these.
///   optional     `present`, and the rest as of the type itself, which means nothing where it is absent
struct Symbol {
  std::optional<Term> present;
  Term term = 0;
  std::vector<Symbol> parts;
};

struct ListBound {
  std::string path;  ///< `order.cards`; of an inner list `order.lines[].parts`.
  std::uint32_t most = 0;
  bool enough = true;  ///< False where the policies compare a count of it with more than that.
};

/// How many elements lists can have, at most.
struct Bounds {
  /// Where nothing else is said: one more than the largest count that the policies compare a list's count or size
  /// with, at least 2 and at most 20; lists within lists at most 2.
  std::optional<std::uint32_t> everywhere;
  std::vector<ListBound> lists;  ///< Of these, whatever else is said.
};

/// A record of facts with `now`: an example that a machine can decide.
struct Example {
  std::shared_ptr<Arena> memory;
  const Slot* row = nullptr;  ///< As `compile` lays it out: see Program::fact_offsets.
  time::Instant now = 0;

  Facts facts() const { return {row, now}; }
};

/// A question about a text. What the policies' own texts answer is known, what others do is for the solver to choose.
struct TextQuestion {
  enum class Kind : std::uint8_t { starts_with, ends_with, contains, matches };
  Kind kind = Kind::starts_with;
  std::string part;                        ///< What it may begin with, end with, contain; or the pattern as written.
  std::shared_ptr<const Pattern> pattern;  ///< Of `matches`.

  bool holds(std::string_view text) const;
};

/// The facts of a model and `now` as variables.
class SymbolicFacts {
 public:
  struct State;  // In symbol_state.hpp.

  SymbolicFacts(const model::Model& model, Terms& terms, Bounds bounds = {});
  ~SymbolicFacts();
  SymbolicFacts(SymbolicFacts&&) noexcept;

  /// Lists become long enough for what this model counts too; said before any fact is asked for.
  void also(const model::Model& model);

  const Symbol& fact(model::FactId fact) const;
  /// A fact of another model: what stands at one place in JSON is one variable for all models that have the same type
  /// there. The model outlives this.
  const Symbol& fact(const model::Model& model, model::FactId fact) const;
  Term now() const;
  /// See Encoding::overflow_counts: one for all encodings of these facts.
  Term overflow_counts() const;
  /// The number that stands for a text of the policy; texts of facts may be these or others.
  Integer text(std::string_view text);
  /// Which text a number stands for; nothing where that is open.
  std::optional<std::string> text(Integer number) const;
  /// A text that may be any.
  Term any_text(std::string name) const;
  /// A text that may be any, but is the same wherever it is made in the same way.
  Term any_text_made(const std::string& in_this_way) const;
  Term answer(const TextQuestion& question, Term text) const;  ///< A truth.
  Term lower(Term text) const;
  /// Rounded half to even. Where the divisor is zero it may be anything.
  Term quotient(Term dividend, Term divisor) const;
  /// See Encoding::definitions.
  Term definitions(std::span<const Term> about) const;
  /// Gives quotients the numbers that they are where all else is as assigned.
  void complete(Assignment& assignment) const;
  /// Dates, zones and calendars as functions: the same for all encodings.
  TimeFunctions& times() const;
  /// Of the lists of the facts that were asked for.
  const std::vector<ListBound>& bounds() const;

  /// The facts that an assignment stands for, laid out for a program of the model. Nothing, and why, where no text can
  /// be found. Where one is found for which some questions are not answered as assigned, `why` says so too: whether
  /// that matters, the machine will say.
  std::optional<Example> example(Assignment& assignment, std::string& why) const;
  std::optional<Example> example(const model::Model& model, Assignment& assignment, std::string& why) const;
  /// The other way: what the variables of the facts that were asked for are, and what the questions that were asked
  /// answer. Overflow counts. Nothing where a list is longer than its bound.
  std::optional<Assignment> assignment_of(Facts facts) const;
  std::optional<Assignment> assignment_of(const model::Model& model, Facts facts) const;

 private:
  std::unique_ptr<State> state_;
};

/// Where `compile` places each fact in a row; the last is the size of the row.
std::vector<std::uint32_t> fact_offsets(const model::Model& model);

}  // namespace writ::analysis
