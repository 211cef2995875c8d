#include <catch2/catch.hpp>

#include <functional>
#include <random>
#include <vector>

#include "engine/analysis/term.hpp"

using namespace writ::analysis;

namespace {

/// What a term was asked to be, before anything was simplified.
struct Plan {
  TermOp op;
  Sort sort;
  std::size_t a = 0, b = 0, c = 0;
  Integer value = 0;
};

constexpr std::array<Integer, 5> numbers{-2, -1, 0, 1, 3};
constexpr std::size_t truths = 3, unknowns = 3;

Integer floor_of(Integer a, Integer b) {
  Integer q = a / b;
  while (q * b > a) --q;
  return q;
}
Integer wave(Integer at) { return at < -3 ? 2 : at < 4 ? at + 1 : 9; }

Integer expected(const Plan& plan, const std::vector<Integer>& values, const std::vector<Integer>& given) {
  const Integer a = values.empty() ? 0 : values[plan.a], b = values.empty() ? 0 : values[plan.b];
  switch (plan.op) {
    case TermOp::truth:
    case TermOp::number: return plan.value;
    case TermOp::variable: return given[static_cast<std::size_t>(plan.value)];
    case TermOp::negation: return a == 0;
    case TermOp::both: return a != 0 && b != 0;
    case TermOp::either: return a != 0 || b != 0;
    case TermOp::choose: return a != 0 ? b : values[plan.c];
    case TermOp::equal: return a == b;
    case TermOp::at_most: return a <= b;
    case TermOp::add: return a + b;
    case TermOp::times: return a * b;
    case TermOp::quotient: return floor_of(a, b);
    case TermOp::remainder: return a - b * floor_of(a, b);
    case TermOp::apply: return wave(a);
  }
  return 0;
}

class Planner {
 public:
  explicit Planner(std::uint64_t seed) : random_(seed) {
    for (std::size_t i = 0; i < truths; ++i) add({.op = TermOp::variable, .sort = Sort::truth, .value = Integer(i)});
    for (std::size_t i = 0; i < unknowns; ++i) {
      add({.op = TermOp::variable, .sort = Sort::number, .value = Integer(truths + i)});
    }
    for (const Integer value : {-3, 0, 1, 2, 5}) add({.op = TermOp::number, .sort = Sort::number, .value = value});
    for (int i = 0; i < 2; ++i) add({.op = TermOp::truth, .sort = Sort::truth, .value = i});
  }

  std::vector<Plan> plans(std::size_t count) {
    while (plans_.size() < count) step();
    return plans_;
  }

 private:
  void add(Plan plan) {
    (plan.sort == Sort::truth ? truths_ : numbers_).push_back(plans_.size());
    plans_.push_back(plan);
  }
  std::size_t one(const std::vector<std::size_t>& of) {
    // What was made last more often: so they become deep.
    const std::size_t from = random_() % 2 == 0 ? of.size() * 2 / 3 : 0;
    return of[from + random_() % (of.size() - from)];
  }
  void step() {
    static constexpr std::array ops{TermOp::negation, TermOp::both,      TermOp::either, TermOp::choose,
                                    TermOp::choose,   TermOp::equal,     TermOp::equal,  TermOp::at_most,
                                    TermOp::at_most,  TermOp::add,       TermOp::add,    TermOp::times,
                                    TermOp::quotient, TermOp::remainder, TermOp::apply};
    Plan plan{.op = ops[random_() % ops.size()], .sort = Sort::truth};
    const bool flip = random_() % 2 == 0;
    switch (plan.op) {
      case TermOp::negation:
      case TermOp::both:
      case TermOp::either: plan.a = one(truths_), plan.b = one(truths_); break;
      case TermOp::choose:
        plan.sort = flip ? Sort::truth : Sort::number;
        plan.a = one(truths_);
        plan.b = one(flip ? truths_ : numbers_), plan.c = one(flip ? truths_ : numbers_);
        break;
      case TermOp::equal: plan.a = one(flip ? truths_ : numbers_), plan.b = one(flip ? truths_ : numbers_); break;
      case TermOp::at_most: plan.a = one(numbers_), plan.b = one(numbers_); break;
      case TermOp::quotient:
      case TermOp::remainder:
        plan.sort = Sort::number;
        plan.a = one(numbers_), plan.b = truths + unknowns + 2 + random_() % 3;  // 1, 2 or 5
        break;
      case TermOp::times:
        plan.sort = Sort::number;
        plan.a = one(numbers_),
        plan.b = random_() % 4 == 0 ? truths + random_() % unknowns : truths + unknowns + random_() % 5;
        break;
      default: plan.sort = Sort::number, plan.a = one(numbers_), plan.b = one(numbers_); break;
    }
    add(plan);
  }

  std::mt19937_64 random_;
  std::vector<Plan> plans_;
  std::vector<std::size_t> truths_, numbers_;
};

Function wave_function() {
  return {.name = "wave",
          .piece = [](Integer at) -> std::optional<FunctionPiece> {
            const Integer far = Integer{1} << 90;
            if (at < -3) return FunctionPiece{-far, -4, 0, 2};
            if (at < 4) return FunctionPiece{-3, 3, 1, 1};
            return FunctionPiece{4, far, 0, 9};
          },
          .least = -2,
          .most = 9,
          .band = {}};
}

struct Made {
  Terms terms;
  std::vector<Term> variables;
  FunctionId wave = 0;

  Made() {
    for (std::size_t i = 0; i < truths; ++i) {
      variables.push_back(terms.variable({.name = "p" + std::to_string(i), .sort = Sort::truth}));
    }
    for (std::size_t i = 0; i < unknowns; ++i) {
      variables.push_back(terms.variable({"x" + std::to_string(i), Sort::number, numbers.front(), numbers.back()}));
    }
    wave = terms.function(wave_function());
  }

  Term term(const Plan& plan, const std::vector<Term>& made) {
    const auto at = [&](std::size_t index) { return made[index]; };
    switch (plan.op) {
      case TermOp::truth: return terms.truth(plan.value != 0);
      case TermOp::number: return terms.number(plan.value);
      case TermOp::variable: return variables[static_cast<std::size_t>(plan.value)];
      case TermOp::negation: return terms.negation(at(plan.a));
      case TermOp::both: return terms.both(at(plan.a), at(plan.b));
      case TermOp::either: return terms.either(at(plan.a), at(plan.b));
      case TermOp::choose: return terms.choose(at(plan.a), at(plan.b), at(plan.c));
      case TermOp::equal: return terms.equal(at(plan.a), at(plan.b));
      case TermOp::at_most: return terms.at_most(at(plan.a), at(plan.b));
      case TermOp::add: return terms.add(at(plan.a), at(plan.b));
      case TermOp::times: return terms.times(at(plan.a), at(plan.b));
      case TermOp::quotient: return terms.quotient(at(plan.a), at(plan.b));
      case TermOp::remainder: return terms.remainder(at(plan.a), at(plan.b));
      case TermOp::apply: return terms.apply(wave, at(plan.a));
    }
    return 0;
  }
};

/// Calls with every assignment of the variables.
template <typename Visit>
void each_assignment(Visit visit) {
  for (std::size_t bits = 0; bits < std::size_t{1} << truths; ++bits) {
    for (std::size_t at = 0; at < numbers.size() * numbers.size() * numbers.size(); ++at) {
      std::vector<Integer> given;
      for (std::size_t i = 0; i < truths; ++i) given.push_back(static_cast<Integer>(bits >> i & 1));
      std::size_t rest = at;
      for (std::size_t i = 0; i < unknowns; ++i, rest /= numbers.size())
        given.push_back(numbers[rest % numbers.size()]);
      visit(given);
    }
  }
}

}  // namespace

TEST_CASE("terms come to what was asked for, however they were simplified") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const std::vector<Plan> plans = Planner(seed).plans(60);
    Made made;
    std::vector<Term> made_terms;
    for (const Plan& plan : plans) made_terms.push_back(made.term(plan, made_terms));
    std::size_t wrong = 0;
    each_assignment([&](const std::vector<Integer>& given) {
      Assignment assignment;
      for (std::size_t i = 0; i < given.size(); ++i) assignment.set(static_cast<std::uint32_t>(i), given[i]);
      std::vector<Integer> values;
      for (std::size_t i = 0; i < plans.size(); ++i) {
        const Integer value = expected(plans[i], values, given);
        values.push_back(value);
        // Products of products leave every range in the end; what follows from them is left out.
        if (value > Integer{1} << 60 || value < -(Integer{1} << 60)) break;
        const Range range = made.terms.range(made_terms[i]);
        if (plans[i].sort == Sort::number && (value < range.least || value > range.most)) ++wrong;
        if (assignment.evaluate(made.terms, made_terms[i]) != value && wrong++ == 0) {
          UNSCOPED_INFO("seed " << seed << ": " << made.terms.text(made_terms[i]));
        }
      }
      CHECK(assignment.exact());
    });
    CHECK(wrong == 0);
  }
}

TEST_CASE("equal terms are one term, and what follows at once is seen at once") {
  Terms terms;
  const Term p = terms.variable({.name = "p"}), q = terms.variable({.name = "q"});
  const Term x = terms.variable({"x", Sort::number, 0, 100}), y = terms.variable({"y", Sort::number, 0, 100});
  const auto number = [&](Integer value) { return terms.number(value); };

  CHECK(terms.truth(false) == 0);
  CHECK(terms.truth(true) == 1);
  CHECK(terms.both(p, q) == terms.both(q, p));
  CHECK(terms.both(p, terms.negation(p)) == terms.truth(false));
  CHECK(terms.either(p, terms.negation(p)) == terms.truth(true));
  CHECK(terms.both(p, terms.either(p, q)) == p);
  CHECK(terms.both(p, terms.either(terms.negation(p), q)) == terms.both(p, q));
  CHECK(terms.negation(terms.negation(p)) == p);
  CHECK(terms.choose(p, x, x) == x);
  CHECK(terms.choose(p, terms.truth(true), q) == terms.either(p, q));
  CHECK(terms.all(std::vector{p, q, terms.negation(p)}) == terms.truth(false));
  CHECK(terms.any(std::vector<Term>{}) == terms.truth(false));

  // Ranges decide.
  CHECK(terms.at_most(x, number(100)) == terms.truth(true));
  CHECK(terms.equal(x, number(101)) == terms.truth(false));
  CHECK(terms.below(terms.add(x, y), number(0)) == terms.truth(false));
  CHECK(terms.remainder(x, number(101)) == x);
  CHECK(terms.quotient(x, number(101)) == number(0));

  // Sums are seen through.
  CHECK(terms.subtract(terms.add(x, y), y) == x);
  CHECK(terms.add(x, y) == terms.add(y, x));
  CHECK(terms.at_most(terms.subtract(x, y), number(5)) == terms.at_most(x, terms.add(y, number(5))));
  CHECK(terms.below(x, number(7)) == terms.at_most(x, number(6)));
  CHECK(terms.at_most(number(7), x) == terms.negation(terms.at_most(x, number(6))));
  CHECK(terms.at_most(terms.times(x, number(10)), number(59)) == terms.at_most(x, number(5)));
  CHECK(terms.equal(terms.times(x, number(10)), number(59)) == terms.truth(false));
  CHECK(terms.quotient(terms.add(terms.times(x, number(1000)), number(2999)), number(1000)) == terms.add(x, number(2)));

  // A comparison of a choice with constants is a condition.
  CHECK(terms.equal(terms.choose(p, number(1), number(2)), number(2)) == terms.negation(p));
  CHECK(terms.at_most(terms.choose(p, number(1), terms.choose(q, number(2), number(3))), number(2)) ==
        terms.either(p, q));
}

TEST_CASE("numbers that outgrow an Integer are noticed") {
  Terms terms;
  const Integer large = Integer{1} << 62;
  const Term x = terms.variable({"x", Sort::number, -large, large});
  Term power = x;
  for (int i = 0; i < 3; ++i) power = terms.times(power, x);
  CHECK(terms.at_most(power, terms.number(7)) != terms.truth(true));
  CHECK(terms.at_most(power, terms.number(7)) != terms.truth(false));
  Assignment small;
  small.set(0, 3);
  CHECK(small.evaluate(terms, power) == 81);
  CHECK(small.exact());
  small.set(0, large);
  small.evaluate(terms, power);
  CHECK_FALSE(small.exact());
}

TEST_CASE("chains of 100,000 terms are made, evaluated and shown") {
  constexpr int length = 100'000;
  Terms terms;
  std::vector<Term> conditions, values;
  for (int i = 0; i < length; ++i) {
    conditions.push_back(terms.variable({.name = "p" + std::to_string(i)}));
    values.push_back(terms.variable({"x" + std::to_string(i), Sort::number, 0, 10}));
  }
  Term both = conditions[0], mixed = conditions[0], sum = values[0], choice = values[0], count = terms.number(0),
       constants = terms.number(0), steps = terms.number(0);
  for (std::size_t i = 1; i < length; ++i) {
    both = terms.both(both, conditions[i]);
    mixed = i % 2 == 0 ? terms.both(mixed, conditions[i]) : terms.either(mixed, conditions[i]);
    sum = terms.add(sum, values[i]);
    choice = terms.choose(conditions[i], values[i], choice);
    count = terms.add(count, terms.choose(conditions[i], terms.number(1), terms.number(0)));
    constants = terms.choose(conditions[i], terms.number(static_cast<Integer>(i)), constants);
    steps = terms.choose(conditions[i], terms.number(0), terms.add(steps, terms.number(1)));
  }
  Assignment assignment;
  for (std::uint32_t i = 0; i < length; ++i) assignment.set(i * 2, 1), assignment.set(i * 2 + 1, i % 3);
  CHECK(assignment.evaluate(terms, both) == 1);
  CHECK(assignment.evaluate(terms, mixed) == 1);
  CHECK(assignment.evaluate(terms, sum) == 99'999);
  CHECK(assignment.evaluate(terms, choice) == (length - 1) % 3);
  CHECK(assignment.evaluate(terms, count) == length - 1);
  CHECK(assignment.evaluate(terms, terms.equal(constants, terms.number(length - 1))) == 1);
  CHECK(assignment.evaluate(terms, terms.at_most(steps, terms.number(0))) == 1);
  CHECK(assignment.evaluate(terms, terms.equal(steps, terms.number(0))) == 1);
  CHECK(terms.text(both).size() < 100'000);
  CHECK(assignment.evaluate(terms, terms.all(conditions)) == 1);
  CHECK(assignment.evaluate(terms, terms.any(conditions)) == 1);
}
