#pragma once
// From the letters of a literal to its value, or to what is wrong with it. Nothing here knows the grammar.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "grammar/syntax.hpp"

namespace writ {

using Literal = std::variant<syntax::IntLiteral, syntax::DecimalLiteral, syntax::DurationLiteral, syntax::PeriodLiteral,
                             syntax::DateLiteral, syntax::TimeLiteral, syntax::InstantLiteral, syntax::MoneyLiteral>;

struct LiteralProblem {
  Code code;
  std::string message;
  std::vector<std::string> help;
  std::optional<std::string> replacement;  ///< For the whole literal.
};

struct DecodedLiteral {
  std::optional<Literal> value;
  std::optional<LiteralProblem> problem;
};

/// A number and the unit behind it, as `48 hours`; the unit may be a currency, which is an error.
struct Quantity {
  std::string_view number;
  std::string_view unit;
};

/// `5`, `1_000`, `0.05`, `5%`, `1h30m`. The magnitude 2^63 passes for one behind a minus: its value is then the
/// least Int, minus included.
DecodedLiteral decode_number(std::string_view written, bool behind_minus);
/// Is it a unit for those who speak otherwise, or mistyped? `天`, `mont`
bool means_unit(std::string_view word);
/// `48 hours`, `2 business days`; more than one is an error with the right form.
DecodedLiteral decode_quantities(const std::vector<Quantity>& quantities);
/// `2025-03-12` or `2025-03-12T10:00:00+08:00`.
DecodedLiteral decode_date(std::string_view written);
/// `23:59:59`
DecodedLiteral decode_time(std::string_view written);
DecodedLiteral decode_money(std::string_view currency, std::string_view amount);
/// `¥50`
LiteralProblem explain_currency_sign(std::string_view sign, std::string_view amount);

/// Escapes resolved; `offset` of a problem counts from the beginning of `written`.
struct TextProblem {
  std::size_t offset, length;
  std::string message;
  std::string help;
  std::optional<std::string> replacement;
};
struct DecodedText {
  std::string value;
  std::vector<TextProblem> problems;
};
/// `braces`: `{{` and `}}` stand for one brace, and one alone is an error; else they are taken as they stand.
DecodedText decode_text(std::string_view written, bool braces);

}  // namespace writ
