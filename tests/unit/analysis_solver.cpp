#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <set>
#include <vector>

#include "engine/analysis/solver.hpp"

using namespace writ::analysis;

namespace {

constexpr Integer far_away = Integer{1} << 80;

/// Stairs: a tenth of its argument, rounded down. Rising, endlessly many pieces.
Function stairs() {
  return {.name = "stairs",
          .piece = [](Integer at) -> std::optional<FunctionPiece> {
            const Integer step = at >= 0 ? at / 10 : -((9 - at) / 10);
            return FunctionPiece{step * 10, step * 10 + 9, 0, step};
          },
          .rising = true,
          .least = -far_away,
          .most = far_away,
          .band = {}};
}

/// Up, down and level: neither rises nor falls.
Function hills() {
  return {.name = "hills",
          .piece = [](Integer at) -> std::optional<FunctionPiece> {
            if (at < -1) return FunctionPiece{-far_away, -2, 0, 3};
            if (at <= 2) return FunctionPiece{-1, 2, 1, -2};
            return FunctionPiece{3, far_away, 0, at == 3 ? 1 : 1};
          },
          .rising = false,
          .least = -3,
          .most = 3,
          .band = {}};
}

/// Known at the even numbers only.
Function secret() {
  return {.name = "secret",
          .piece = [](Integer at) -> std::optional<FunctionPiece> {
            if (at % 2 != 0) return std::nullopt;
            return FunctionPiece{at, at, 0, at == 2 ? 1 : 0};
          },
          .rising = false,
          .least = 0,
          .most = 1,
          .band = {}};
}

Found find(const Terms& terms, std::vector<Term> wanted, SolverLimits limits = {}) {
  return Solver(terms, limits).find(wanted);
}

/// Random conditions over two truths and three numbers from -3 to 4.
class Random {
 public:
  Random(Terms& terms, std::uint64_t seed) : terms_(terms), random_(seed) {
    for (int i = 0; i < 2; ++i) truths_.push_back(terms.variable({.name = "p", .sort = Sort::truth}));
    for (int i = 0; i < 3; ++i) numbers_.push_back(terms.variable({"x", Sort::number, -3, 4}));
    for (const int value : {-4, -1, 0, 1, 2, 7}) numbers_.push_back(terms.number(value));
    functions_ = {terms.function(stairs()), terms.function(hills())};
  }

  Term condition(int steps) {
    for (int i = 0; i < steps; ++i) step();
    std::vector<Term> last;
    for (int i = 0; i < 4; ++i) {
      const Term term = truths_[truths_.size() - 1 - random_() % std::min<std::size_t>(truths_.size(), 12)];
      last.push_back(random_() % 2 == 0 ? term : terms_.negation(term));
    }
    return terms_.all(last);
  }

 private:
  Term truth() { return truths_[random_() % truths_.size()]; }
  Term number() { return numbers_[random_() % numbers_.size()]; }
  Term constant() { return terms_.number(static_cast<Integer>(random_() % 6) + 2); }
  void step() {
    switch (random_() % 14) {
      case 0: truths_.push_back(terms_.both(truth(), truth())); break;
      case 1: truths_.push_back(terms_.either(truth(), truth())); break;
      case 2: truths_.push_back(terms_.choose(truth(), truth(), truth())); break;
      case 3: numbers_.push_back(terms_.choose(truth(), number(), number())); break;
      case 4: truths_.push_back(terms_.equal(truth(), truth())); break;
      case 5:
      case 6: truths_.push_back(terms_.equal(number(), number())); break;
      case 7:
      case 8: truths_.push_back(terms_.at_most(number(), number())); break;
      case 9: numbers_.push_back(terms_.add(number(), number())); break;
      case 10: numbers_.push_back(terms_.subtract(number(), terms_.times(number(), constant()))); break;
      case 11: numbers_.push_back(terms_.quotient(number(), constant())); break;
      case 12: numbers_.push_back(terms_.remainder(number(), constant())); break;
      default: numbers_.push_back(terms_.apply(functions_[random_() % 2], number())); break;
    }
  }

  Terms& terms_;
  std::mt19937_64 random_;
  std::vector<Term> truths_, numbers_;
  std::vector<FunctionId> functions_;
};

bool some_assignment(const Terms& terms, Term condition) {
  for (int bits = 0; bits < 4; ++bits) {
    for (int at = 0; at < 512; ++at) {
      Assignment assignment;
      assignment.set(0, bits & 1);
      assignment.set(1, bits >> 1);
      for (std::uint32_t i = 0; i < 3; ++i) assignment.set(2 + i, (at >> (3 * i) & 7) - 3);
      if (assignment.evaluate(terms, condition) == 1) return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("what is possible is found, and nothing else, as brute force says") {
  std::size_t possible = 0, impossible = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Terms terms;
    const Term condition = Random(terms, seed).condition(40);
    Found found = find(terms, {condition});
    const bool expected = some_assignment(terms, condition);
    INFO("seed " << seed << ": " << terms.text(condition) << " " << found.why);
    REQUIRE(found.possible == (expected ? Possible::yes : Possible::no));
    if (expected) REQUIRE(found.assignment.evaluate(terms, condition) == 1);
    ++(expected ? possible : impossible);
  }
  CHECK(possible > 50);
  CHECK(impossible > 50);
}

TEST_CASE("a solver keeps what it was told, and what it was taught, between queries") {
  Terms terms;
  const Term x = terms.variable({"x", Sort::number, 0, 1'000'000}), y = terms.variable({"y", Sort::number, 0, 50});
  const FunctionId f = terms.function(stairs());
  Solver solver(terms);
  solver.assume(terms.at_most(terms.number(500), x));
  for (Integer step = 40; step < 60; ++step) {
    Found found = solver.find(std::vector{terms.equal(terms.apply(f, x), terms.number(step))});
    REQUIRE(found.possible == (step >= 50 ? Possible::yes : Possible::no));
    if (step >= 50) CHECK(found.assignment.get(terms, 0) / 10 == step);
  }
  CHECK(solver.find(std::vector{terms.at_most(x, y)}).possible == Possible::no);
  CHECK(solver.find(std::vector{terms.at_most(y, x)}).possible == Possible::yes);
  CHECK(solver.find({}).possible == Possible::yes);
  // Terms that were made since are known to it.
  const Term later = terms.variable({.name = "later"});
  Found found = solver.find(std::vector{later, terms.equal(x, terms.number(777))});
  REQUIRE(found.possible == Possible::yes);
  CHECK(found.assignment.evaluate(terms, later) == 1);
  CHECK(found.assignment.get(terms, 0) == 777);
  solver.assume(terms.truth(false));
  CHECK(solver.find({}).possible == Possible::no);
}

TEST_CASE("functions are learnt where they are looked at") {
  Terms terms;
  const Integer most = 1'000'000'000;
  const Term x = terms.variable({"x", Sort::number, 0, most}), y = terms.variable({"y", Sort::number, 0, most});
  const FunctionId f = terms.function(stairs());
  const Term at_x = terms.apply(f, x), at_y = terms.apply(f, y);

  Found found = find(terms, {terms.equal(at_x, terms.number(12'345'678)), terms.equal(at_y, at_x), terms.below(x, y),
                             terms.at_most(terms.add(x, terms.number(9)), y)});
  INFO(found.why);
  REQUIRE(found.possible == Possible::yes);
  CHECK(found.assignment.get(terms, 0) == 123'456'780);
  CHECK(found.assignment.get(terms, 1) == 123'456'789);
  CHECK(find(terms, {terms.equal(at_y, at_x), terms.at_most(terms.add(x, terms.number(10)), y),
                     terms.at_most(x, terms.number(60)), terms.at_most(terms.number(20), x)})
            .possible == Possible::no);
  CHECK(find(terms, {terms.below(at_y, at_x), terms.below(x, y)}).possible == Possible::no);
  // One of the other.
  const Term twice = terms.apply(f, at_x);
  CHECK(find(terms, {terms.equal(twice, terms.number(77))}).possible == Possible::yes);
  CHECK(find(terms, {terms.equal(twice, terms.number(77)), terms.at_most(x, terms.number(7699))}).possible ==
        Possible::no);
}

TEST_CASE("a function that is not known everywhere may be anything there, but one thing") {
  Terms terms;
  const Term x = terms.variable({"x", Sort::number, 0, 9}), y = terms.variable({"y", Sort::number, 0, 9});
  const FunctionId f = terms.function(secret());
  const Term holds_x = terms.equal(terms.apply(f, x), terms.number(1));
  const Term holds_y = terms.equal(terms.apply(f, y), terms.number(1));
  Found found = find(terms, {holds_x, terms.negation(holds_y), terms.equal(y, terms.number(5))});
  REQUIRE(found.possible == Possible::yes);
  CHECK(found.assignment.evaluate(terms, holds_x) == 1);
  CHECK(found.assignment.evaluate(terms, holds_y) == 0);
  CHECK(find(terms, {holds_x, terms.negation(holds_y), terms.equal(y, x)}).possible == Possible::no);
  CHECK(find(terms, {holds_x, terms.equal(x, terms.number(4))}).possible == Possible::no);
  CHECK(find(terms, {holds_x, terms.equal(x, terms.number(2))}).possible == Possible::yes);
  CHECK(find(terms, {holds_x, terms.equal(x, terms.number(3))}).possible == Possible::yes);
}

TEST_CASE("products of unknown numbers") {
  Terms terms;
  const Term x = terms.variable({"x", Sort::number, 2, 1000}), y = terms.variable({"y", Sort::number, 2, 1000});
  Found found = find(terms, {terms.equal(terms.times(x, y), terms.number(77)), terms.below(x, y)});
  REQUIRE(found.possible == Possible::yes);
  CHECK(found.assignment.get(terms, 0) == 7);
  CHECK(find(terms, {terms.equal(terms.times(x, y), terms.number(3))}).possible == Possible::no);
}

TEST_CASE("what costs too much is unknown, and says why") {
  Terms terms;
  // Eleven pigeons in ten holes.
  constexpr std::size_t holes = 10;
  std::vector<std::vector<Term>> sits(holes + 1);
  std::vector<Term> rules;
  for (auto& pigeon : sits) {
    for (std::size_t hole = 0; hole < holes; ++hole) pigeon.push_back(terms.variable({.name = "p"}));
    rules.push_back(terms.any(pigeon));
  }
  for (std::size_t hole = 0; hole < holes; ++hole) {
    for (std::size_t a = 0; a < sits.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) rules.push_back(terms.negation(terms.both(sits[a][hole], sits[b][hole])));
    }
  }
  Solver solver(terms, {.milliseconds = 50});
  const Found found = solver.find(rules);
  CHECK(found.possible == Possible::unknown);
  CHECK(found.why == "the time limit was reached");
  // It goes on to serve, and to give the same answers.
  CHECK(solver.find(rules).possible == Possible::unknown);
  CHECK(solver.find(std::vector{rules[0]}).possible == Possible::yes);

  const FunctionId f = terms.function(hills());
  const Term x = terms.variable({"x", Sort::number, -9, 9});
  const Found taught = find(terms, {terms.equal(terms.apply(f, x), terms.number(-3))}, {.lessons = 0});
  CHECK(taught.possible == Possible::unknown);
  CHECK(taught.why == "too many dates, times or texts had to be looked at one by one");
}

TEST_CASE("numbers beyond 64 bits and beyond all bounds") {
  Terms terms;
  const Integer large = Integer{1} << 62;
  const Term x = terms.variable({"x", Sort::number, -large, large}), y = terms.variable({"y", Sort::number, 0, large});
  const Term product = terms.times(x, terms.number(1'000'000));
  Found found = find(terms, {terms.at_most(terms.number(large), product), terms.at_most(y, x)});
  REQUIRE(found.possible == Possible::yes);
  Found limit =
      find(terms, {terms.equal(terms.add(product, terms.number(1)), terms.number(large * 1'000'000 - 999'999))});
  REQUIRE(limit.possible == Possible::yes);
  CHECK(limit.assignment.get(terms, 0) == large - 1);
}

TEST_CASE("long chains can be asked about") {
  constexpr std::size_t length = 30'000;
  Terms terms;
  std::vector<Term> conditions;
  for (std::size_t i = 0; i < length; ++i) conditions.push_back(terms.variable({.name = "p"}));
  Term mixed = conditions[0], choice = terms.number(0);
  for (std::size_t i = 1; i < length; ++i) {
    mixed = i % 2 == 0 ? terms.both(mixed, conditions[i]) : terms.either(mixed, conditions[i]);
    choice = terms.choose(conditions[i], terms.number(static_cast<Integer>(i)), choice);
  }
  // Too much for a second's steps, perhaps; but never wrong.
  CHECK(find(terms, {mixed}).possible != Possible::no);
  CHECK(find(terms, {terms.equal(choice, terms.number(7))}).possible != Possible::no);
  CHECK(find(terms, {terms.equal(choice, terms.number(7)), conditions[9]}).possible != Possible::yes);
}
