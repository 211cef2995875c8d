// Dates, times of day and instants as literals.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "grammar/literals.hpp"

namespace writ {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

constexpr int days_in(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<LiteralProblem> bad(std::string message, std::string form) {
  std::string help = fmt::format("write `{}`", form);
  return LiteralProblem{Code::bad_date, std::move(message), {std::move(help)}, std::move(form)};
}
std::optional<LiteralProblem> bad_without_form(std::string message, std::string help) {
  return LiteralProblem{Code::bad_date, std::move(message), {std::move(help)}, std::nullopt};
}

/// The numbers of "2025-3-12" or "10:00"; nothing where it is not digits between single separators.
struct Parts {
  std::array<std::string_view, 4> text;
  std::array<int, 4> value{};
  std::size_t count = 0;
};
std::optional<Parts> split(std::string_view written, char separator) {
  Parts parts;
  for (;;) {
    const std::size_t end = std::min(written.find(separator), written.size());
    const std::string_view part = written.substr(0, end);
    if (part.empty() || part.size() > 4 || parts.count == 4 || !std::all_of(part.begin(), part.end(), is_digit))
      return std::nullopt;
    int value = 0;
    for (const char c : part) value = value * 10 + (c - '0');
    parts.text[parts.count] = part;
    parts.value[parts.count++] = value;
    if (end == written.size()) return parts;
    written.remove_prefix(end + 1);
  }
}

struct DatePart {
  std::optional<syntax::DateLiteral> value;
  std::optional<LiteralProblem> problem;
  std::string form{};  ///< As it should have been written.
};
DatePart date_part(std::string_view written) {
  const auto parts = split(written, '-');
  if (!parts || parts->count > 3) {
    return {{}, bad_without_form(fmt::format("`{}` is no date", written), "a date is written `2025-03-12`")};
  }
  const auto& value = parts->value;
  if (parts->count == 2) {
    return {{},
            LiteralProblem{Code::bad_date,
                           fmt::format("`{}` is no whole date", written),
                           {fmt::format("a date has a day too: `{}-{:02}-01`", parts->text[0], value[1]),
                            fmt::format("a subtraction has spaces: `{} - {}`", parts->text[0], parts->text[1])},
                           std::nullopt}};
  }
  std::string form = fmt::format("{}-{:02}-{:02}", parts->text[0], value[1], value[2]);
  if (parts->text[1].size() != 2 || parts->text[2].size() != 2) {
    return {{}, bad("month and day have two digits each", form), form};
  }
  LiteralProblem none{Code::no_such_date, fmt::format("there is no {}", written), {}, std::nullopt};
  if (value[0] < 1) none.help.emplace_back("years go from 0001 to 9999");
  if (value[1] < 1 || value[1] > 12) none.help.emplace_back("months go from 01 to 12: a date is year, month, day");
  if (none.help.empty() && (value[2] < 1 || value[2] > days_in(value[0], value[1]))) {
    none.help.push_back(fmt::format("{} {} has {} days", month_names[static_cast<std::size_t>(value[1] - 1)],
                                    parts->text[0], days_in(value[0], value[1])));
  }
  if (!none.help.empty()) return {{}, std::move(none), form};
  return {syntax::DateLiteral{value[0], static_cast<std::uint8_t>(value[1]), static_cast<std::uint8_t>(value[2])},
          {},
          form};
}

struct TimePart {
  std::optional<syntax::TimeLiteral> value;
  std::optional<LiteralProblem> problem;
  std::string form{};
};
TimePart time_part(std::string_view written) {
  const std::size_t point = std::min(written.find('.'), written.size());
  const std::string_view fraction = point < written.size() ? written.substr(point + 1) : std::string_view();
  const auto parts = split(written.substr(0, point), ':');
  if (!parts || parts->count < 2 || parts->count > 3 || !std::all_of(fraction.begin(), fraction.end(), is_digit)) {
    return {{},
            bad_without_form(fmt::format("`{}` is no time of day", written), "a time of day is written `23:59:59`")};
  }
  const auto& value = parts->value;
  const std::string form =
      fmt::format("{:02}:{:02}:{:02}{}", value[0], value[1], parts->count == 3 ? value[2] : 0, written.substr(point));
  if (parts->count == 2) return {{}, bad("a time of day has seconds", form), form};
  for (std::size_t i = 0; i < 3; ++i) {
    if (parts->text[i].size() != 2) return {{}, bad("hours, minutes and seconds have two digits each", form), form};
  }
  if (fraction.size() > 6) {
    return {{}, bad_without_form("a time of day is exact to the microsecond", "six digits may follow the point")};
  }
  if (value[0] > 23 || value[1] > 59 || value[2] > 59) {
    std::string help = value[0] == 24   ? "a day ends before 00:00:00 of the next"
                       : value[2] == 60 ? "leap seconds are not counted: seconds go to 59"
                                        : "hours go to 23, minutes and seconds to 59";
    return {{},
            LiteralProblem{Code::no_such_date, fmt::format("there is no {}", written), {std::move(help)}, std::nullopt},
            form};
  }
  std::int64_t micros = 0;
  for (std::size_t i = 0; i < 6; ++i) micros = micros * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  micros += ((value[0] * 60 + value[1]) * 60 + value[2]) * std::int64_t{1'000'000};
  return {syntax::TimeLiteral{micros}, {}, form};
}

/// "+08:00" in seconds; nothing where it is written otherwise.
std::optional<std::int32_t> offset_seconds(std::string_view written) {
  if (written == "Z") return 0;
  const auto parts = split(written.substr(1), ':');
  if (!parts || parts->count != 2 || parts->text[0].size() != 2 || parts->text[1].size() != 2) return std::nullopt;
  if (parts->value[0] > 23 || parts->value[1] > 59) return std::nullopt;
  const std::int32_t seconds = (parts->value[0] * 60 + parts->value[1]) * 60;
  return written.front() == '-' ? -seconds : seconds;
}

/// "+8", "+0800" and the like as they should be written.
std::string offset_form(std::string_view written) {
  if (written == "z") return "Z";
  std::string digits;
  std::copy_if(written.begin(), written.end(), std::back_inserter(digits), is_digit);
  if (digits.size() == 1 || digits.size() == 3) digits.insert(digits.begin(), '0');
  digits.resize(4, '0');
  return fmt::format("{}{}:{}", written.front(), digits.substr(0, 2), digits.substr(2));
}

}  // namespace

DecodedLiteral decode_time(std::string_view written) {
  TimePart time = time_part(written);
  if (time.problem) return {std::nullopt, std::move(time.problem)};
  return {*time.value, std::nullopt};
}

DecodedLiteral decode_date(std::string_view written) {
  const std::size_t divider = written.find_first_of("Tt ");
  DatePart date = date_part(written.substr(0, divider));
  if (divider == std::string_view::npos) {
    if (date.problem) return {std::nullopt, std::move(date.problem)};
    return {*date.value, std::nullopt};
  }
  const std::string_view behind = written.substr(divider + 1);
  const std::size_t zone_begin = std::min(behind.find_first_of("Zz+-"), behind.size());
  std::string_view clock = behind.substr(0, zone_begin);
  while (!clock.empty() && clock.front() == ' ') clock.remove_prefix(1);
  const std::string_view zone = behind.substr(zone_begin);
  TimePart time = time_part(clock);

  const auto offset = zone.empty() ? std::nullopt : offset_seconds(zone);
  const bool zone_is_bad = !zone.empty() && !offset;
  const bool zone_has_letters =
      zone.size() > 1 && !std::all_of(zone.begin() + 1, zone.end(), [](char c) { return is_digit(c) || c == ':'; });
  if (date.form.empty() || time.form.empty() || zone_has_letters) {
    if (date.problem) return {std::nullopt, std::move(date.problem)};
    return {std::nullopt, bad_without_form(fmt::format("`{}` is no instant", written),
                                           "an instant is written `2025-03-12T10:00:00+08:00`")};
  }
  for (auto* part : {&date.problem, &time.problem}) {
    if (*part && (*part)->code == Code::no_such_date) return {std::nullopt, std::move(*part)};
  }
  if (date.problem || time.problem || zone_is_bad || written[divider] != 'T') {
    std::string form =
        fmt::format("{}T{}{}", date.form, time.form, zone.empty() || offset ? std::string(zone) : offset_form(zone));
    std::string help = fmt::format("write `{}`", form);
    return {std::nullopt, LiteralProblem{Code::bad_date,
                                         fmt::format("`{}` is not how an instant is written", written),
                                         {std::move(help)},
                                         std::move(form)}};
  }
  return {syntax::InstantLiteral{*date.value, *time.value, offset}, std::nullopt};
}

}  // namespace writ
