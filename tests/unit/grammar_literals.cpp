// Literals: what they are worth, and what is offered where they are not well written.

#include "grammar/literals.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace writ;
using namespace writ::syntax;

template <typename Kind>
Kind value(const DecodedLiteral& decoded) {
  REQUIRE(!decoded.problem);
  return std::get<Kind>(*decoded.value);
}

std::string offered(const DecodedLiteral& decoded) {
  if (!decoded.problem) return "no problem";
  return decoded.problem->replacement.value_or("nothing");
}

constexpr std::int64_t second = 1'000'000;

TEST_CASE("numbers") {
  CHECK(value<IntLiteral>(decode_number("1_000", false)).value == 1000);
  CHECK(value<DecimalLiteral>(decode_number("0.05", false)).millionths == 50'000);
  CHECK(value<DecimalLiteral>(decode_number("5%", false)).millionths == 50'000);
  CHECK(value<DecimalLiteral>(decode_number("12.3456%", false)).millionths == 123'456);
  CHECK(value<DecimalLiteral>(decode_number("1.5000000", false)).millionths == 1'500'000);
  CHECK(value<IntLiteral>(decode_number("9223372036854775807", false)).value == INT64_MAX);
  CHECK(value<IntLiteral>(decode_number("9223372036854775808", true)).value == INT64_MIN);
  CHECK(decode_number("9223372036854775808", false).problem->code == Code::number_out_of_range);
  CHECK(decode_number("99999999999999999999999", false).problem->code == Code::number_out_of_range);
  CHECK(decode_number("0.0000001", false).problem->code == Code::number_out_of_range);
  CHECK(decode_number("9223372036855.0", false).problem->code == Code::number_out_of_range);
  CHECK(decode_number("1__0", false).problem->code == Code::bad_number);
  CHECK(decode_number("1_", false).problem->code == Code::bad_number);
  CHECK(decode_number("1e6", false).problem->code == Code::bad_number);
  CHECK(decode_number("0x1F", false).problem->code == Code::bad_number);
  CHECK(decode_number("3rd", false).problem->code == Code::bad_number);
}

TEST_CASE("durations and periods") {
  CHECK(value<DurationLiteral>(decode_number("24h", false)).microseconds == 86'400 * second);
  CHECK(value<DurationLiteral>(decode_number("1h30m", false)).microseconds == 5'400 * second);
  CHECK(value<DurationLiteral>(decode_number("250ms", false)).microseconds == 250'000);
  CHECK(value<DurationLiteral>(decode_quantities({{"48", "hours"}})).microseconds == 172'800 * second);
  CHECK(value<PeriodLiteral>(decode_quantities({{"3", "days"}})).count == 3);
  CHECK(value<PeriodLiteral>(decode_quantities({{"1", "month"}})).unit == PeriodUnit::months);
  CHECK(value<PeriodLiteral>(decode_quantities({{"2", "business days"}})).unit == PeriodUnit::business_days);
  CHECK(offered(decode_quantities({{"1", "hour"}, {"30", "minutes"}})) == "1h30m");
  CHECK(offered(decode_quantities({{"24", "h"}})) == "24h");
  CHECK(offered(decode_quantities({{"1.5", "hours"}})) == "1h30m");
  CHECK(offered(decode_quantities({{"50", "CNY"}})) == "CNY 50");
  CHECK(offered(decode_quantities({{"1", "month"}, {"3", "days"}})) == "nothing");
  CHECK(offered(decode_number("1.5h", false)) == "1h30m");
  CHECK(offered(decode_number("30m1h", false)) == "1h30m");
  CHECK(offered(decode_number("3d", false)) == "3 days");
  CHECK(offered(decode_number("1d", false)) == "1 day");
  CHECK(offered(decode_number("48hours", false)) == "48 hours");
  CHECK(offered(decode_number("24小时", false)) == "24 hours");
  CHECK(offered(decode_number("3个工作日", false)) == "3 business days");
  CHECK(offered(decode_number("50元", false)) == "CNY 50");
  CHECK(decode_number("9999999999999h", false).problem->code == Code::number_out_of_range);
}

TEST_CASE("dates, times and instants") {
  CHECK(value<DateLiteral>(decode_date("2024-02-29")).day == 29);
  CHECK(value<TimeLiteral>(decode_time("23:59:59")).microseconds == 86'399 * second);
  CHECK(value<TimeLiteral>(decode_time("00:00:00.000001")).microseconds == 1);
  const auto instant = value<InstantLiteral>(decode_date("2025-03-12T10:00:00+08:00"));
  CHECK(instant.offset_seconds == 28'800);
  CHECK(value<InstantLiteral>(decode_date("2025-03-12T10:00:00Z")).offset_seconds == 0);
  CHECK(value<InstantLiteral>(decode_date("2025-03-12T10:00:00-05:30")).offset_seconds == -19'800);
  CHECK(!value<InstantLiteral>(decode_date("2025-03-12T10:00:00.5")).offset_seconds);
  CHECK(offered(decode_date("2025-3-12")) == "2025-03-12");
  CHECK(offered(decode_time("23:59")) == "23:59:00");
  CHECK(offered(decode_time("9:05:00")) == "09:05:00");
  CHECK(offered(decode_date("2025-03-12 10:00:00")) == "2025-03-12T10:00:00");
  CHECK(offered(decode_date("2025-3-1T9:00+8")) == "2025-03-01T09:00:00+08:00");
  CHECK(offered(decode_date("2025-03-12t10:00:00z")) == "2025-03-12T10:00:00Z");
  CHECK(decode_date("2025-10").problem->help.size() == 2);
  CHECK(decode_date("2025-02-29").problem->code == Code::no_such_date);
  CHECK(decode_date("2025-13-01").problem->code == Code::no_such_date);
  CHECK(decode_date("0000-01-01").problem->code == Code::no_such_date);
  CHECK(decode_date("2025-01-01T24:00:00").problem->code == Code::no_such_date);
  CHECK(decode_time("23:59:60").problem->code == Code::no_such_date);
  CHECK(decode_date("2025-01-01T10:00:00.1234567").problem->code == Code::bad_date);
  CHECK(decode_date("2025-03-12-05").problem->code == Code::bad_date);
}

TEST_CASE("money") {
  CHECK(value<MoneyLiteral>(decode_money("CNY", "50")).millionths == 50 * second);
  CHECK(value<MoneyLiteral>(decode_money("CNY", "50.05")).millionths == 50'050'000);
  CHECK(decode_money("CNY", "5%").problem->code == Code::bad_money);
  CHECK(decode_money("CNY", "9223372036854775807").problem->code == Code::number_out_of_range);
  CHECK(explain_currency_sign("¥", "50").replacement == "CNY 50");
}

TEST_CASE("texts") {
  CHECK(decode_text(R"(a\"b\\c\n\t\u{4E2D})", true).value == "a\"b\\c\n\t中");
  CHECK(decode_text("{{x}}", true).value == "{x}");
  CHECK(decode_text("{x}", false).value == "{x}");
  CHECK(decode_text("x}", true).problems.size() == 1);
  CHECK(decode_text(R"(\q\u{D800}\u41)", true).problems.size() == 3);
}

}  // namespace
