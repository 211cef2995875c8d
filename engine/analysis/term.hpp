#pragma once
// Conditions as formulas: what the encoding of a model is made of, and what the solver reads. Two sorts are enough,
// truth and whole numbers: a value of any type is made of them (see symbol.hpp).
//
// Terms are kept once each (equal terms have equal numbers), are simplified as they are made, and can be evaluated
// without a solver: that is how the encoding is tested.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace writ::analysis {

/// Whole numbers in formulas do not overflow: whether the language's would is a condition of its own.
__extension__ using Integer = __int128;

enum class Sort : std::uint8_t { truth, number };
using Term = std::uint32_t;  ///< In its `Terms`.

/// A part of a function of one whole number: for x in [low, high] it is `slope * x + offset`.
struct FunctionPiece {
  Integer low = 0, high = 0;
  int slope = 0;  ///< 0 or 1
  Integer offset = 0;
};

constexpr Integer value_on(const FunctionPiece& piece, Integer at) {
  return piece.slope == 0 ? piece.offset : at + piece.offset;
}

/// What is known of a function everywhere: `of_value * f(x) - of_argument * x` lies between these.
struct Band {
  Integer of_value = 1, of_argument = 1;
  Integer least = 0, most = 0;
};

/// A function that is too irregular to be written as a formula: the date of an instant, a business day later. The
/// solver takes it as unknown and is told its pieces as it runs into them.
struct Function {
  std::string name;
  /// The largest piece around a number that is easily found. Nothing where the function may be anything there: a
  /// predicate about a text that is not known.
  std::function<std::optional<FunctionPiece>(Integer at)> piece;
  bool rising = false;          ///< It never falls.
  Integer least = 0, most = 0;  ///< What its values lie between.
  std::optional<Band> band = {};
};
using FunctionId = std::uint32_t;

struct Variable {
  std::string name;  ///< For people who debug: `order.cards[0].sent_at`.
  Sort sort = Sort::truth;
  Integer least = 0, most = 0;  ///< Of a number: what it lies between, as in a Range.
};

enum class TermOp : std::uint8_t {
  truth,      ///< constant: `value` is 0 or 1
  number,     ///< constant: `value`
  variable,   ///< `id` in variables
  negation,   ///< not a
  both,       ///< a and b
  either,     ///< a or b
  choose,     ///< a ? b : c
  equal,      ///< a = b, of one sort
  at_most,    ///< a <= b
  add,        ///< a + b
  times,      ///< a * b
  quotient,   ///< a / b rounded to the smaller number; b is a constant above zero
  remainder,  ///< a - b * (a quotient b)
  apply,      ///< function `id` of a
};

struct TermNode {
  TermOp op = TermOp::truth;
  Sort sort = Sort::truth;
  Term a = 0, b = 0, c = 0;
  std::uint32_t id = 0;
  Integer value = 0;
};

/// What a number lies between. Beyond `unbounded`, either way, nothing is known.
struct Range {
  Integer least = 0, most = 0;
};
constexpr Integer unbounded = Integer{1} << 120;

class Terms {
 public:
  Terms();
  ~Terms();
  Terms(Terms&&) noexcept;
  Terms& operator=(Terms&&) noexcept;

  /// 0 is false and 1 is true.
  Term truth(bool value);
  Term number(Integer value);
  Term variable(Variable variable);  ///< A new one each time.
  FunctionId function(Function function);

  Term negation(Term a);
  Term both(Term a, Term b);
  Term either(Term a, Term b);
  Term all(std::span<const Term> terms);
  Term any(std::span<const Term> terms);
  Term implies(Term a, Term b);
  Term choose(Term condition, Term then, Term otherwise);
  Term equal(Term a, Term b);
  Term at_most(Term a, Term b);
  Term below(Term a, Term b);
  Term add(Term a, Term b);
  Term subtract(Term a, Term b);
  Term times(Term a, Term b);
  Term quotient(Term a, Term b);   ///< b: a constant above zero
  Term remainder(Term a, Term b);  ///< likewise
  Term apply(FunctionId function, Term a);

  const TermNode& operator[](Term term) const;
  std::size_t size() const;
  /// Of a number: as far as is seen without a solver.
  Range range(Term term) const;
  std::span<const Variable> variables() const;
  std::span<const Function> functions() const;
  /// As a reader of a failing test wants it.
  std::string text(Term term) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What variables are, and with them every term. Variables by their ids; truth is 0 or 1. Those that are not set are
/// the number nearest to zero that they can be.
class Assignment {
 public:
  void set(std::uint32_t variable, Integer value);
  Integer get(const Terms& terms, std::uint32_t variable) const;
  /// What a function is where its pieces do not say; its least, where that is not said either.
  void set(FunctionId function, Integer at, Integer value);
  /// What was so set; nothing where nothing was.
  std::optional<Integer> said(FunctionId function, Integer at) const {
    const auto point = points_.find({function, at});
    return point == points_.end() ? std::nullopt : std::optional(point->second.value);
  }

  /// What a term comes to. Quick for many terms of one assignment: what was found is kept.
  Integer evaluate(const Terms& terms, Term term);
  /// False once an evaluation met a number too large for an Integer: what it came to is then not to be relied on.
  bool exact() const { return exact_; }
  /// Leaves out what functions are where nothing that was evaluated since it was set came to depend on it.
  void keep_asked();
  /// Gives back the memory of what was found.
  void forget();

 private:
  struct Known {
    Integer value = 0;
    std::uint32_t era = 0;
  };
  bool is_known(Term term) const { return known_[term].era == era_; }
  Integer value_of(const Terms& terms, const TermNode& node);
  Integer applied(const Terms& terms, FunctionId function, Integer at);

  std::vector<std::optional<Integer>> variables_;
  struct Point {
    Integer value = 0;
    bool asked = false;
  };
  std::map<std::pair<FunctionId, Integer>, Point> points_;
  std::vector<Known> known_;  // By term, of this era: one ends when something is set.
  std::uint32_t era_ = 1;
  bool exact_ = true;
};

}  // namespace writ::analysis
