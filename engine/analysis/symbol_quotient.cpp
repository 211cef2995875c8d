// Quotients by numbers that are not known: numbers of their own, and what they are.

#include <algorithm>

#include "engine/analysis/symbol_state.hpp"
#include "engine/value/decimal.hpp"

namespace writ::analysis {
namespace {

/// As decimals are rounded.
Integer half_to_even(Integer dividend, Integer divisor) {
  if (divisor < 0) return half_to_even(-dividend, -divisor);
  Integer quotient = dividend / divisor, rest = dividend % divisor;
  if (rest < 0) {
    rest += divisor;
    --quotient;
  }
  const Integer other = divisor - rest;
  return rest > other || (rest == other && quotient % 2 != 0) ? quotient + 1 : quotient;
}

}  // namespace

void SymbolicFacts::State::note_decimals(const model::Model& of) {
  constexpr std::size_t most = 24;
  std::vector<Integer> found = usual_decimals;
  for (const model::Expr& expr : of.exprs) {
    const auto* constant = std::get_if<model::Constant>(&expr.node);
    if (constant != nullptr && expr.type.is(Kind::decimal)) found.push_back(constant->value);
  }
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  if (found.size() <= most) usual_decimals = std::move(found);
}

/// As far as products of unknown numbers can be avoided, without them.
Term SymbolicFacts::quotient(Term dividend, Term divisor) const {
  State& state = *state_;
  Terms& terms = state.terms;
  const auto [found, is_new] = state.quotient_terms.try_emplace({dividend, divisor}, 0);
  if (!is_new) return found->second;
  // Never less than what it is for some facts: it is defined for all of them, also where nothing depends on it. A
  // divisor that is not zero does not make the dividend larger.
  const Range range = terms.range(dividend);
  const Integer most = std::min(std::max(-range.least, range.most), unbounded);
  const auto id = static_cast<std::uint32_t>(terms.variables().size());
  const Term quotient = terms.variable({"(quotient)", Sort::number, -most, most});
  found->second = quotient;

  const Term zero = terms.number(0), two = terms.number(2);
  Term defined = terms.truth(true);
  const auto define = [&](Term when, Term what) { defined = terms.both(defined, terms.implies(when, what)); };
  const auto side = [&](Term positive, Term of, Term by) {
    // Twice what is left is at most the divisor, and as much as it only where the quotient is even.
    const Term left = terms.subtract(terms.times(of, two), terms.times(terms.times(quotient, by), two));
    const Term tie = terms.either(terms.equal(left, by), terms.equal(left, terms.subtract(zero, by)));
    const Term near = terms.both(terms.at_most(terms.subtract(zero, by), left), terms.at_most(left, by));
    const Term even = terms.equal(terms.remainder(quotient, two), zero);
    define(positive, terms.both(near, terms.implies(tie, even)));
    for (const Integer usual : state.usual_decimals) {
      const Term limit = terms.times(by, terms.number(usual)), at = terms.number(usual);
      define(positive, terms.implies(terms.at_most(of, limit), terms.at_most(quotient, at)));
      define(positive, terms.implies(terms.at_most(limit, of), terms.at_most(at, quotient)));
    }
  };
  side(terms.below(zero, divisor), dividend, divisor);
  side(terms.below(divisor, zero), terms.subtract(zero, dividend), terms.subtract(zero, divisor));
  state.quotients.push_back({id, dividend, divisor, defined});
  return quotient;
}

void SymbolicFacts::complete(Assignment& assignment) const {
  // In the order made: one may be made of those before it.
  for (const State::Quotient& quotient : state_->quotients) {
    const Integer dividend = assignment.evaluate(state_->terms, quotient.dividend);
    const Integer divisor = assignment.evaluate(state_->terms, quotient.divisor);
    assignment.set(quotient.variable, divisor == 0 ? 0 : half_to_even(dividend, divisor));
  }
}

}  // namespace writ::analysis
