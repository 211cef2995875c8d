#pragma once
// Ways through the syntax tree, and small questions about it, that the lints of style share.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/syntax.hpp"
#include "tools/lint/lint.hpp"

namespace writ::lint::style {

/// What an expression is, or is part of.
enum class Owner : std::uint8_t {
  when,
  unless,
  requirement,
  invariant,
  define,
  parameter,
  rule_value,
  notice_argument,
  message,
  by,  ///< After `effective … by` and `dated by`.
  fixture,
  step,  ///< Of a test.
};

struct Place {
  Owner owner = Owner::when;
  const syntax::Expr* parent = nullptr;  ///< Null where the expression is whole.
  const syntax::Declaration* declaration = nullptr;
  const syntax::Rule* rule = nullptr;  ///< Null for an `also`, and outside decisions.
  const syntax::Also* also = nullptr;

  bool whole() const { return parent == nullptr; }
  bool in_tests() const { return owner == Owner::step || owner == Owner::fixture; }
};

using VisitExpression = std::function<void(const syntax::Expr&, const Place&)>;

/// Every expression of a file, each before its parts.
void for_each_expression(const syntax::File& file, const VisitExpression& visit);
/// An expression and all that it is made of.
void for_each_part(const syntax::Expr& expr, const VisitExpression& visit);
/// Every expression of every file.
void for_each_expression(const Subject& subject, const VisitExpression& visit);

/// Every rule of every decision, `otherwise` too.
void for_each_rule(const syntax::File& file,
                   const std::function<void(const syntax::DecisionDecl&, const syntax::Rule&)>& visit);

/// Without the parentheses around it.
const syntax::Expr& inside(const syntax::Expr& expr);
/// The binary expression of this operator; null where it is none.
const syntax::BinaryExpr* binary(const syntax::Expr& expr, syntax::Operator op);
/// What a chain of one operator joins, first to last.
std::vector<const syntax::Expr*> chain_of(const syntax::Expr& expr, syntax::Operator op);
/// Whether it is the whole of a chain of `op`, not the left part of a longer one.
bool heads_chain(const syntax::Expr& expr, const Place& place, syntax::Operator op);

/// A name with fields: `order.paid_at`.
bool is_path(const syntax::Expr& expr);
/// A number, a text without interpolations, a time, an amount, true or false; with a sign too.
bool is_literal(const syntax::Expr& expr);
/// `if`, or a form over a list: it reaches as far as it can, so that an operator after it needs parentheses.
bool is_form(const syntax::Expr& expr);
/// Ends in a form without parentheses.
bool ends_in_form(const syntax::Expr& expr);
/// Reads well after `not` without parentheses: a name, a call, what is in parentheses already.
bool may_follow_not(const syntax::Expr& expr);

/// As it was written.
std::string source_text(const Subject& subject, Span span);
/// In back quotes; shortened where it is long or has several lines.
std::string quoted(std::string_view text);
std::string quoted(const Subject& subject, const syntax::Expr& expr);
/// The opposite of a condition, by `not`.
std::string negated(const Subject& subject, const syntax::Expr& expr);

/// Whether some comment lies in the span: then no machine moves what is there.
bool has_comment(const syntax::File& file, Span span);
/// The keyword that stands before `offset`, with blanks and comments between them.
std::optional<Span> keyword_before(const Subject& subject, const syntax::File& file, std::uint32_t offset,
                                   std::string_view keyword);
/// Removes a span, and its line where nothing else stands there.
Fix remove(const Subject& subject, Span span);

const syntax::File& file_of(const Subject& subject, Span span);

}  // namespace writ::lint::style
