#include "grammar/operators.hpp"

#include <array>
#include <bit>

#include "grammar/unicode.hpp"

namespace writ::syntax {
namespace {

struct Row {
  std::string_view token;
  int level;
  Associativity associativity;
};

constexpr Row rows[] = {
#define WRIT_OPERATOR(name, token, level, associativity) Row{token, level, Associativity::associativity},
#include "grammar/operators.def"
#undef WRIT_OPERATOR
};

/// `!` before an operand is not here: it is no operator between two.
constexpr ForeignOperator foreign[] = {
    {"===", Operator::equal},       {"!==", Operator::not_equal},    {"==", Operator::equal},
    {"!=", Operator::not_equal},    {"<>", Operator::not_equal},     {"&&", Operator::logical_and},
    {"||", Operator::logical_or},   {"=>", Operator::greater_equal}, {"=<", Operator::less_equal},
    {"≥", Operator::greater_equal}, {"≤", Operator::less_equal},     {"≠", Operator::not_equal},
    {"＞", Operator::greater},      {"＜", Operator::less},          {"＝", Operator::equal},
    {"×", Operator::multiply},      {"÷", Operator::divide},         {"=", Operator::equal},
};

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// By the first byte of operators between operands: bit n of row n, and of level n.
struct Beginning {
  std::uint32_t rows = 0;
  std::uint16_t levels = 0;
};
static_assert(std::size(rows) <= 32);
constexpr auto beginnings = [] {
  std::array<Beginning, 256> all{};
  for (std::size_t index = 0; index < std::size(rows); ++index) {
    const Row& row = rows[index];
    if (row.associativity == Associativity::prefix) continue;
    Beginning& beginning = all[static_cast<unsigned char>(row.token.front())];
    beginning.rows |= 1u << index;
    beginning.levels |= static_cast<std::uint16_t>(1u << row.level);
  }
  return all;
}();

bool ends_word(std::string_view text, std::size_t at) {
  return at >= text.size() || !is_name_continue(decode(text, at).value);
}

/// How much of `text` at `at` spells `token`, whose words may stand apart; 0 where it does not.
std::size_t spelled(std::string_view token, std::string_view text, std::size_t at) {
  std::size_t here = at;
  for (;;) {
    const std::size_t space = token.find(' ');
    const std::string_view word = token.substr(0, space);
    if (text.compare(here, word.size(), word) != 0) return 0;
    here += word.size();
    if (is_letter(word.back()) && !ends_word(text, here)) return 0;
    if (space == std::string_view::npos) return here - at;
    here += blank_length(text, here);
    token.remove_prefix(space + 1);
  }
}

}  // namespace

std::string_view token(Operator op) { return rows[static_cast<std::size_t>(op)].token; }
int level(Operator op) { return rows[static_cast<std::size_t>(op)].level; }
Associativity associativity(Operator op) { return rows[static_cast<std::size_t>(op)].associativity; }

std::uint16_t levels_beginning(char first) { return beginnings[static_cast<unsigned char>(first)].levels; }

std::optional<FoundOperator> infix_operator(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  std::optional<FoundOperator> best;
  for (std::uint32_t left = beginnings[static_cast<unsigned char>(text[at])].rows; left != 0; left &= left - 1) {
    const auto index = static_cast<std::size_t>(std::countr_zero(left));
    const std::size_t length = spelled(rows[index].token, text, at);
    if (length != 0 && (!best || length > best->length)) best = {static_cast<Operator>(index), length};
  }
  return best;
}

std::optional<ForeignOperator> foreign_operator(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80 && std::string_view("=!<>&|").find(text[at]) == std::string_view::npos) return std::nullopt;
  for (const ForeignOperator& candidate : foreign) {
    if (text.compare(at, candidate.token.size(), candidate.token) == 0) return candidate;
  }
  return std::nullopt;
}

std::size_t blank_length(std::string_view text, std::size_t at) {
  std::size_t here = at;
  while (here < text.size()) {
    const char c = text[here];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++here;
    } else if (c == '/' && here + 1 < text.size() && text[here + 1] == '/') {
      here = std::min(text.find('\n', here), text.size());
    } else {
      break;
    }
  }
  return here - at;
}

}  // namespace writ::syntax
