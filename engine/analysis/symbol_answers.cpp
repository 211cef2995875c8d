// How the answers to questions about texts depend on each other.

#include <algorithm>

#include "engine/analysis/symbol_state.hpp"
#include "engine/builtins/lower_case.hpp"

namespace writ::analysis {
namespace {

enum class Follows : std::uint8_t { open, yes, never };

/// What is known of the second answer where the first is yes.
Follows follows(const TextQuestion& first, const TextQuestion& second) {
  using Kind = TextQuestion::Kind;
  const std::string_view a = first.part, b = second.part;
  if (first.kind == Kind::matches || second.kind == Kind::matches) return Follows::open;
  if (second.kind == Kind::contains) return a.find(b) != std::string_view::npos ? Follows::yes : Follows::open;
  if (first.kind != second.kind) return Follows::open;
  const auto fits = [&](std::string_view whole, std::string_view part) {
    return first.kind == Kind::starts_with ? whole.starts_with(part) : whole.ends_with(part);
  };
  if (fits(a, b)) return Follows::yes;
  return fits(b, a) ? Follows::open : Follows::never;
}

}  // namespace

/// How the answers to questions about one text depend on each other.
Term SymbolicFacts::State::consistent(const std::map<Term, std::vector<FunctionId>>& asked,
                                      const std::vector<Term>& lowered_texts) {
  constexpr std::size_t most_compared = 100;
  Term all = terms.truth(true);
  const auto question = [&](FunctionId function) -> const TextQuestion& {
    return std::ranges::find(questions, function, &Question::function)->question;
  };
  const auto relate = [&](Term a_text, FunctionId a, const TextQuestion& first, Term b_text, FunctionId b) {
    const Follows known = follows(first, question(b));
    if (known == Follows::open) return;
    const Term one = terms.equal(terms.apply(a, a_text), terms.number(1));
    const Term other = terms.equal(terms.apply(b, b_text), terms.number(1));
    all = terms.both(all, terms.implies(one, known == Follows::yes ? other : terms.negation(other)));
  };
  const auto is_text = [&](Term text, Integer number) { return terms.equal(text, terms.number(number)); };
  for (const Term text : lowered_texts) {
    const Term lowered = terms.apply(*lower, text);
    const auto questions_of = asked.find(text);
    for (std::size_t i = 0; i < std::min(texts->texts.size(), most_compared); ++i) {
      const std::string& known = texts->texts[i];
      const Term is_known = is_text(lowered, static_cast<Integer>(i));
      if (!is_lower_case(known)) {
        all = terms.both(all, terms.negation(is_known));
      } else if (questions_of != asked.end()) {
        for (const FunctionId function : questions_of->second) {
          TextQuestion in_lower = question(function);
          in_lower.part = lower_case(in_lower.part);
          if (in_lower.kind == TextQuestion::Kind::matches || in_lower.holds(known)) continue;
          const Term holds = terms.equal(terms.apply(function, text), terms.number(1));
          all = terms.both(all, terms.implies(is_known, terms.negation(holds)));
        }
      }
    }
    // What is some text in lower case is so itself.
    for (const Term other : lowered_texts) {
      if (other == text) continue;
      const Term same = terms.equal(lowered, other);
      all = terms.both(all, terms.implies(same, terms.equal(terms.apply(*lower, other), other)));
    }
  }
  for (const auto& [text, functions] : asked) {
    for (const FunctionId a : functions) {
      for (const FunctionId b : functions) {
        if (a != b) relate(text, a, question(a), text, b);
      }
    }
    if (!lower) continue;
    const Term lowered = terms.apply(*lower, text);
    const auto of_lowered = asked.find(lowered);
    if (of_lowered == asked.end()) continue;
    for (const FunctionId a : functions) {
      TextQuestion in_lower = question(a);
      if (in_lower.kind == TextQuestion::Kind::matches) continue;
      in_lower.part = lower_case(in_lower.part);
      for (const FunctionId b : of_lowered->second) relate(text, a, in_lower, lowered, b);
    }
  }
  return all;
}

}  // namespace writ::analysis
