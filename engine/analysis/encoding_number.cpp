// Arithmetic: of whole numbers without bounds, with the language's bounds as conditions of their own.

#include "engine/analysis/encoding_state.hpp"
#include "engine/value/decimal.hpp"

namespace writ::analysis {

namespace {

constexpr Integer one = decimal::one;

Integer power_of_ten(int exponent) {
  Integer power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

}  // namespace

/// Half to even, and so the same on both sides of zero.
Term Encoding::State::rounded(Term dividend, Integer divisor) {
  if (divisor < 0) return rounded(terms.subtract(terms.number(0), dividend), -divisor);
  if (divisor == 1) return dividend;
  const Term by = terms.number(divisor), two = terms.number(2);
  const Term quotient = terms.quotient(dividend, by), rest = terms.remainder(dividend, by);
  const Term twice = terms.times(rest, two);
  const Term tie_up = terms.both(terms.equal(twice, by), terms.equal(terms.remainder(quotient, two), terms.number(1)));
  const Term up = any(terms.below(by, twice), tie_up);
  return terms.choose(up, terms.add(quotient, terms.number(1)), quotient);
}

Encoded Encoding::State::divided(Term dividend, Term divisor) {
  const Term by_zero = terms.equal(divisor, terms.number(0));
  const auto divisors = few_values(divisor);
  const Term quotient =
      divisors ? by_value(divisor, *divisors,
                          [&](Integer value) { return value == 0 ? terms.number(0) : rounded(dividend, value); })
               : facts.quotient(dividend, divisor);
  return number(quotient, any(by_zero, too_large(quotient)));
}

Encoded Encoding::State::round_to(const Call& call, Term value, Term places) {
  const std::string_view name = call.builtin.name;
  const auto to = [&](Integer unit) {
    if (unit == 1) return value;
    // Of its size, so that both sides of zero are alike.
    const Term negative = terms.below(value, terms.number(0));
    const auto side = [&](Term size) {
      if (name == "round_down") return terms.quotient(size, terms.number(unit));
      if (name == "round_up") return terms.quotient(terms.add(size, terms.number(unit - 1)), terms.number(unit));
      return terms.quotient(terms.add(size, terms.number(unit / 2)), terms.number(unit));
    };
    const Term zero = terms.number(0);
    return terms.choose(negative, terms.subtract(zero, side(terms.subtract(zero, value))), side(value));
  };
  if (call.type.is(Kind::integer)) return number(to(one));
  constexpr Integer fewest = -12, most = 6;
  std::vector<Integer> all;
  for (Integer count = fewest; count <= most; ++count) all.push_back(count);
  const Term bad = outside(places, fewest, most);
  const Term result = by_value(places, few_values(places).value_or(all), [&](Integer count) {
    if (count < fewest || count > most) return terms.number(0);
    const Integer unit = power_of_ten(static_cast<int>(6 - count));
    return terms.times(to(unit), terms.number(unit));
  });
  return number(result, any(bad, too_large(result)));
}

std::optional<Encoded> Encoding::State::encode_number(const Call& call) {
  const Builtin& builtin = call.builtin;
  const std::string_view name = builtin.name;
  const auto& a = call.arguments;
  const auto kind = [&](std::size_t i) { return builtin.parameters[i].kind; };
  const auto fitting = [&](Term value) { return number(value, too_large(value)); };
  const bool of_period = a.size() == 2 && kind(1) == Kind::period;
  if (builtin.is_operator && !of_period) {
    if (a.size() == 1) return fitting(terms.subtract(terms.number(0), a[0]));
    if (name == "+" || name == "-") {
      const Term result = name == "+" ? terms.add(a[0], a[1]) : terms.subtract(a[0], a[1]);
      if (!call.type.is(Kind::instant)) return fitting(result);
      return number(result, overflows(outside(result, time::first_instant, time::last_instant)));
    }
    if (name == "*" || name == "of") {
      const bool by_integer = kind(0) == Kind::integer || kind(1) == Kind::integer;
      const Term product = terms.times(a[0], a[1]);
      return fitting(by_integer ? product : rounded(product, one));
    }
    if (name == "/") {
      // A Duration or Money over an Int keeps its unit; two of a unit give millionths.
      const bool keeps = kind(1) == Kind::integer && kind(0) != Kind::integer;
      return divided(keeps ? a[0] : terms.times(a[0], terms.number(one)), a[1]);
    }
  }
  if (name == "clamp") {
    const Term low = terms.choose(terms.below(a[0], a[1]), a[1], a[0]);
    return number(terms.choose(terms.below(a[2], a[0]), a[2], low), terms.below(a[2], a[1]));
  }
  if (name == "abs") {
    const Term negative = terms.below(a[0], terms.number(0));
    return fitting(terms.choose(negative, terms.subtract(terms.number(0), a[0]), a[0]));
  }
  if (name == "round" || name == "round_down" || name == "round_up") {
    return round_to(call, a[0], a.size() > 1 ? a[1] : terms.number(0));
  }
  if (name == "hours") return fitting(terms.times(a[0], terms.number(time::hour)));
  if (name == "minutes") return fitting(terms.times(a[0], terms.number(time::minute)));
  return std::nullopt;
}

}  // namespace writ::analysis
