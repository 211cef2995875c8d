#pragma once
// What the facts of a model are kept in. Included by this room's own files only.

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/analysis/symbol.hpp"
#include "engine/analysis/symbol_bounds.hpp"

namespace writ::analysis {

/// Texts that the policies name have the numbers from zero on; every other number up to here is some other text.
constexpr Integer most_text = 999'999;
/// Where the numbers of texts begin that are found in facts rather than in policies.
constexpr Integer first_found_text = 500'000;

/// The texts of the policies. Shared with the functions over them, which may be asked when this is elsewhere.
struct TextNumbers {
  std::vector<std::string> texts;
  std::unordered_map<std::string, Integer> numbers;

  Integer number(std::string_view text);
  const std::string* text(Integer number) const;
};

struct SymbolicFacts::State {
  State(const model::Model& of, Terms& in, Bounds bound) : model(of), terms(in), wanted(std::move(bound)), times(in) {}

  Term leaf(const std::string& path, const std::string& kind, Sort sort, Integer least, Integer most, Integer unit);
  Symbol make(const Schema& schema, const std::string& path, Type type, Encoding encoding, std::uint32_t lists);

  /// `lists`: in the elements of how many others it stands.
  std::uint32_t length_of(const Schema& schema, const std::string& path, Type element, std::uint32_t lists);

  const model::Model& model;
  Terms& terms;
  Bounds wanted;
  TimeFunctions times;
  ListLengths bounds_of;
  std::vector<ListBound> bounds;
  std::map<std::string, std::uint32_t> lengths;  // By path: the bounds again.

  std::map<std::pair<const model::Model*, model::FactId>, Symbol> facts;
  std::map<std::string, Term> leaves;  // By path and kind.
  struct VariableOf {
    std::uint32_t id;
    Integer unit;  ///< The term is so many times the variable.
  };
  std::unordered_map<Term, VariableOf> variables;
  Term now = 0, overflow_counts = 0;

  struct Quotient {
    std::uint32_t variable;
    Term dividend, divisor, definition;
  };
  std::vector<Quotient> quotients;
  std::map<std::pair<Term, Term>, Term> quotient_terms;
  std::vector<Integer> usual_decimals;  // Those that the policies name: quotients are often compared with them.
  void note_decimals(const model::Model& of);

  std::shared_ptr<TextNumbers> texts = std::make_shared<TextNumbers>();
  struct Question {
    TextQuestion question;
    FunctionId function;
  };
  std::vector<Question> questions;
  std::optional<FunctionId> lower;
  std::map<std::string, Term> texts_made;  // By how they are made.
  Term consistent(const std::map<Term, std::vector<FunctionId>>& asked, const std::vector<Term>& lowered_texts);
};

}  // namespace writ::analysis
