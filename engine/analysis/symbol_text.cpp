// Texts as numbers, and what is asked about them as functions of numbers.

#include <algorithm>

#include "engine/analysis/symbol_state.hpp"
#include "engine/builtins/lower_case.hpp"

namespace writ::analysis {

Integer TextNumbers::number(std::string_view text) {
  const auto [found, is_new] = numbers.try_emplace(std::string(text), static_cast<Integer>(texts.size()));
  const Integer result = found->second;
  if (is_new) {
    texts.emplace_back(text);
    // At once, so that no number that an assignment gave to another text becomes that of this one.
    if (!is_lower_case(text)) number(lower_case(text));
  }
  return result;
}

const std::string* TextNumbers::text(Integer number) const {
  if (number < 0 || number >= static_cast<Integer>(texts.size())) return nullptr;
  return &texts[static_cast<std::size_t>(number)];
}

bool TextQuestion::holds(std::string_view text) const {
  switch (kind) {
    case Kind::starts_with: return text.starts_with(part);
    case Kind::ends_with: return text.ends_with(part);
    case Kind::contains: return text.find(part) != std::string_view::npos;
    case Kind::matches: return pattern->matches_whole(text);
  }
  return false;
}

Integer SymbolicFacts::text(std::string_view text) { return state_->texts->number(text); }

std::optional<std::string> SymbolicFacts::text(Integer number) const {
  const std::string* const known = state_->texts->text(number);
  return known == nullptr ? std::nullopt : std::optional(*known);
}

Term SymbolicFacts::answer(const TextQuestion& question, Term text) const {
  Terms& terms = state_->terms;
  if (question.kind != TextQuestion::Kind::matches) {
    if (question.part.empty()) return terms.truth(true);
    const TermNode& node = terms[text];
    const bool lowered = state_->lower && node.op == TermOp::apply && node.id == *state_->lower;
    if (lowered && !is_lower_case(question.part)) return terms.truth(false);
  }
  auto found = std::ranges::find_if(state_->questions, [&](const State::Question& asked) {
    return asked.question.kind == question.kind && asked.question.part == question.part;
  });
  if (found == state_->questions.end()) {
    constexpr std::string_view names[] = {"starts_with ", "ends_with ", "contains ", "matches "};
    Function function{.name = std::string(names[static_cast<std::size_t>(question.kind)]) + question.part,
                      .piece = [texts = state_->texts, question](Integer at) -> std::optional<FunctionPiece> {
                        const std::string* const known = texts->text(at);
                        if (known == nullptr) return std::nullopt;
                        return FunctionPiece{at, at, 0, question.holds(*known) ? 1 : 0};
                      },
                      .rising = false,
                      .least = 0,
                      .most = 1,
                      .band = {}};
    state_->questions.push_back({question, terms.function(std::move(function))});
    found = state_->questions.end() - 1;
  }
  return terms.equal(terms.apply(found->function, text), terms.number(1));
}

Term SymbolicFacts::lower(Term text) const {
  if (!state_->lower) {
    state_->lower =
        state_->terms.function({.name = "lower",
                                .piece = [texts = state_->texts](Integer at) -> std::optional<FunctionPiece> {
                                  const std::string* const known = texts->text(at);
                                  if (known == nullptr) return std::nullopt;
                                  const Integer lowered = texts->number(lower_case(*known));
                                  return FunctionPiece{at, at, 0, lowered};
                                },
                                .rising = false,
                                .least = 0,
                                .most = most_text,
                                .band = {}});
  }
  const TermNode& node = state_->terms[text];
  if (node.op == TermOp::apply && node.id == *state_->lower) return text;
  return state_->terms.apply(*state_->lower, text);
}

}  // namespace writ::analysis
