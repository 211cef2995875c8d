// Types, messages, citations, and the rules with their clauses.

#include <fmt/format.h>

#include <algorithm>

#include "grammar/build.hpp"
#include "grammar/words.hpp"

namespace writ {
namespace {

/// So many `list of` before one type are a slip of the pen, and types are walked by recursion.
constexpr std::uint32_t most_lists = 32;

/// Whether a clause may stand in a rule that begins with `owner`.
bool allowed(Node clause, std::string_view owner) {
  switch (clause) {
    case Node::when_clause:
    case Node::unless_clause: return owner != "otherwise";
    case Node::overrides_clause: return owner != "otherwise" && owner != "also";
    case Node::because_clause:
    case Node::then_clause: return owner != "also";
    case Node::on_clause: return owner == "also";
    default: return true;
  }
}

std::string_view why_not(Node clause, std::string_view owner) {
  if (clause == Node::on_clause) return "`on` belongs to `also`: a rule's `then` goes with the rule's own outcome";
  if (owner == "otherwise") return "`otherwise` stands for when no rule applies: a condition makes it a `rule`";
  if (clause == Node::because_clause) return "an obligation has no message of its own: `because` belongs to a rule";
  return "`also` adds an obligation and decides nothing: the clause belongs to a rule";
}

}  // namespace

syntax::QualifiedName Builder::qualified_name(Index index) const {
  syntax::QualifiedName result;
  result.span = span(index);
  for (Cursor part = below(index); part.more();) result.parts.push_back(name(part.take()));
  return result;
}

std::vector<syntax::Name> Builder::names(Index index) const {
  std::vector<syntax::Name> result;
  for (Cursor part = below(index); part.more();) result.push_back(name(part.take()));
  return result;
}

syntax::TypeExpr Builder::type(Index index) {
  syntax::TypeExpr result;
  std::optional<Span> mark;
  std::uint32_t lists = 0;
  for (Cursor part = below(index); part.more();) {
    const Index at = part.take();
    switch (event(at).node) {
      case Node::list_of: ++lists; break;
      case Node::type: result = type(at); break;
      case Node::qualified_name: result.name = qualified_name(at); break;
      case Node::name: result.name = {{name(at)}, span(at)}; break;
      case Node::currency_name: result.currency = name(at); break;
      case Node::optional_mark: mark = span(at); break;
      default: break;
    }
  }
  // `list of T?` and `list of (T?)` make an element optional; `(list of T)?` makes the list so.
  if (lists > 0 && result.optional) {
    result.optional_element = result.span;
    result.optional = false;
  }
  if (mark && lists > 0) {
    result.optional_element = mark;
  } else if (mark) {
    if (result.optional) report(Code::misplaced, *mark, "a type is made optional once").fix = Fix{*mark, ""};
    result.optional = true;
  }
  result.lists += lists;
  if (result.lists > most_lists) {
    report(Code::beyond_limits, span(index), fmt::format("a type has at most {} `list of`", most_lists));
    result.lists = most_lists;
  }
  result.span = span(index);
  return result;
}

syntax::Effective Builder::effective(Index index) {
  syntax::Effective result;
  result.span = span(index);
  for (Cursor part = below(index); part.more();) {
    const Index at = part.take();
    switch (event(at).node) {
      case Node::from_bound: result.from = date_bound(at + 1); break;
      case Node::before_bound: result.before = date_bound(at + 1); break;
      case Node::through_bound: result.through = date_bound(at + 1); break;
      case Node::by_part: result.by = expression(at + 1).expression; break;
      default: break;
    }
  }
  return result;
}

syntax::Message Builder::message(Index index) {
  syntax::Message result;
  result.span = span(index);
  for (Cursor part = below(index); part.more();) {
    const Index at = part.take();
    syntax::MessageText text;
    for (Cursor inside = below(at); inside.more();) {
      const Index piece = inside.take();
      if (event(piece).node == Node::language_tag) {
        text.language = name(piece);
      } else {
        text.text = text_literal(piece).expression;
      }
    }
    if (!result.texts.empty() && (!text.language || !result.texts.front().language)) {
      const auto& bare = text.language ? result.texts.front() : text;
      report(Code::expected_something_else, bare.text->span, "each of several texts needs its language")
          .help.emplace_back("a message is one text, or `en \"…\" zh \"…\"`");
    }
    result.texts.push_back(std::move(text));
  }
  return result;
}

std::vector<syntax::Citation> Builder::citations(Index index) {
  std::vector<syntax::Citation> result;
  for (Cursor part = below(index); part.more();) {
    Cursor inside = below(part.take());
    syntax::Citation citation{name(inside.take()), {}};
    while (inside.more()) citation.anchors.push_back(plain_text(inside.take()));
    result.push_back(std::move(citation));
  }
  return result;
}

syntax::NoticeCall Builder::notice_call(Index index) {
  Cursor part = below(index);
  syntax::NoticeCall result;
  result.span = span(index);
  result.name = qualified_name(part.take());
  std::uint32_t height = 1;
  result.arguments = elements(part.take(), height);
  return result;
}

/// What stands behind the head of a rule, of whatever kind.
struct Builder::Clauses {
  syntax::ExprPtr when, unless;
  std::vector<syntax::Name> overrides, on;
  std::optional<syntax::Message> because;
  std::vector<syntax::NoticeCall> then;
  std::vector<syntax::Citation> cite;
  std::optional<syntax::Effective> effective;
  bool broken = false;
};

Builder::Clauses Builder::clauses(Cursor cursor, std::string_view owner) {
  Clauses result;
  std::vector<Index> seen;
  bool strayed = false;
  while (cursor.more()) {
    const Index at = cursor.take();
    const Node node = event(at).node;
    const std::string_view word = first_word(at);
    if (node == Node::broken) {
      result.broken = true;
      // What follows may belong to a rule whose beginning was lost here.
      strayed = strayed || reserved(word) != WordRole::clause;
      continue;
    }
    const Span keyword{file_, event(at).begin, event(at).begin + static_cast<std::uint32_t>(word.size())};
    if (strayed && (!allowed(node, owner) ||
                    std::any_of(seen.begin(), seen.end(), [&](Index other) { return event(other).node == node; })))
      continue;
    if (!allowed(node, owner)) {
      report(Code::clause_not_allowed, keyword, fmt::format("`{}` cannot stand in `{}`", word, owner))
          .help.emplace_back(why_not(node, owner));
      result.broken = true;
      continue;
    }
    const auto earlier = std::find_if(seen.begin(), seen.end(), [&](Index other) { return event(other).node == node; });
    if (earlier != seen.end()) {
      Diagnostic& diagnostic = report(Code::clause_given_twice, keyword, fmt::format("`{}` is given twice", word));
      diagnostic.labels.push_back(
          {{file_, event(*earlier).begin, event(*earlier).begin + static_cast<std::uint32_t>(word.size())},
           "first here"});
      const bool condition = node == Node::when_clause || node == Node::unless_clause;
      const bool listed = node == Node::overrides_clause || node == Node::then_clause || node == Node::cite_clause ||
                          node == Node::on_clause;
      if (condition)
        diagnostic.help.push_back(fmt::format("join the conditions by `{}`", node == Node::when_clause ? "and" : "or"));
      if (listed) diagnostic.help.push_back(fmt::format("one `{}` takes several, with commas between them", word));
      result.broken = true;
      continue;
    }
    seen.push_back(at);
    switch (node) {
      case Node::when_clause: result.when = expression(at + 1).expression; break;
      case Node::unless_clause: result.unless = expression(at + 1).expression; break;
      case Node::overrides_clause: result.overrides = names(at); break;
      case Node::on_clause: result.on = names(at); break;
      case Node::because_clause: result.because = message(at); break;
      case Node::then_clause:
        for (Cursor part = below(at); part.more();) result.then.push_back(notice_call(part.take()));
        break;
      case Node::cite_clause: result.cite = citations(at); break;
      case Node::effective_clause: result.effective = effective(at); break;
      default: break;
    }
  }
  return result;
}

syntax::Rule Builder::rule(Index index) {
  const std::string_view word = first_word(index);
  syntax::Rule rule;
  rule.span = span(index);
  rule.doc = doc_before(rule.span.begin);
  rule.is_otherwise = word == "otherwise";
  if (word == "permit") rule.effect = syntax::Effect::permit;
  if (word == "forbid") rule.effect = syntax::Effect::forbid;
  if (word == "refer") rule.effect = syntax::Effect::refer;
  const Span keyword{file_, rule.span.begin, rule.span.begin + static_cast<std::uint32_t>(word.size())};
  if (rule.is_otherwise) rule.name = {text(keyword), keyword};

  Cursor cursor = below(index);
  // The head is a name, a value or what was lost of them; everything after it is a clause.
  if (cursor.is(Node::broken)) {
    rule.broken = true;
    const Index lost = cursor.take();
    for (Cursor part = below(lost); part.more();) rule.name = name(part.take());
  } else {
    if (cursor.is(Node::name)) rule.name = name(cursor.take());
    if (cursor.is(Node::expression)) rule.value = expression(cursor.take()).expression;
  }
  Clauses found = clauses(cursor, word);
  rule.when = std::move(found.when);
  rule.unless = std::move(found.unless);
  rule.overrides = std::move(found.overrides);
  rule.because = std::move(found.because);
  rule.then = std::move(found.then);
  rule.cite = std::move(found.cite);
  rule.effective = std::move(found.effective);
  rule.broken = rule.broken || found.broken;
  return rule;
}

syntax::Also Builder::also(Index index) {
  syntax::Also also;
  also.span = span(index);
  Cursor cursor = below(index);
  if (cursor.is(Node::notice_call)) {
    also.call = notice_call(cursor.take());
  } else {
    also.broken = true;
    if (cursor.is(Node::broken)) cursor.take();
  }
  Clauses found = clauses(cursor, "also");
  also.when = std::move(found.when);
  also.unless = std::move(found.unless);
  also.outcomes = std::move(found.on);
  also.cite = std::move(found.cite);
  also.effective = std::move(found.effective);
  also.broken = also.broken || found.broken;
  return also;
}

}  // namespace writ
