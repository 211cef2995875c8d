#include "grammar/expected.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grammar/unicode.hpp"
#include "grammar/words.hpp"

namespace writ {
namespace {

class Explainer {
 public:
  Explainer(const Expectation& expected, const FailurePlace& place)
      : expected_(expected), place_(place), found_(token_at(place.source, place.at)) {}

  Failure run() {
    if (expected_.code == Code::unclosed_text) return unclosed_text();
    if (expected_.code == Code::missing_name && taken_for_name()) return reserved_name();
    if (found_.kind == TokenKind::word) {
      if (const auto letters = reserved_prefix(found_.text)) return glued(*letters);
    }
    if (found_.text == "'") return single_quotes();
    if (expected_.code == Code::misplaced && (found_.text == "module" || found_.text == "policy"))
      return second_header();
    const bool idle =
        found_.text == ")" || found_.text == "]" || found_.text == "}" || found_.text == ";" || found_.text == "；";
    if (idle && expected_.code == Code::misplaced) return idle_sign();
    return plain();
  }

 private:
  Span span(std::uint32_t begin, std::uint32_t end) const { return {place_.file, begin, end}; }

  bool on_this_line() const {
    return place_.source.substr(place_.at, found_.begin - place_.at).find('\n') == std::string_view::npos;
  }

  /// The narrowest place: the token that is wrong, or the end of its line where the next line is innocent.
  Span wrong_place() const {
    const bool itself = expected_.code == Code::misplaced || expected_.code == Code::no_header;
    if (found_.kind == TokenKind::end || (!itself && !on_this_line())) return span(place_.at, place_.at);
    if (found_.kind == TokenKind::text && open_text() != nullptr) return span(found_.begin, found_.begin + 1);
    return span(found_.begin, found_.end);
  }

  std::string found() const {
    const bool ends_text = found_.kind == TokenKind::text && open_text() != nullptr;
    return ends_text ? "the end of the text" : describe(found_);
  }

  /// The token that ends where the failure begins; empty at the beginning of the file.
  std::string previous() const {
    // The token ends on this line, and a line begins with a token except inside the braces of a text.
    const std::size_t line_break = place_.at == 0 ? std::string_view::npos : place_.source.rfind('\n', place_.at - 1);
    std::size_t from = line_break == std::string_view::npos ? 0 : line_break + 1;
    for (const std::uint32_t index : *place_.open) {
      const Event& event = (*place_.events)[index];
      if (event.begin >= place_.at) break;
      from = std::max<std::size_t>(from, event.begin);
      if (event.node == Node::text) from = std::max(from, place_.source.rfind('{', place_.at - 1) + 1);
    }
    Token last;
    for (Token token = token_at(place_.source, static_cast<std::uint32_t>(from));
         token.kind != TokenKind::end && token.end <= place_.at; token = token_at(place_.source, token.end)) {
      last = token;
    }
    return last.end == place_.at && last.kind != TokenKind::end ? describe(last) : std::string();
  }

  const Event* innermost(std::initializer_list<Node> nodes) const {
    for (auto index = place_.open->rbegin(); index != place_.open->rend(); ++index) {
      const Event& event = (*place_.events)[*index];
      if (std::find(nodes.begin(), nodes.end(), event.node) != nodes.end()) return &event;
    }
    return nullptr;
  }

  const Event* open_text() const { return innermost({Node::text, Node::plain_text, Node::pattern_text}); }

  /// Inside a text the rest of its line is lost, since nobody can tell which quote opens and which closes.
  std::uint32_t resume_at(std::uint32_t wanted) const {
    if (open_text() == nullptr) return wanted;
    return static_cast<std::uint32_t>(
        std::max<std::size_t>(wanted, std::min(place_.source.find('\n', place_.at), place_.source.size())));
  }

  Failure finish(Diagnostic diagnostic, std::uint32_t resume) const {
    return {std::move(diagnostic), resume_at(resume)};
  }

  Failure unclosed_text() const {
    const Event* text = open_text();
    const std::uint32_t begin = text != nullptr ? text->begin : place_.at;
    Diagnostic diagnostic{
        Code::unclosed_text, span(begin, place_.at), "this text is not closed on its line", {}, {}, {}, {}};
    diagnostic.help.push_back("a text stands on one line, and `\"` ends it; `\\n` writes a line break");
    diagnostic.fix = Fix{span(place_.at, place_.at), "\""};
    return finish(std::move(diagnostic), place_.at);
  }

  /// Was the reserved word meant as a name, or is the name missing and the word right? What follows it decides.
  bool taken_for_name() const {
    if (found_.kind != TokenKind::word || !reserved(found_.text) || !on_this_line()) return false;
    const Token after = token_at(place_.source, found_.end);
    if (after.text == ":" || after.text == "=" || after.text == "：" || after.text == "," || after.text == "|")
      return true;
    const auto role = reserved(found_.text);
    if (after.text == "(" || after.text == "{" || after.text == ".")
      return *role != WordRole::clause && *role != WordRole::expression;
    const auto next_role = after.kind == TokenKind::word ? reserved(after.text) : std::nullopt;
    if (after.kind == TokenKind::end || next_role) return *role != WordRole::clause || next_role == WordRole::clause;
    return false;
  }

  Failure reserved_name() const {
    Diagnostic diagnostic{Code::reserved_name,
                          span(found_.begin, found_.end),
                          fmt::format("`{}` is a reserved word and cannot be {}", found_.text, expected_.what),
                          {},
                          {},
                          {},
                          {}};
    diagnostic.help.push_back(fmt::format("a longer name will do, such as `{0}_` or `the_{0}`", found_.text));
    diagnostic.fix = Fix{span(found_.begin, found_.end), fmt::format("{}_", found_.text)};
    return finish(std::move(diagnostic), found_.end);
  }

  Failure glued(std::size_t letters) const {
    const std::string apart = fmt::format("{} {}", found_.text.substr(0, letters), found_.text.substr(letters));
    Diagnostic diagnostic{
        Code::expected_something_else,
        span(found_.begin, found_.end),
        fmt::format("`{}` is one name, since no space stands after `{}`", found_.text, found_.text.substr(0, letters)),
        {},
        {},
        {},
        {}};
    diagnostic.help.push_back(fmt::format("did you mean `{}`?", apart));
    diagnostic.fix = Fix{span(found_.begin, found_.end), apart};
    return finish(std::move(diagnostic), found_.end);
  }

  Failure single_quotes() const {
    const std::size_t line_end = std::min(place_.source.find('\n', found_.begin), place_.source.size());
    const std::size_t closing = place_.source.find('\'', found_.begin + 1);
    const auto end = static_cast<std::uint32_t>(closing < line_end ? closing + 1 : found_.end);
    Diagnostic diagnostic{
        Code::wrong_quotes, span(found_.begin, end), "a text stands in double quotes", {}, {}, {}, {}};
    if (closing < line_end) {
      const std::string_view inside = place_.source.substr(found_.begin + 1, closing - found_.begin - 1);
      diagnostic.help.push_back(fmt::format("write `\"{}\"`", inside));
      diagnostic.fix = Fix{span(found_.begin, end), fmt::format("\"{}\"", inside)};
    }
    return finish(std::move(diagnostic), end);
  }

  Failure plain() const {
    const bool elsewhere = expected_.code == Code::misplaced && !on_this_line();
    const std::string after = elsewhere ? std::string() : previous();
    Diagnostic diagnostic{expected_.code, wrong_place(), {}, {}, {}, {}, {}};
    diagnostic.message = after.empty() ? fmt::format("expected {}, found {}", expected_.what, found())
                                       : fmt::format("expected {} after {}, found {}", expected_.what, after, found());
    if (expected_.code == Code::unclosed_bracket) {
      const Event* opener = innermost({Node::list, Node::parenthesised, Node::arguments, Node::pattern_arguments,
                                       Node::record_value, Node::parameters, Node::record_declaration});
      if (opener != nullptr) {
        std::uint32_t begin = opener->begin;
        if (opener->node == Node::record_declaration) {
          begin = static_cast<std::uint32_t>(std::min(place_.source.find('{', begin), place_.source.size() - 1));
        }
        diagnostic.labels.push_back({span(begin, begin + 1), "opened here"});
      }
    }
    if (!expected_.help.empty()) diagnostic.help.emplace_back(expected_.help);
    if (found_.kind == TokenKind::word && !reserved(found_.text)) suggest_word(diagnostic);
    if (expected_.code == Code::misplaced && (found_.text == "," || found_.text == "，" || found_.text == "、")) {
      diagnostic.help = {"no comma stands here: conditions are joined by `and` or `or`"};
    }
    return finish(std::move(diagnostic), found_.begin);
  }

  Failure second_header() const {
    Diagnostic diagnostic{Code::misplaced,
                          span(found_.begin, found_.end),
                          "a file is one module or one policy",
                          "a second header",
                          {},
                          {},
                          {}};
    diagnostic.help.emplace_back("put what follows into a file of its own");
    return finish(std::move(diagnostic), found_.end);
  }

  /// Signs that end or close what was not begun.
  Failure idle_sign() const {
    const bool ends = found_.text == ";" || found_.text == "；";
    Diagnostic diagnostic{
        Code::misplaced,
        span(found_.begin, found_.end),
        ends ? fmt::format("no `{}` is needed here", found_.text) : fmt::format("`{}` closes nothing", found_.text),
        {},
        {},
        {},
        {}};
    diagnostic.help.emplace_back(ends ? "the next keyword ends a clause or declaration"
                                      : "take it out, or put in the bracket that it belongs to");
    if (ends) diagnostic.fix = Fix{span(found_.begin, found_.end), ""};
    return finish(std::move(diagnostic), found_.end);
  }

  void suggest_word(Diagnostic& diagnostic) const {
    if (expected_.code != Code::misplaced) return;
    if (const auto meant = near_miss(found_.text, reserved_words())) {
      diagnostic.help = {fmt::format("did you mean `{}`?", *meant)};
      diagnostic.fix = Fix{span(found_.begin, found_.end), std::string(*meant)};
    }
  }

  const Expectation& expected_;
  const FailurePlace& place_;
  Token found_;
};

}  // namespace

Failure explain(const Expectation& expected, const FailurePlace& place) { return Explainer(expected, place).run(); }

}  // namespace writ
