#pragma once
// The mutants of an expression: other operators, bounds, quantifiers, members of enums, and what is left out.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/testing/mutants.hpp"

namespace writ::testing {

class ExpressionMutants {
 public:
  ExpressionMutants(const SourceSet& sources, const model::Model& model, FileId file, std::vector<Mutant>& found);

  /// Of the expression and all its parts.
  void of(const syntax::ExprPtr& expr);
  /// Of a date in a clause: one earlier, one later.
  void of(const syntax::DateBound& bound);

  void add(Span span, std::string replacement, std::string change);
  void add(Span span, std::string replacement, std::string change, Span place);
  /// Leaves out a clause or a part of an expression; `what` says which: "the rule late".
  void leave_out(Span span, const std::string& what, Span place);
  std::string_view text(Span span) const { return sources_.text(span); }
  /// From where a keyword stands before a place to the place: blanks may be between them. Empty where it does not.
  Span from_keyword(std::string_view keyword, Span before) const;

 private:
  void on(const syntax::Expr& expr, const syntax::BinaryExpr& node);
  void on(const syntax::Expr& expr, const syntax::UnaryExpr& node);
  void on(const syntax::Expr& expr, const syntax::PresenceExpr& node);
  void on(const syntax::Expr& expr, const syntax::WithinExpr& node);
  void on(const syntax::Expr& expr, const syntax::RangeExpr& node);
  void on(const syntax::Expr& expr, const syntax::IfExpr& node);
  void on(const syntax::Expr& expr, const syntax::QuantifierExpr& node);
  void on(const syntax::Expr& expr, const syntax::PickExpr& node);
  void on(const syntax::Expr& expr, const syntax::AggregateExpr& node);
  void on(const syntax::Expr& expr, const syntax::CallExpr& node);
  void on(const syntax::Expr& expr, const syntax::BoolLiteral& node);
  void on(const syntax::Expr& expr, const syntax::IntLiteral& node);
  void on(const syntax::Expr& expr, const syntax::DecimalLiteral& node);
  void on(const syntax::Expr& expr, const syntax::TextLiteral& node);
  void on(const syntax::Expr& expr, const syntax::DurationLiteral& node);
  void on(const syntax::Expr& expr, const syntax::PeriodLiteral& node);
  void on(const syntax::Expr& expr, const syntax::DateLiteral& node);
  void on(const syntax::Expr& expr, const syntax::TimeLiteral& node);
  void on(const syntax::Expr& expr, const syntax::InstantLiteral& node);
  void on(const syntax::Expr& expr, const syntax::MoneyLiteral& node);
  void on(const syntax::Expr& expr, const syntax::NameExpr& node);
  void on(const syntax::Expr& expr, const syntax::FieldExpr& node);
  void on(const syntax::Expr& expr, const syntax::ParenExpr& node);
  void on(const syntax::Expr& expr, const syntax::ListExpr& node);
  void on(const syntax::Expr& expr, const syntax::RecordExpr& node);
  void on(const syntax::Expr& expr, const syntax::WithExpr& node);
  void on(const syntax::Expr& expr, const syntax::AbsentLiteral& node);
  void on(const syntax::Expr& expr, const syntax::BrokenExpr& node);

  /// Puts the keyword that an expression begins with in another's place.
  void other_keyword(const syntax::Expr& expr, std::string_view other);
  void without_where(const syntax::ExprPtr& list, const syntax::ExprPtr& where);
  void other_member(Span span);
  void shifted_date(Span span, const syntax::DateLiteral& date, std::string_view rest);
  std::string in_parentheses(Span span) const;

  const SourceSet& sources_;
  const model::Model& model_;
  std::vector<Mutant>& found_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, model::ExprId> members_;  ///< Constants of enums, by their place.
};

}  // namespace writ::testing
