// Literals of the tree, and plain texts and dates where a clause wants no expression.

#include <fmt/format.h>

#include "grammar/build.hpp"

namespace writ {

Built Builder::constant(Span place, const DecodedLiteral& decoded) {
  if (decoded.problem) {
    report(*decoded.problem, place);
    return broken(place);
  }
  return std::visit([&](const auto& value) { return finish(place, value, 1); }, *decoded.value);
}

Built Builder::literal(Cursor& cursor) {
  const Index at = cursor.take();
  const bool behind_minus = std::exchange(negated_, false);
  switch (event(at).node) {
    case Node::spaced_instant:
    case Node::date_blob: return constant(span(at), decode_date(text(at)));
    case Node::time_blob: return constant(span(at), decode_time(text(at)));
    case Node::money: {
      Cursor part = below(at);
      const Index currency = part.take();
      return constant(span(at), decode_money(text(currency), text(part.take())));
    }
    case Node::currency_sign: {
      const Index amount = at + 1;
      const std::uint32_t sign_end =
          event(at).begin + static_cast<std::uint32_t>(text(at).find_first_of("0123456789 \t\n"));
      return constant(
          span(at), {std::nullopt, explain_currency_sign(text(Span{file_, event(at).begin, sign_end}), text(amount))});
    }
    case Node::text: return text_literal(at);
    case Node::single_quoted: {
      const std::string_view written = text(at);
      const std::string form = fmt::format("\"{}\"", written.substr(1, written.size() - 2));
      Diagnostic& diagnostic = report(Code::wrong_quotes, span(at), "a text stands in double quotes");
      diagnostic.help.push_back(fmt::format("write `{}`", form));
      diagnostic.fix = Fix{span(at), form};
      return broken(span(at));
    }
    default: break;
  }

  if (!cursor.is(Node::unit)) {
    Built number = constant(span(at), decode_number(text(at), behind_minus));
    negated_ = behind_minus;
    return number;
  }
  std::vector<Quantity> quantities{{text(at), text(cursor.at)}};
  Span place = cover(span(at), span(cursor.take()));
  while (cursor.is(Node::number_blob)) {
    const Index number = cursor.take();
    const Index unit = cursor.take();
    quantities.push_back({text(number), text(unit)});
    place = cover(place, span(unit));
  }
  return constant(place, decode_quantities(quantities));
}

void Builder::report(const DecodedText& decoded, std::uint32_t begin) {
  for (const TextProblem& problem : decoded.problems) {
    const auto at = begin + static_cast<std::uint32_t>(problem.offset);
    const Span place{file_, at, at + static_cast<std::uint32_t>(problem.length)};
    Diagnostic& diagnostic = report(Code::bad_escape, place, problem.message);
    diagnostic.help.push_back(problem.help);
    if (problem.replacement) diagnostic.fix = Fix{place, *problem.replacement};
  }
}

namespace {

/// What is between the quotes; full-width ones are three bytes long.
struct Inside {
  std::uint32_t offset;
  std::string_view text;
};
Inside inside_quotes(std::string_view written) {
  const std::uint32_t opening = written.front() == '"' ? 1 : 3;
  const std::size_t closing = written.back() == '"' ? 1 : 3;
  return {opening, written.substr(opening, written.size() - opening - closing)};
}

}  // namespace

Built Builder::text_literal(Index index) {
  const Inside inside = inside_quotes(text(index));
  syntax::TextLiteral literal;
  if (event(index).node == Node::pattern_text) {
    literal.pieces.emplace_back(std::string(inside.text));
    return finish(span(index), std::move(literal), 1);
  }
  std::uint32_t height = 1;
  Cursor part = below(index);
  if (!part.more() && !inside.text.empty()) {
    DecodedText decoded = decode_text(inside.text, true);
    literal.pieces.emplace_back(std::move(decoded.value));
  }
  while (part.more()) {
    const Index at = part.take();
    if (event(at).node == Node::text_run) {
      DecodedText decoded = decode_text(text(at), true);
      report(decoded, event(at).begin);
      literal.pieces.emplace_back(std::move(decoded.value));
    } else {
      literal.pieces.emplace_back(inner(at, height));
    }
  }
  return finish(span(index), std::move(literal), height);
}

syntax::Text Builder::plain_text(Index index) {
  const Inside inside = inside_quotes(text(index));
  DecodedText decoded = decode_text(inside.text, false);
  report(decoded, event(index).begin + inside.offset);
  return {std::move(decoded.value), span(index)};
}

std::optional<syntax::DateBound> Builder::date_bound(Index index) {
  Cursor part = below(index);
  const Index first = part.take();
  const bool is_date = event(first).node == Node::date_blob || event(first).node == Node::spaced_instant;
  DecodedLiteral decoded;
  if (is_date) {
    decoded = decode_date(text(index));
  } else {
    decoded.problem = LiteralProblem{Code::bad_date,
                                     fmt::format("`{}` is no date", text(index)),
                                     {"a date is written `2025-03-12`, an instant `2025-03-12T10:00:00+08:00`"},
                                     std::nullopt};
  }
  if (decoded.problem) {
    report(*decoded.problem, span(index));
    return std::nullopt;
  }
  if (const auto* date = std::get_if<syntax::DateLiteral>(&*decoded.value))
    return syntax::DateBound{*date, span(index)};
  return syntax::DateBound{std::get<syntax::InstantLiteral>(*decoded.value), span(index)};
}

std::optional<syntax::DateLiteral> Builder::date(Index index) {
  const auto bound = date_bound(index);
  if (!bound) return std::nullopt;
  if (const auto* date = std::get_if<syntax::DateLiteral>(&bound->value)) return *date;
  report(Code::bad_date, bound->span, "a calendar counts whole days")
      .help.emplace_back("write a date such as `2025-03-12`");
  return std::nullopt;
}

}  // namespace writ
