#include "grammar/literals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "grammar/unicode.hpp"

namespace writ {
namespace {

using syntax::PeriodUnit;

constexpr std::int64_t million = 1'000'000;
__extension__ using Wide = __int128;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

DecodedLiteral problem(Code code, std::string message, std::vector<std::string> help = {},
                       std::optional<std::string> replacement = std::nullopt) {
  return {std::nullopt, LiteralProblem{code, std::move(message), std::move(help), std::move(replacement)}};
}

/// A problem whose one help line offers the form that was meant.
DecodedLiteral offer(Code code, std::string message, std::string form) {
  std::string help = fmt::format("write `{}`", form);
  return problem(code, std::move(message), {std::move(help)}, std::move(form));
}

/// `number` without underscores, where these stand between digits only.
std::optional<std::string> without_underscores(std::string_view number) {
  std::string digits;
  for (std::size_t at = 0; at < number.size(); ++at) {
    if (number[at] != '_') {
      digits.push_back(number[at]);
      continue;
    }
    const bool between = at > 0 && at + 1 < number.size() && is_digit(number[at - 1]) && is_digit(number[at + 1]);
    if (!between) return std::nullopt;
  }
  return digits;
}

std::optional<std::uint64_t> whole(std::string_view digits) {
  constexpr std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (limit - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

/// Millionths of "12.5", with `places` digits behind the point at most.
struct Millionths {
  std::int64_t value = 0;
  bool too_fine = false, too_large = false;
};
Millionths millionths(std::string_view digits, std::size_t shift) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  std::string fraction(point < digits.size() ? digits.substr(point + 1) : std::string_view());
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  const std::size_t places = 6 - shift;
  if (fraction.size() > places) return {.too_fine = true};
  fraction.append(places - fraction.size(), '0');
  const auto value = whole(std::string(digits.substr(0, point)) + fraction);
  if (!value || *value > static_cast<std::uint64_t>(most)) return {.too_large = true};
  return {.value = static_cast<std::int64_t>(*value)};
}

// ---- units ------------------------------------------------------------------------------------------------------

struct ExactUnit {
  std::string_view letters;
  std::int64_t microseconds;
};
constexpr ExactUnit exact_units[] = {
    {"h", 3'600 * million},
    {"m", 60 * million},
    {"s", million},
    {"ms", 1'000},
};

/// A unit as a word: of an exact duration (`letters`), or of a period.
struct UnitWord {
  std::string_view word;
  std::string_view letters;
  std::optional<PeriodUnit> period;
};
constexpr UnitWord unit_words[] = {
    {"hour", "h", {}},
    {"minute", "m", {}},
    {"second", "s", {}},
    {"millisecond", "ms", {}},
    {"day", {}, PeriodUnit::days},
    {"week", {}, PeriodUnit::weeks},
    {"month", {}, PeriodUnit::months},
    {"year", {}, PeriodUnit::years},
};

/// What people write for a unit and the language does not: abbreviations, and the units of other languages.
struct MeantUnit {
  std::string_view written, meant;
};
constexpr MeantUnit meant_units[] = {
    {"d", "days"},
    {"w", "weeks"},
    {"y", "years"},
    {"mo", "months"},
    {"min", "m"},
    {"mins", "m"},
    {"hr", "h"},
    {"hrs", "h"},
    {"sec", "s"},
    {"secs", "s"},
    {"小时", "hours"},
    {"个小时", "hours"},
    {"分钟", "minutes"},
    {"秒", "seconds"},
    {"天", "days"},
    {"日", "days"},
    {"周", "weeks"},
    {"个月", "months"},
    {"月", "months"},
    {"年", "years"},
    {"工作日", "business days"},
    {"个工作日", "business days"},
    {"H", "h"},
    {"D", "days"},
    {"M", "m"},
    {"S", "s"},
    {"hour", "hours"},
    {"hours", "hours"},
    {"minute", "minutes"},
    {"minutes", "minutes"},
    {"second", "seconds"},
    {"seconds", "seconds"},
    {"day", "days"},
    {"days", "days"},
    {"week", "weeks"},
    {"weeks", "weeks"},
    {"month", "months"},
    {"months", "months"},
    {"year", "years"},
    {"years", "years"},
    {"milliseconds", "milliseconds"},
};

const ExactUnit* exact_unit(std::string_view letters) {
  const auto* found = std::find_if(std::begin(exact_units), std::end(exact_units),
                                   [&](const ExactUnit& unit) { return unit.letters == letters; });
  return found == std::end(exact_units) ? nullptr : found;
}

const UnitWord* unit_word(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  const auto* found = std::find_if(std::begin(unit_words), std::end(unit_words),
                                   [&](const UnitWord& unit) { return unit.word == word; });
  return found == std::end(unit_words) ? nullptr : found;
}

/// Also of what was misspelt; empty where nobody can tell.
std::string_view meant_unit(std::string_view written) {
  for (const MeantUnit& unit : meant_units) {
    if (unit.written == written) return unit.meant;
  }
  const std::vector<std::string_view> words = {"hour", "hours", "minute", "minutes", "second", "seconds", "day",
                                               "days", "week",  "weeks",  "month",   "months", "year",    "years"};
  return near_miss(written, words).value_or(std::string_view());
}

/// `3 days`, `24h`: a number and a unit as the language writes them.
std::string joined(std::string_view number, std::string_view unit) {
  if (exact_unit(unit) != nullptr) return fmt::format("{}{}", number, unit);
  if (number == "1" && unit.ends_with('s')) unit.remove_suffix(1);
  return fmt::format("{} {}", number, unit);
}

/// A duration in the shortest form: `1h30m`.
std::string duration_text(std::int64_t microseconds) {
  std::string result;
  for (const ExactUnit& unit : exact_units) {
    if (microseconds < unit.microseconds) continue;
    result += fmt::format("{}{}", microseconds / unit.microseconds, unit.letters);
    microseconds %= unit.microseconds;
  }
  return result.empty() ? "0s" : result;
}

/// `number` times `unit` where it is a whole number of milliseconds.
std::optional<std::int64_t> exact_product(std::string_view number, std::int64_t unit) {
  const Millionths amount = millionths(number, 0);
  if (amount.too_fine || amount.too_large) return std::nullopt;
  const auto product = static_cast<Wide>(amount.value) * unit / million;
  if (product > most) return std::nullopt;
  return static_cast<std::int64_t>(product);
}

DecodedLiteral too_long(std::string_view what) {
  return problem(Code::number_out_of_range, fmt::format("this {} is longer than any the engine can hold", what),
                 {"the longest duration is about 292,000 years"});
}

/// `1h30m`: digits and letters in turn, from the largest unit down.
DecodedLiteral decode_compact(std::string_view written) {
  std::int64_t total = 0;
  std::int64_t last_unit = most;
  bool out_of_order = false;
  std::size_t at = 0;
  while (at < written.size()) {
    const std::size_t digits_begin = at;
    while (at < written.size() && (is_digit(written[at]) || written[at] == '_' || written[at] == '.')) ++at;
    const std::string_view number = written.substr(digits_begin, at - digits_begin);
    const std::size_t letters_begin = at;
    while (at < written.size() && !is_digit(written[at])) ++at;
    const std::string_view letters = written.substr(letters_begin, at - letters_begin);

    const ExactUnit* unit = exact_unit(letters);
    if (unit == nullptr || number.empty()) {
      const std::string_view meant = meant_unit(letters);
      const bool whole_literal = digits_begin == 0 && at == written.size();
      if (!meant.empty() && whole_literal) {
        return offer(Code::bad_duration, fmt::format("`{}` is no number with a unit", written), joined(number, meant));
      }
      if (letters == "元" && whole_literal) {
        return offer(Code::bad_money, "an amount of money begins with its currency", fmt::format("CNY {}", number));
      }
      std::vector<std::string> help;
      if (letters.starts_with('e') || letters.starts_with('E') || letters.starts_with('x')) {
        help.emplace_back("numbers are written out in decimal: `1_000_000`, `0.05`");
      } else {
        help.emplace_back(
            "the units are `h`, `m`, `s` and `ms` without a space, or words after one: `48 hours`, `3 days`");
        help.emplace_back("a name cannot begin with a digit");
      }
      return problem(Code::bad_number, fmt::format("`{}` is neither a number nor a duration", written),
                     std::move(help));
    }
    if (number.find('.') != std::string_view::npos) {
      if (const auto meant = exact_product(number, unit->microseconds);
          meant && at == written.size() && *meant % 1'000 == 0) {
        return offer(Code::bad_duration, "a duration counts whole units", duration_text(*meant));
      }
      return problem(Code::bad_duration, "a duration counts whole units",
                     {"write it in smaller units, such as `1h30m`"});
    }
    const auto plain = without_underscores(number);
    if (!plain) return problem(Code::bad_number, "an underscore stands between two digits only");
    const auto part = exact_product(*plain, unit->microseconds);
    if (!part || *part > most - total) return too_long("duration");
    total += *part;
    out_of_order = out_of_order || unit->microseconds >= last_unit;
    last_unit = unit->microseconds;
  }
  if (out_of_order) {
    return offer(Code::bad_duration, "a duration names each unit once, from the largest down", duration_text(total));
  }
  return {syntax::DurationLiteral{total}, std::nullopt};
}

}  // namespace

DecodedLiteral decode_number(std::string_view written, bool behind_minus) {
  const std::size_t percent = written.find('%');
  const std::string_view number = written.substr(0, percent);
  if (percent != std::string_view::npos && percent + 1 != written.size()) {
    return problem(Code::bad_number, fmt::format("`{}` is no number", written),
                   {"nothing follows a percent sign directly"});
  }
  const bool has_letters =
      std::any_of(number.begin(), number.end(), [](char c) { return !is_digit(c) && c != '_' && c != '.'; });
  if (has_letters) return decode_compact(number);

  const auto digits = without_underscores(number);
  if (!digits) return problem(Code::bad_number, "an underscore stands between two digits only");

  if (percent == std::string_view::npos && digits->find('.') == std::string::npos) {
    const auto value = whole(*digits);
    constexpr std::uint64_t least = std::uint64_t{1} << 63;
    if (behind_minus && value == least)
      return {syntax::IntLiteral{std::numeric_limits<std::int64_t>::min()}, std::nullopt};
    if (!value || *value > static_cast<std::uint64_t>(most)) {
      return problem(Code::number_out_of_range, "this number is outside what an Int can hold",
                     {"an Int reaches from -9223372036854775808 to 9223372036854775807"});
    }
    return {syntax::IntLiteral{static_cast<std::int64_t>(*value)}, std::nullopt};
  }

  const bool is_percent = percent != std::string_view::npos;
  const Millionths value = millionths(*digits, is_percent ? 2 : 0);
  if (value.too_fine) {
    return problem(
        Code::number_out_of_range, "this number has more decimal places than a Decimal can hold",
        {is_percent ? "a percentage has at most four decimal places" : "a Decimal has at most six decimal places"});
  }
  if (value.too_large) {
    return problem(Code::number_out_of_range, "this number is outside what a Decimal can hold",
                   {"a Decimal reaches to about 9.2 million million"});
  }
  return {syntax::DecimalLiteral{value.value, is_percent}, std::nullopt};
}

bool means_unit(std::string_view word) { return !meant_unit(word).empty(); }

DecodedLiteral decode_quantities(const std::vector<Quantity>& quantities) {
  const Quantity& first = quantities.front();
  const UnitWord* unit = unit_word(first.unit);
  const bool business = first.unit.starts_with("business");

  if (quantities.size() > 1) {
    std::int64_t total = 0;
    for (const Quantity& part : quantities) {
      const UnitWord* word = unit_word(part.unit);
      const ExactUnit* exact = exact_unit(word != nullptr ? word->letters : part.unit);
      const auto amount = exact == nullptr ? std::nullopt : exact_product(part.number, exact->microseconds);
      if (!amount || *amount > most - total) {
        return problem(Code::bad_duration, "a period has one unit", {"add one after the other: `+ 1 month + 3 days`"});
      }
      total += *amount;
    }
    return offer(Code::bad_duration, "a duration of several units is written without spaces", duration_text(total));
  }

  const auto digits = without_underscores(first.number);
  const bool plain = digits && std::all_of(digits->begin(), digits->end(), is_digit);
  const bool decimal =
      digits && std::all_of(digits->begin(), digits->end(), [](char c) { return is_digit(c) || c == '.'; });

  if (unit == nullptr && !business) {
    const bool currency = first.unit.size() == 3 && std::all_of(first.unit.begin(), first.unit.end(),
                                                                [](char c) { return c >= 'A' && c <= 'Z'; });
    if (currency && decimal) {
      return offer(Code::bad_money, "an amount of money begins with its currency",
                   fmt::format("{} {}", first.unit, first.number));
    }
    const std::string_view meant = exact_unit(first.unit) != nullptr ? first.unit : meant_unit(first.unit);
    if (plain && !meant.empty()) {
      return offer(Code::bad_duration, fmt::format("`{} {}` is no number with a unit", first.number, first.unit),
                   joined(first.number, meant));
    }
    return problem(Code::bad_duration, fmt::format("`{} {}` is no number with a unit", first.number, first.unit),
                   {"a duration is written `24h` or `24 hours`, a period `3 days`"});
  }
  if (!decimal)
    return problem(Code::bad_number, fmt::format("`{}` is no whole number", first.number),
                   {"a unit follows a whole number"});
  if (!plain) {
    const ExactUnit* exact = unit != nullptr ? exact_unit(unit->letters) : nullptr;
    const auto meant = exact == nullptr ? std::nullopt : exact_product(*digits, exact->microseconds);
    if (meant && *meant % 1'000 == 0)
      return offer(Code::bad_duration, "a duration counts whole units", duration_text(*meant));
    return problem(Code::bad_duration, "a period counts whole units",
                   {"there is no part of a day: say `36 hours`, which is exact"});
  }
  const auto count = whole(*digits);
  if (!count || *count > static_cast<std::uint64_t>(most)) return too_long("period");
  if (business)
    return {syntax::PeriodLiteral{static_cast<std::int64_t>(*count), PeriodUnit::business_days}, std::nullopt};
  if (unit->period) return {syntax::PeriodLiteral{static_cast<std::int64_t>(*count), *unit->period}, std::nullopt};
  const auto product = exact_product(*digits, exact_unit(unit->letters)->microseconds);
  if (!product) return too_long("duration");
  return {syntax::DurationLiteral{*product}, std::nullopt};
}

DecodedLiteral decode_money(std::string_view currency, std::string_view amount) {
  DecodedLiteral number = decode_number(amount, false);
  if (number.problem) return number;
  if (const auto* integer = std::get_if<syntax::IntLiteral>(&*number.value)) {
    if (integer->value > most / million) {
      return problem(Code::number_out_of_range, "this amount is outside what Money can hold",
                     {"an amount reaches to about 9.2 million million"});
    }
    return {syntax::MoneyLiteral{currency, integer->value * million}, std::nullopt};
  }
  const auto* decimal = std::get_if<syntax::DecimalLiteral>(&*number.value);
  if (decimal == nullptr || decimal->percent) {
    return problem(Code::bad_money, fmt::format("`{} {}` is no amount of money", currency, amount),
                   {"write it as `CNY 50` or `CNY 50.00`"});
  }
  return {syntax::MoneyLiteral{currency, decimal->millionths}, std::nullopt};
}

LiteralProblem explain_currency_sign(std::string_view sign, std::string_view amount) {
  const std::string_view currency = sign == "$" ? "USD" : sign == "€" ? "EUR" : sign == "£" ? "GBP" : "CNY";
  std::string form = fmt::format("{} {}", currency, amount);
  return {Code::bad_money,
          "an amount of money begins with the code of its currency",
          {fmt::format("write `{}`", form)},
          std::move(form)};
}

// ---- texts ------------------------------------------------------------------------------------------------------

DecodedText decode_text(std::string_view written, bool braces) {
  DecodedText result;
  result.value.reserve(written.size());
  for (std::size_t at = 0; at < written.size();) {
    const char c = written[at];
    if (braces && (c == '{' || c == '}')) {
      const bool doubled = at + 1 < written.size() && written[at + 1] == c;
      if (!doubled) {
        result.problems.push_back({at, 1, fmt::format("a lone `{}` in a text means nothing", c),
                                   fmt::format("`{0}{0}` writes one brace", c), std::string(2, c)});
      }
      result.value.push_back(c);
      at += doubled ? 2 : 1;
      continue;
    }
    if (c != '\\') {
      result.value.push_back(c);
      ++at;
      continue;
    }
    const char letter = at + 1 < written.size() ? written[at + 1] : '\\';
    if (letter == '"' || letter == '\\') {
      result.value.push_back(letter);
      at += 2;
    } else if (letter == 'n' || letter == 't') {
      result.value.push_back(letter == 'n' ? '\n' : '\t');
      at += 2;
    } else if (letter == 'u') {
      const std::size_t close = written.find('}', at);
      const bool braced = at + 2 < written.size() && written[at + 2] == '{' && close != std::string_view::npos;
      const std::string_view hex = braced ? written.substr(at + 3, close - at - 3) : std::string_view();
      char32_t point = 0;
      bool good = !hex.empty() && hex.size() <= 6;
      for (const char digit : hex) {
        const int value = is_digit(digit)                ? digit - '0'
                          : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                          : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                         : -1;
        good = good && value >= 0;
        if (good) point = point * 16 + static_cast<char32_t>(value);
      }
      good = good && point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF) && point != 0;
      const std::size_t length = braced ? close + 1 - at : 2;
      if (good) {
        append_utf8(result.value, point);
      } else {
        result.problems.push_back({at, length, "this names no character",
                                   "a character is written by its code point, as `\\u{4E2D}`", std::nullopt});
      }
      at += length;
    } else {
      const std::size_t length = 1 + decode(written, at + 1).bytes;
      result.problems.push_back({at, length, fmt::format("`{}` is no escape", written.substr(at, length)),
                                 "the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{4E2D}`", std::nullopt});
      result.value += written.substr(at + 1, length - 1);
      at += length;
    }
  }
  return result;
}

}  // namespace writ
