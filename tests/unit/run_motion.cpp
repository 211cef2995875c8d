// How long comparisons of moving values keep their result, against trying every instant.

#include "engine/run/motion.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace writ;

namespace {

constexpr time::Instant start = 1'000'000;
constexpr time::Instant end = start + 60;

bool holds(Comparison comparison, std::int64_t a, std::int64_t b) {
  return comparison == Comparison::less ? a < b : comparison == Comparison::less_equal ? a <= b : a == b;
}

Moving line(std::int64_t value, std::int64_t slope) { return {number(value), Piece{.until = end, .slope = slope}}; }

const Builtin& builtin(std::string_view name, std::size_t operands, Kind first, Kind result) {
  for (const Builtin& row : builtins()) {
    if (row.name == name && row.parameters.size() == operands && row.parameters[0].kind == first &&
        row.result.kind == result) {
      return row;
    }
  }
  FAIL("no builtin " << name);
  return builtins()[0];
}

}  // namespace

TEST_CASE("comparisons of straight lines are solved exactly", "[run][motion]") {
  std::mt19937 random(7);
  std::uniform_int_distribution<std::int64_t> values(-30, 30), slopes(-3, 3);
  Motions motions;
  motions.begin(start);
  for (int round = 0; round < 20'000; ++round) {
    const Moving a = line(values(random), slopes(random));
    const Moving b = line(values(random), slopes(random));
    for (const Comparison comparison : {Comparison::less, Comparison::less_equal, Comparison::equal}) {
      const bool now = holds(comparison, a.value.number, b.value.number);
      time::Instant expected = end;
      for (time::Instant when = start + 1; when < end; ++when) {
        const std::int64_t left = a.value.number + a.piece.slope * (when - start);
        const std::int64_t right = b.value.number + b.piece.slope * (when - start);
        if (holds(comparison, left, right) != now) {
          expected = when;
          break;
        }
      }
      INFO(a.value.number << " + " << a.piece.slope << "t, " << b.value.number << " + " << b.piece.slope << "t");
      REQUIRE(motions.compared(comparison, a, b).until == expected);
    }
  }
}

TEST_CASE("comparisons of monotone functions are found by bisection", "[run][motion]") {
  // A duration divided by a number rounds: a staircase.
  const Builtin& divide = builtin("/", 2, Kind::duration, Kind::duration);
  const Environment environment;
  Arena arena;
  Motions motions;
  motions.begin(start);
  for (std::int64_t value = -20; value <= 20; ++value) {
    for (const std::int64_t divisor : {-7, -2, 2, 3}) {
      for (const std::int64_t bound : {-6, -1, 0, 1, 5}) {
        const std::array<Moving, 2> operands{line(value, 1), Moving{number(divisor), {}}};
        const auto at = [&](time::Instant when) {
          const Slot arguments[] = {number(value + (when - start)), number(divisor)};
          Slot result;
          REQUIRE(divide.function(CallContext{environment, arena}, arguments, result) == Fault::none);
          return result.number;
        };
        const Moving quotient{number(at(start)),
                              motions.result(divide, divide.function, environment, operands, number(at(start)))};
        for (const Comparison comparison : {Comparison::less, Comparison::less_equal, Comparison::equal}) {
          time::Instant expected = end;
          for (time::Instant when = start + 1; when < end; ++when) {
            if (holds(comparison, at(when), bound) != holds(comparison, at(start), bound)) {
              expected = when;
              break;
            }
          }
          INFO(value << " / " << divisor << " against " << bound);
          const time::Instant until = motions.compared(comparison, quotient, Moving{number(bound), {}}).until;
          // An equality may end its piece earlier, where the sign of the difference changes; never later.
          if (comparison == Comparison::equal) {
            REQUIRE(until <= expected);
          } else {
            REQUIRE(until == expected);
          }
        }
      }
    }
  }
}
