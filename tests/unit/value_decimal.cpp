#include <catch2/catch.hpp>

#include <limits>
#include <optional>
#include <random>

#include "engine/facts/json_scalars.hpp"
#include "engine/value/decimal.hpp"

using namespace writ;
using decimal::Rounding;

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

std::int64_t quotient(std::int64_t a, std::int64_t b, std::int64_t c) {
  std::int64_t result = 0;
  REQUIRE(decimal::multiply_divide(a, b, c, result) == Fault::none);
  return result;
}

std::int64_t rounded(std::int64_t value, std::int64_t places, Rounding rounding) {
  std::int64_t result = 0;
  REQUIRE(decimal::round(value, places, rounding, result) == Fault::none);
  return result;
}

std::string written(std::int64_t value, int places = 0) {
  std::string out;
  decimal::append(out, value, places);
  return out;
}

std::optional<std::int64_t> read_back(std::string_view text) {
  std::int64_t value = 0;
  if (json::read_decimal_text(text, 6, value) != json::Exactness::exact) return std::nullopt;
  return value;
}

}  // namespace

TEST_CASE("products and quotients round half to even") {
  CHECK(quotient(5, 1, 2) == 2);
  CHECK(quotient(7, 1, 2) == 4);
  CHECK(quotient(-5, 1, 2) == -2);
  CHECK(quotient(-7, 1, 2) == -4);
  CHECK(quotient(5, 1, -2) == -2);
  CHECK(quotient(-7, 1, -2) == 4);
  CHECK(quotient(1, 1, 3) == 0);
  CHECK(quotient(2, 1, 3) == 1);
  CHECK(quotient(-2, 1, 3) == -1);
  CHECK(quotient(500'000, 1, 1'000'000) == 0);
  CHECK(quotient(1'500'000, 1, 1'000'000) == 2);
  CHECK(quotient(0, highest, lowest) == 0);
}

TEST_CASE("the ends of the range are exact, and beyond them is an overflow") {
  std::int64_t result = 0;
  CHECK(quotient(highest, decimal::one, decimal::one) == highest);
  CHECK(quotient(lowest, decimal::one, decimal::one) == lowest);
  CHECK(quotient(lowest, 1, 1) == lowest);
  CHECK(quotient(lowest, lowest, lowest) == lowest);
  CHECK(quotient(highest, 1, lowest) == -1);
  CHECK(quotient(lowest, 1, 2) == lowest / 2);
  CHECK(decimal::multiply_divide(lowest, 1, -1, result) == Fault::overflow);
  CHECK(decimal::multiply_divide(lowest, -1, 1, result) == Fault::overflow);
  CHECK(decimal::multiply_divide(highest, 2, 1, result) == Fault::overflow);
  CHECK(decimal::multiply_divide(lowest, lowest, 1, result) == Fault::overflow);
  CHECK(decimal::multiply_divide(1, 1, 0, result) == Fault::division_by_zero);
  CHECK(decimal::multiply_divide(0, 0, 0, result) == Fault::division_by_zero);
}

TEST_CASE("word and wide arithmetic agree") {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> small(-2'000'000'000, 2'000'000'000);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t a = small(random), c = small(random);
    if (c == 0) continue;
    // A factor and a divisor lifted by the same power of two: the same quotient, through 128 bits.
    const std::int64_t lift = std::int64_t{1} << 31;
    CHECK(quotient(a, 12'345, c) == quotient(a, 12'345 * lift, c * lift));
  }
}

TEST_CASE("round, round_down and round_up") {
  CHECK(rounded(2'345'000, 2, Rounding::half_away) == 2'350'000);
  CHECK(rounded(-2'345'000, 2, Rounding::half_away) == -2'350'000);
  CHECK(rounded(2'344'999, 2, Rounding::half_away) == 2'340'000);
  CHECK(rounded(2'349'999, 2, Rounding::down) == 2'340'000);
  CHECK(rounded(-2'349'999, 2, Rounding::down) == -2'340'000);
  CHECK(rounded(2'340'001, 2, Rounding::up) == 2'350'000);
  CHECK(rounded(-2'340'001, 2, Rounding::up) == -2'350'000);
  CHECK(rounded(2'340'000, 2, Rounding::up) == 2'340'000);
  CHECK(rounded(1'234'567, 6, Rounding::half_away) == 1'234'567);
  CHECK(rounded(1'250 * decimal::one, -2, Rounding::half_away) == 1'300 * decimal::one);
  CHECK(rounded(4'000'000'000'000 * decimal::one, -12, Rounding::down) == 4'000'000'000'000 * decimal::one);
  CHECK(rounded(highest, 6, Rounding::up) == highest);
  std::int64_t result = 0;
  CHECK(decimal::round(highest, 0, Rounding::up, result) == Fault::overflow);
  CHECK(decimal::round(lowest, 0, Rounding::up, result) == Fault::overflow);
  CHECK(decimal::round(highest, -12, Rounding::half_away, result) == Fault::none);
  CHECK(decimal::round(1, 7, Rounding::down, result) == Fault::bad_argument);
  CHECK(decimal::round(1, -13, Rounding::down, result) == Fault::bad_argument);
  CHECK(decimal::round(1, highest, Rounding::down, result) == Fault::bad_argument);
  CHECK(decimal::round(1, lowest, Rounding::down, result) == Fault::bad_argument);
  CHECK(decimal::round_to_int(2'500'000, Rounding::half_away, result) == Fault::none);
  CHECK(result == 3);
  CHECK(decimal::round_to_int(-2'500'001, Rounding::down, result) == Fault::none);
  CHECK(result == -2);
}

TEST_CASE("decimals are written in the fewest digits and read back") {
  CHECK(written(40'000) == "0.04");
  CHECK(written(-12'000'000) == "-12");
  CHECK(written(0) == "0");
  CHECK(written(0, 2) == "0.00");
  CHECK(written(6'170'000, 2) == "6.17");
  CHECK(written(6'100'000, 2) == "6.10");
  CHECK(written(6'123'456, 2) == "6.123456");
  CHECK(written(-1) == "-0.000001");
  CHECK(written(50'000'000, 2) == "50.00");
  CHECK(written(lowest) == "-9223372036854.775808");
  for (const std::int64_t value :
       {lowest, lowest + 1, std::int64_t{-1}, std::int64_t{0}, std::int64_t{999'999}, highest}) {
    CHECK(read_back(written(value)) == value);
    CHECK(read_back(written(value, 6)) == value);
  }
}

TEST_CASE("decimals are read exactly or not at all") {
  CHECK(read_back("12.30") == 12'300'000);
  CHECK(read_back("-0.5") == -500'000);
  CHECK(read_back("-0") == 0);
  CHECK(read_back("0.1234560000") == 123'456);
  CHECK(read_back("0.1234561") == std::nullopt);
  CHECK(read_back("9223372036854.775807") == highest);
  CHECK(read_back("9223372036854.775808") == std::nullopt);
  CHECK(read_back("-9223372036854.775808") == lowest);
  CHECK(read_back("-9223372036854.775809") == std::nullopt);
  CHECK(read_back("99999999999999999999999") == std::nullopt);
  for (const char* text : {"", "-", ".", ".5", "5.", "+5", "--5", "1e3", "1,5", " 5", "5 ", "0x5", "1.2.3", "٣"}) {
    INFO(text);
    CHECK(read_back(text) == std::nullopt);
  }
}
