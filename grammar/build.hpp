#pragma once
// From the events of a parse to the syntax tree. What is wrong in a way that does not stop the parse, such as `==` or
// a date that no month has, is found here.

#include <string>
#include <utility>
#include <vector>

#include "grammar/diagnostic.hpp"
#include "grammar/events.hpp"
#include "grammar/literals.hpp"
#include "grammar/syntax.hpp"

namespace writ {

/// An expression with the height of its tree: whoever walks the tree may do so by recursion.
struct Built {
  syntax::ExprPtr expression;
  std::uint32_t height = 1;
  bool open_form = false;  ///< Ends without a bracket, as `count of x in xs`: no operator may follow.
};

/// `text` to be repeated in a help line, or an ellipsis where it is long or of several lines.
std::string brief(std::string_view text, std::size_t longest = 32);

class Builder {
 public:
  /// `comments` in the order of the text.
  Builder(FileId file, std::string_view source, const Events& events, const std::vector<syntax::Comment>& comments,
          Diagnostics& diagnostics);

  syntax::File file();
  /// The first expression among the events, null where there is none.
  syntax::ExprPtr lone_expression();

 private:
  using Index = std::uint32_t;

  /// A walk over neighbours: the events below one, or what is left of them.
  struct Cursor {
    const Events* events;
    Index at, end;
    bool more() const { return at < end; }
    Node node() const { return more() ? (*events)[at].node : Node::broken; }
    bool is(Node node) const { return more() && (*events)[at].node == node; }
    Index take() { return std::exchange(at, (*events)[at].next); }
  };

  const Event& event(Index index) const { return (*events_)[index]; }
  Span span(Index index) const { return {file_, event(index).begin, event(index).end}; }
  std::string_view text(Index index) const {
    return source_.substr(event(index).begin, event(index).end - event(index).begin);
  }
  std::string_view text(Span span) const { return source_.substr(span.begin, span.end - span.begin); }
  Cursor below(Index index) const { return {events_, index + 1, event(index).next}; }
  /// The word that an event begins with.
  std::string_view first_word(Index index) const;
  std::string_view doc_before(std::uint32_t begin) const;

  Diagnostic& report(Code code, Span place, std::string message);
  void report(const LiteralProblem& problem, Span place);
  /// The first separator that is missing in a list; the others are most likely the same mistake.
  void report_missing(Index parent, std::string_view mark);

  // build_expression.cpp
  Built expression(Index index);
  /// Something that fits nowhere follows directly.
  bool is_cut_off(Index index) const;
  Built prefixed(Cursor& cursor, int loosest);
  Built percent_of(Cursor& cursor, Built left);
  Built postfixed(Cursor& cursor);
  Built postfix(Built base, Cursor& cursor);
  Built primary(Cursor& cursor);
  Built finish(Span place, decltype(syntax::Expr::node) node, std::uint32_t height);
  Built broken(Span place) { return finish(place, syntax::BrokenExpr{}, 1); }
  syntax::ExprPtr inner(Index index, std::uint32_t& height);

  // build_chain.cpp: operators
  struct Link;
  Built climb(Cursor& cursor, int loosest);
  Built chain(Cursor& cursor, Built left, int level);
  Link link(Cursor& cursor, int level);
  bool is_range(Index index) const;
  bool presence(Index index);
  Built joined(Built left, Link link);
  Built joined_from_right(Built left, std::vector<Link> links);
  void report_operator(Index index, syntax::Operator op);
  void report_after_form(Span form, Index op);
  void report_chained(Span left, const std::vector<Link>& links);
  void report_mixed(Span left, const std::vector<Link>& links);

  // build_form.cpp: brackets, records, and the forms that begin with a word
  Built bracketed(Index index);
  Built record(Index index);
  std::vector<syntax::FieldValue> field_values(Index index, std::uint32_t& height);
  std::vector<syntax::ExprPtr> elements(Index index, std::uint32_t& height);
  Built if_form(Index index);
  Built quantifier(Index index);
  Built pick(Index index);
  Built aggregate(Index index);

  // build_literal.cpp
  Built literal(Cursor& cursor);
  Built text_literal(Index index);
  Built constant(Span place, const DecodedLiteral& decoded);
  syntax::Text plain_text(Index index);
  std::optional<syntax::DateBound> date_bound(Index index);
  std::optional<syntax::DateLiteral> date(Index index);
  void report(const DecodedText& decoded, std::uint32_t begin);
  bool height_reported_ = false;  ///< For the declaration that is being built.
  bool negated_ = false;          ///< A minus stands directly before the literal that is read next.

  // build_clause.cpp
  syntax::Name name(Index index) const { return {text(index), span(index)}; }
  syntax::QualifiedName qualified_name(Index index) const;
  syntax::TypeExpr type(Index index);
  syntax::Effective effective(Index index);
  syntax::Message message(Index index);
  std::vector<syntax::Citation> citations(Index index);
  syntax::NoticeCall notice_call(Index index);
  std::vector<syntax::Name> names(Index index) const;
  syntax::Rule rule(Index index);
  syntax::Also also(Index index);
  struct Clauses;
  Clauses clauses(Cursor cursor, std::string_view owner);

  // build_declaration.cpp
  void header(Cursor& cursor, syntax::Header& header);
  void header_item(Index index, syntax::Header& header);
  syntax::Declaration declaration(Index index);
  syntax::Broken broken_declaration(Index index) const;
  syntax::EnumDecl enumeration(Index index);
  syntax::RecordDecl record_declaration(Index index);
  syntax::FactDecl fact(Index index);
  syntax::RequireDecl require(Index index);
  /// Nothing where a date of it cannot be read.
  std::optional<syntax::ParameterDecl> parameter(Index index);
  syntax::DefineDecl define(Index index);
  syntax::CalendarDecl calendar(Index index);
  syntax::NoticeDecl notice(Index index);
  syntax::DecisionDecl decision(Index index);
  syntax::InvariantDecl invariant(Index index);
  syntax::FixtureDecl fixture(Index index);
  std::vector<syntax::Parameter> parameters(Index index);
  template <typename Owner>
  void modifier(Index index, Owner& owner);

  // build_test.cpp
  syntax::TestDecl test(Index index);
  syntax::TestStep step(Index index);
  void expectation(Index index, syntax::TestStep& step);

  FileId file_;
  std::string_view source_;
  const Events* events_;
  const std::vector<syntax::Comment>* comments_;
  Diagnostics* diagnostics_;
};

}  // namespace writ
