#pragma once
// How expressions become terms. Included by this room's own files only.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/analysis/encoding.hpp"
#include "engine/analysis/symbol_operations.hpp"

namespace writ::analysis {

/// What an expression comes to. Where it fails the value means nothing; a Bool that fails is false.
struct Encoded {
  Term fails = 0;
  std::shared_ptr<const Symbol> value;
};

struct Encoding::State {
  State(const model::Model& of, Terms& in, SymbolicFacts& over);

  // -- encoding.cpp: decisions and all that is asked from outside --
  const DecisionTerms& decision(model::DecisionId id);

  // -- encoding_decision.cpp --
  struct Deciding;
  DecisionTerms encode_decision(model::DecisionId id);
  Truth conditions(model::ExprId in_force, model::ExprId unless, model::ExprId when);
  bool is_binding(const model::NoticeCall& call) const;
  Term fails_of(model::ExprId expr);
  Term arguments_fail(const model::NoticeCall& call);
  void find_standing(Deciding& deciding);
  void combine_permission(Deciding& deciding);
  Term not_in_force(const Deciding& deciding);
  void combine_value(Deciding& deciding);
  Symbol rule_value(Deciding& deciding, std::size_t index);
  void settle_value(Deciding& deciding);
  Symbol fold(Deciding& deciding);
  void find_obligations(Deciding& deciding);
  void settle(Deciding& deciding);

  // -- encoding_expression.cpp --
  Encoded encode(model::ExprId id);
  Encoded encode_inner(model::ExprId id);
  Encoded encode_node(model::ExprId id, const model::Expr& expr);
  Truth truth(model::ExprId id);  ///< A Bool expression; `none` holds.
  Encoded encode_call(const model::DefineRef& node);
  Encoded encode_use(const model::DecisionRef& node, Type type);
  Truth encode_outcome(const model::OutcomeTest& node);
  Truth encode_range(const model::InRange& node);
  Encoded encode_record(const std::vector<model::ExprId>& fields);
  Encoded encode_with(const model::With& node);
  /// Encodes first what this expression calls by name, and what that does, so that no chain of names is climbed down.
  Encoded encode_interpolate(model::ExprId id, const model::Expr& expr, const model::Interpolate& node);
  void encode_called(model::ExprId expr);
  void encode_called_by(model::DecisionId decision);
  struct Named {
    enum class Kind : std::uint8_t { parameter, define, decision } kind;
    std::uint32_t id;
    bool called = false;  ///< What it calls is encoded.
  };
  void note_called(model::ExprId expr, std::vector<Named>& named);
  void encode_named(std::vector<Named> named);
  std::vector<model::ExprId> expressions_of(const Named& named) const;

  // -- encoding_list.cpp --
  Encoded with_unknown(model::ExprId list, Encoded found, Type type);
  Encoded encode_quantifier(const model::Quantifier& node);
  Encoded encode_pick(const model::Pick& node);
  Encoded encode_aggregate(const model::Aggregate& node, Type type);
  Encoded encode_in_list(const model::InList& node);

  // -- encoding_builtin.cpp, encoding_number.cpp, encoding_time.cpp --
  Encoded encode_apply(model::ExprId id, const model::Expr& expr, const model::Apply& node);
  struct Call {
    model::ExprId expr;
    const Builtin& builtin;
    const model::File& file;
    std::vector<Term> arguments;
    Type type;
  };
  Encoded encode_text_question(model::ExprId id, const model::Apply& node, TextQuestion::Kind kind);
  Encoded encode_function(const Call& call);
  std::optional<Encoded> encode_number(const Call& call);
  std::optional<Encoded> encode_time(const Call& call);
  /// a / b and a * b / 10^6, rounded half to even; the divisor is a constant.
  Term rounded(Term dividend, Integer divisor);
  Encoded divided(Term dividend, Term divisor);
  Encoded round_to(const Call& call, Term value, Term places);

  // -- helpers --
  Encoded number(Term value, Term fails);
  Encoded number(Term value) { return number(value, no()); }
  Encoded boolean(Term holds, Term fails);
  Encoded boolean(Term holds) { return boolean(holds, no()); }
  Encoded boolean(Truth truth) { return boolean(truth.holds, truth.fails); }
  Encoded of(Symbol symbol, Term fails);
  Term no() { return terms.truth(false); }
  Term yes() { return terms.truth(true); }
  Term any(Term a, Term b) { return terms.either(a, b); }
  Truth both(Truth a, Truth b);
  Truth either(Truth a, Truth b);
  Truth opposite(Truth truth);
  /// A failure of the class that `overflow_counts` switches.
  Term overflows(Term when) { return terms.both(facts.overflow_counts(), when); }
  Term outside(Term value, Integer least, Integer most);
  Term too_large(Term value);  ///< It does not fit in 64 bits, and that counts.
  Symbol any_symbol(Type type, const std::string& name);
  /// A value that may be any of its type, and may fail.
  Encoded loosened_value(model::ExprId expr, Type type, std::string why, bool may_fail);
  void loosen(model::ExprId expr, std::string why);
  /// All that a number may be, where those are few constants.
  std::optional<std::vector<Integer>> few_values(Term number) const;
  std::optional<std::vector<Integer>> few_values(Term number, std::size_t& left) const;
  /// `of` each of few values, chosen by which it is.
  template <typename Of>
  Term by_value(Term number, const std::vector<Integer>& values, Of of) {
    Term result = of(values.back());
    for (std::size_t i = values.size() - 1; i-- > 0;) {
      result = terms.choose(terms.equal(number, terms.number(values[i])), of(values[i]), result);
    }
    return result;
  }
  Term before_end(std::size_t index, const Symbol& list) {
    return terms.below(terms.number(static_cast<Integer>(index)), list.term);
  }

  // -- bound names --
  std::size_t depth = 0;  // Of `encode` within itself.
  std::size_t steps = 0;  // How many expressions, again for each value of the names in them.
  struct Binding {
    std::shared_ptr<const Symbol> value;
    std::uint32_t identity = 0;  ///< The same for equal values.
  };
  Binding bind(model::LocalId local, std::shared_ptr<const Symbol> value);  ///< Gives what it was bound to before.
  const std::vector<model::LocalId>& free_locals(model::ExprId expr);

  const model::Model& model;
  Terms& terms;
  SymbolicFacts& facts;

  std::vector<std::optional<Encoded>> closed;  // By expression: those in which no bound name is free.
  struct Hash {
    std::size_t operator()(const std::vector<std::uint32_t>& key) const;
  };
  std::unordered_map<std::vector<std::uint32_t>, Encoded, Hash> open;  // By expression and what its names are.
  std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, Hash> identities;
  std::vector<Binding> bindings;                                          // By local.
  std::vector<std::optional<std::vector<model::LocalId>>> free;           // By expression.
  std::vector<bool> called_parameters, called_defines, called_decisions;  // By `encode_named`.
  std::vector<std::optional<DecisionTerms>> decisions;
  std::vector<std::shared_ptr<const Symbol>> decision_values;
  std::vector<Loosened> loosened;
  std::vector<bool> loosened_exprs;
};

}  // namespace writ::analysis
