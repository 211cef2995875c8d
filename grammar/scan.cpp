#include "grammar/scan.hpp"

#include <algorithm>

#include "grammar/operators.hpp"
#include "grammar/unicode.hpp"
#include "grammar/words.hpp"

namespace writ {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Behind the text that opens at `at`, or at the end of its line where it is not closed. Interpolations may hold texts.
/// A text is looked through only so far: a file full of quotes must not be read to its end from each of them.
std::uint32_t text_end(std::string_view whole, std::uint32_t at) {
  constexpr std::size_t farthest = 2000;
  const std::string_view source = whole.substr(0, at + farthest);
  std::uint32_t braces = 0;
  bool inner_text = false;
  std::size_t here = at + 1;
  for (; here < source.size() && source[here] != '\n'; ++here) {
    const char c = source[here];
    if (c == '\\') {
      ++here;
    } else if (c == '"' && braces == 0) {
      return static_cast<std::uint32_t>(here + 1);
    } else if (c == '"') {
      inner_text = !inner_text;
    } else if (c == '{' && !inner_text) {
      if (braces == 0 && here + 1 < source.size() && source[here + 1] == '{') {
        ++here;
      } else {
        ++braces;
      }
    } else if (c == '}' && !inner_text && braces > 0) {
      --braces;
    }
  }
  // Where braces do not match, the first quote is the better guess.
  const std::size_t line_end = std::min(source.find('\n', at), source.size());
  const std::size_t quote = source.find('"', at + 1);
  return static_cast<std::uint32_t>(quote < line_end ? quote + 1 : line_end);
}

std::uint32_t number_end(std::string_view source, std::uint32_t at) {
  std::size_t here = at;
  while (here < source.size()) {
    const char c = source[here];
    const bool inside = is_digit(c) || c == '%';
    const bool between = (c == '.' || c == ':' || c == '-') && here + 1 < source.size() && is_digit(source[here + 1]);
    const std::size_t letters = inside || between ? 1 : name_length(source, here);
    if (letters == 0) break;
    here += letters;
  }
  return static_cast<std::uint32_t>(here);
}

std::uint32_t symbol_end(std::string_view source, std::uint32_t at) {
  static constexpr std::string_view long_ones[] = {
      "===", "!==", "==", "!=", "<=", ">=", "<>", "&&", "||", "..", "->", "=>"};
  for (const std::string_view symbol : long_ones) {
    if (source.compare(at, symbol.size(), symbol) == 0) return at + static_cast<std::uint32_t>(symbol.size());
  }
  return at + decode(source, at).bytes;
}

}  // namespace

Token token_at(std::string_view source, std::uint32_t at) {
  const auto begin = static_cast<std::uint32_t>(at + syntax::blank_length(source, at));
  if (begin >= source.size()) return {TokenKind::end, begin, begin, {}};

  TokenKind kind = TokenKind::symbol;
  std::uint32_t end;
  if (const std::size_t letters = name_length(source, begin); letters != 0) {
    kind = TokenKind::word;
    end = begin + static_cast<std::uint32_t>(letters);
  } else if (is_digit(source[begin])) {
    kind = TokenKind::number;
    end = number_end(source, begin);
  } else if (source[begin] == '"') {
    kind = TokenKind::text;
    end = text_end(source, begin);
  } else {
    end = symbol_end(source, begin);
  }
  return {kind, begin, end, source.substr(begin, end - begin)};
}

std::string describe(const Token& token) {
  constexpr std::size_t longest = 40;
  if (token.kind == TokenKind::end) return "the end of the file";
  std::string shown;
  std::size_t points = 0;
  for (std::size_t at = 0; at < token.text.size(); ++points) {
    const CodePoint point = decode(token.text, at);
    if (points == longest) {
      shown += "…";
      break;
    }
    shown += token.text.substr(at, point.bytes);
    at += point.bytes;
  }
  return token.kind == TokenKind::text ? "the text " + shown : "`" + shown + "`";
}

namespace {

/// Does the word at `token` begin something of this or an outer tier?
bool begins(std::string_view source, const Token& before, const Token& token, Tier tier) {
  const Token after = token_at(source, token.end);
  if (before.text == ".") return false;
  const bool names_field = after.text == ":" || after.text == "：";
  if (names_field) return tier == Tier::field;

  const auto role = reserved(token.text);
  if (!role) {
    // Words that begin something in one place only, where what follows shows it.
    if (tier == Tier::header) {
      return ((token.text == "timezone" || token.text == "owner") && after.kind == TokenKind::text) ||
             (token.text == "source" && after.kind == TokenKind::word);
    }
    return tier == Tier::step && token.text == "at" && after.kind == TokenKind::number;
  }
  switch (*role) {
    case WordRole::declaration: return token.text != "fixed" || after.text == "parameter";
    case WordRole::rule: {
      // A rule has a name: `first rule` above another clause is a way of combining, and so is one that is none.
      const bool combines = token.text == "rule" && (before.text == "first" || before.text == "every" ||
                                                     (after.kind == TokenKind::word && reserved(after.text)));
      return !combines && tier != Tier::field;
    }
    case WordRole::step: return tier == Tier::step;
    case WordRole::clause: return tier == Tier::clause || (tier == Tier::header && token.text == "effective");
    case WordRole::expression: return false;
  }
  return false;
}

}  // namespace

std::uint32_t next_start(std::string_view source, std::uint32_t at, Tier tier, std::uint32_t open_ifs) {
  Token before;
  for (Token token = token_at(source, at);; token = token_at(source, token.end)) {
    if (token.kind == TokenKind::end) return token.begin;
    if (token.kind == TokenKind::word) {
      if (token.text == "if" && before.text != ".") ++open_ifs;
      if (token.text == "then" && open_ifs > 0) {
        --open_ifs;
      } else if (begins(source, before, token, tier)) {
        return token.begin;
      }
    }
    if (tier == Tier::field && token.text == "}") return token.begin;
    before = token;
  }
}

std::vector<Span> comments_between(std::string_view source, std::uint32_t begin, std::uint32_t end) {
  std::vector<Span> result;
  while (begin < end) {
    const Token token = token_at(source, begin);
    const std::string_view gap = source.substr(0, std::min(token.begin, end));
    for (std::size_t at = gap.find("//", begin); at != std::string_view::npos; at = gap.find("//", at)) {
      const std::size_t line_end = std::min(gap.find('\n', at), gap.size());
      result.push_back({0, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(line_end)});
      at = line_end;
    }
    if (token.kind == TokenKind::end) break;
    begin = token.end;
  }
  return result;
}

}  // namespace writ
