#pragma once
// Expressions: syntax in, typed model out. Types flow both ways: a hint comes down, so that enum members, lists,
// records and number literals take their type from where they stand, and what an expression turned out to be goes up.

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/check/context.hpp"
#include "engine/check/names.hpp"

namespace writ::checking {

/// An expression, and for a Bool what is known to be present once it was true or false.
struct Typed {
  ExprId id = none;
  PathSet when_true, when_false;
  bool unsure = false;  ///< A mistake in it was reported: it may have been meant to show more.
};

/// The hint of a place whose type is lost to a mistake that was reported: what depends on it is passed over in silence.
constexpr Type spoilt{Kind::unknown, 0, true, 0};
constexpr Type hint_of(Type type) { return type.base == Kind::unknown ? spoilt : type; }

/// Where an expression stands, as far as that changes what it may be.
struct Place {
  FileIndex file = 0;
  bool in_test = false;  ///< Fixtures and `is undetermined` may be used.
  std::string language;  ///< Of the message that is being typed.
};

class Typer {
 public:
  Typer(Context& context, Place place, Uses& uses) : context_(context), place_(std::move(place)), uses_(uses) {}

  /// Whatever it is; the hint is what the place would like, unknown where it has no wish.
  Typed type(const syntax::Expr& expr, Type hint = {});
  /// Of exactly this type: Int widens, T fits T?; what does not fit is reported in the words of `role`
  /// ("the value of rule `r`"), which may be empty.
  ExprId expect(const syntax::Expr& expr, Type wanted, std::string_view role = {});
  /// A Bool.
  Typed condition(const syntax::Expr& expr);
  /// Present, of any type.
  Typed present(const syntax::Expr& expr, Type hint = {});
  ExprId poison(Span span);

  /// What is learnt inside is forgotten at the end. With `unsure`, what may be absent is not reported there: the
  /// condition that should have shown it is wrong itself.
  template <class Body>
  auto knowing(const PathSet& paths, bool unsure, const Body& body) {
    const auto mark = context_.presence.mark();
    context_.presence.learn(paths);
    unsure_ += unsure ? 1 : 0;
    const auto done = [&] {
      unsure_ -= unsure ? 1 : 0;
      context_.presence.forget(mark);
    };
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      done();
    } else {
      auto result = body();
      done();
      return result;
    }
  }

  /// `left is right`, or `is not`.
  Typed equality(const syntax::Expr& left, const syntax::Expr& right, syntax::Operator op, Span op_span, Span span);

  /// A local that is declared already.
  void enter(const syntax::Name& name, model::LocalId local) { locals_.emplace_back(name.text, local); }
  model::LocalId bind(const syntax::Name& name, Type type);
  void unbind() { locals_.pop_back(); }
  void set_language(std::string language) { place_.language = std::move(language); }

  Type type_of(ExprId id) const { return context_.model.exprs[id].type; }
  Context& context() { return context_; }
  FileIndex file() const { return place_.file; }
  /// Makes it fit, or reports that it does not.
  ExprId coerce(ExprId id, Type wanted, Span span, std::string_view role = {});
  ExprId apply(std::string_view operation, ExprId left, ExprId right, Span span);
  /// The permission or value decision that a name stands for; null where it stands for none. Reports nothing.
  const Symbol* decision_named(const syntax::Expr& expr) const;
  ExprId decision_value(const Symbol& symbol, Span span);

 private:
  // literals.cpp
  Typed infer(const syntax::BrokenExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::AbsentLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::BoolLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::IntLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::DecimalLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::TextLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::DurationLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::PeriodLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::DateLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::TimeLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::InstantLiteral&, const syntax::Expr&, Type);
  Typed infer(const syntax::MoneyLiteral&, const syntax::Expr&, Type);
  Typed constant(Kind kind, std::int64_t value, Span span);

  // values.cpp: names, fields, records
  Typed infer(const syntax::NameExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::FieldExpr&, const syntax::Expr&, Type);
  Typed chain(const std::vector<syntax::Name>& names, const syntax::Expr& expr, Type hint);
  ExprId reference(const Symbol& symbol, Span span);
  ExprId field(ExprId base, Span base_span, const syntax::Name& name);
  Typed unresolved(const std::vector<syntax::Name>& names, const Reference& reference, Span span, Type hint);
  Typed member(const syntax::Name& name, Type hint, Span span);
  ExprId narrowed(ExprId id);

  // collections.cpp
  Typed infer(const syntax::RecordExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::WithExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::ListExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::QuantifierExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::PickExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::AggregateExpr&, const syntax::Expr&, Type);
  ExprId list_operand(const syntax::Expr& expr);

  // logic.cpp
  Typed infer(const syntax::UnaryExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::BinaryExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::PresenceExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::IfExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::ParenExpr&, const syntax::Expr&, Type);
  Typed logic_chain(const syntax::Expr& expr);
  ExprId balanced(model::LogicOp op, const std::vector<ExprId>& operands, std::size_t begin, std::size_t end);
  Typed implication(const syntax::BinaryExpr&, const syntax::Expr&);
  Typed or_else(const syntax::BinaryExpr&, const syntax::Expr&, Type hint);

  // operators.cpp
  Typed infer(const syntax::WithinExpr&, const syntax::Expr&, Type);
  Typed infer(const syntax::RangeExpr&, const syntax::Expr&, Type);
  Typed present_and_equal(ExprId left, ExprId right, bool negated, Span span);
  Typed comparison(const syntax::BinaryExpr&, const syntax::Expr&);
  Typed membership(const syntax::BinaryExpr&, const syntax::Expr&);
  Typed arithmetic_chain(const syntax::Expr& expr);
  std::optional<Typed> outcome_test(const syntax::Expr& left, const syntax::Expr& right, bool negated, Span span);
  std::pair<ExprId, ExprId> operands(const syntax::Expr& left, const syntax::Expr& right);
  bool same_type(ExprId& left, ExprId& right);
  ExprId binary(const syntax::BinaryExpr& node, ExprId left, Span left_span, ExprId right, Span right_span, Span span);
  bool ordered(Type type) const;
  void suggest_field(Report& report, ExprId id, Type wanted, Span span);
  void report_comparison(Span op, ExprId left, Span left_span, ExprId right, Span right_span);

  // calls.cpp
  Typed infer(const syntax::CallExpr&, const syntax::Expr&, Type);
  Typed call_define(const Symbol& symbol, const syntax::CallExpr& node, const syntax::Expr& expr);
  Typed call_builtin(const syntax::Name& name, const syntax::CallExpr& node, const syntax::Expr& expr);

  /// A name that means nothing by itself, `[…]`, `{…}`: it needs a hint.
  bool needs_hint(const syntax::Expr& expr) const;
  const model::LocalId* local(std::string_view name) const;
  void report_absent(ExprId id, Span span, std::string_view role = {});

  Context& context_;
  Place place_;
  Uses& uses_;
  std::vector<std::pair<std::string_view, model::LocalId>> locals_;
  std::uint32_t poisons_ = 0;  ///< How many there were so far.
  std::uint32_t unsure_ = 0;   ///< How many of the conditions around are unsure.
};

/// The row of an operator or function that takes these types, with an Int widened where no row fits better; null where
/// none does. More than two arguments fit a row that folds.
const Builtin* choose(std::span<const Builtin* const> rows, std::span<const Type> types);
/// What a row takes at a place, for these operands.
Type wanted_type(const Builtin& row, std::size_t argument, std::span<const Type> types);
Type result_type(const Builtin& row, std::span<const Type> types);

}  // namespace writ::checking
