#pragma once
// The model: what a set of files means. Names are resolved, everything is typed, narrowing and widening are explicit.
// The checker builds it, nothing changes it afterwards; compiler, linter and prover read it.
//
// Expressions lie in one vector and refer to each other by index; an expression may be shared by several parents.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/builtins/builtin.hpp"
#include "engine/value/schema.hpp"
#include "engine/value/time/calendar.hpp"
#include "engine/value/time/zone.hpp"
#include "grammar/source.hpp"
#include "grammar/syntax.hpp"

namespace writ::model {

using ExprId = std::uint32_t;
using FileIndex = std::uint32_t;  ///< In `Model::files`.
using FactId = std::uint32_t;
using RequirementId = std::uint32_t;
using ParameterId = std::uint32_t;
using DefineId = std::uint32_t;
using DecisionId = std::uint32_t;
using NoticeId = std::uint32_t;
using FixtureId = std::uint32_t;
using LocalId = std::uint32_t;  ///< A bound variable or a define's parameter; unique in the model.
using TextId = std::uint32_t;   ///< In `Model::texts`, each text once.
constexpr std::uint32_t none = 0xffffffff;

enum class Outcome : std::uint8_t { permitted, forbidden, referred, decided, undetermined };

// ---- expressions ------------------------------------------------------------------------------------------------

// A table, a node a line:
// clang-format off
struct Constant { std::int64_t value; };                     ///< Any type of one numeric slot.
struct TextConstant { TextId text; };
struct AbsentValue {};                                       ///< Of the expression's optional type.
struct FactRef { FactId fact; };
struct NowRef {};
struct ParameterRef { ParameterId parameter; };
struct LocalRef { LocalId local; };
struct FixtureRef { FixtureId fixture; };                    ///< In tests only.
struct DefineRef { DefineId define; std::vector<ExprId> arguments; };
struct DecisionRef { DecisionId decision; };                 ///< The value of a value decision.
struct OutcomeTest { DecisionId decision; Outcome outcome; bool negated; };
struct FieldRef { ExprId base; std::uint32_t record, field; };  ///< The base is a present record.
struct Widen { ExprId operand; };                            ///< Int to Decimal.
struct MakePresent { ExprId operand; };                      ///< T to T?
struct Narrowed { ExprId operand; };                         ///< T? to T, proved present by the checker.
struct Apply { std::uint32_t builtin; std::vector<ExprId> arguments; std::uint32_t pattern = none; };
struct Equal { ExprId left, right; bool negated; };          ///< Structural, both of the same present type.
enum class LogicOp : std::uint8_t { logical_and, logical_or, implies };
struct Logic { LogicOp op; ExprId left, right; };
struct Not { ExprId operand; };
struct IsPresent { ExprId operand; bool present; };
struct OrElse { ExprId left, right; };                       ///< left: T?; right and result: both T or both T?
struct InList { ExprId value, list; bool negated; };
/// Also `within`: its start stands twice. Means `low <= value and value <= high` (or `<` where open).
struct InRange { ExprId value, low, high; bool low_closed, high_closed, negated; };
struct If { ExprId condition, then, otherwise; };
struct Quantifier { syntax::QuantifierKind kind; LocalId local; ExprId list, where, satisfies; };    // where may be none
struct Pick { bool first; LocalId local; ExprId list, where, key; };                                 // where, key: or none
struct Aggregate { syntax::AggregateKind kind; LocalId local; ExprId list, where, of; };             // where, of: or none
struct MakeRecord { std::uint32_t record; std::vector<ExprId> fields; };  ///< One for each field, in order.
struct MakeList { std::vector<ExprId> elements; };
struct FieldChange { std::uint32_t field; ExprId value; };
struct With { ExprId base; std::uint32_t record; std::vector<FieldChange> changes; };
struct TextPart { bool is_text; std::uint32_t id; };         ///< TextId or ExprId.
struct Interpolate { std::vector<TextPart> parts; std::string language; };
struct Poison {};                                            ///< Reported already; only in a model that has errors.
// clang-format on

struct Expr {
  Type type;
  Span span;
  FileIndex file = 0;  ///< Whose time zone and calendar hold.
  std::variant<Poison, Constant, TextConstant, AbsentValue, FactRef, NowRef, ParameterRef, LocalRef, FixtureRef,
               DefineRef, DecisionRef, OutcomeTest, FieldRef, Widen, MakePresent, Narrowed, Apply, Equal, Logic, Not,
               IsPresent, OrElse, InList, InRange, If, Quantifier, Pick, Aggregate, MakeRecord, MakeList, With,
               Interpolate>
      node;
};

// ---- declarations -----------------------------------------------------------------------------------------------

struct Local {
  std::string name;
  Type type;
  Span span;
};

struct Fact {
  std::string name;      ///< As JSON has it, unqualified.
  std::string spelling;  ///< The JSON member.
  Type type;
  Encoding encoding = Encoding::rfc3339;
  bool fixed = false;
  FileIndex file = 0;
  Span span;
};

/// Texts by language; a language of "" is the only one.
struct MessageText {
  std::string language;
  ExprId text;
};
struct Message {
  std::vector<MessageText> texts;
};

struct Requirement {
  std::string name;  ///< Unqualified.
  ExprId condition = none;
  Message because;
  std::vector<FactId> reads;  ///< Checked when each of these is needed.
  FileIndex file = 0;
  Span span;
  /// It shows that something is present, and everything else relies on it: these come first, and where one of them does
  /// not hold nothing else may be evaluated.
  bool narrows = false;
  bool reads_now = false;  ///< Directly or through others.
};

struct Parameter {
  std::string name;  ///< Qualified.
  Type type;
  bool fixed = false;
  ExprId value = none;  ///< Dated values are an If over the date; an override replaces it whole.
  bool overridden = false;
  FileIndex file = 0;
  Span span;
  std::string doc;
};

struct Define {
  std::string name;  ///< Qualified.
  std::vector<LocalId> parameters;
  bool has_parameters = false;
  Type type;
  ExprId body = none;
  FileIndex file = 0;
  Span span;
  std::string doc;
};

struct Notice {
  syntax::NoticeKind kind;
  std::string name;  ///< Unqualified: what decisions return.
  struct Parameter {
    std::string name;
    Type type;
  };
  std::vector<Parameter> parameters;
  FileIndex file = 0;
  Span span;
};
struct NoticeCall {
  NoticeId notice;
  std::vector<ExprId> arguments;
  Span span;
};

/// `guide 1.5a`
struct Citation {
  std::uint32_t source;
  std::string anchor;
  Span span;
};  ///< Index in the file's sources.

struct Rule {
  std::string name;  ///< `otherwise` for that clause.
  std::optional<syntax::Effect> effect;
  bool is_otherwise = false;
  /// The rule applies where in_force, not unless, and when hold, evaluated in this order; `none` holds.
  ExprId in_force = none, unless = none, when = none;
  ExprId value = none;
  std::vector<std::uint32_t> overrides;  ///< Rules of the same decision.
  std::optional<Message> because;
  std::vector<NoticeCall> then;
  std::vector<Citation> cite;
  std::string doc;
  Span span, name_span;
};

struct Also {
  NoticeCall call;
  ExprId in_force = none, unless = none, when = none;
  std::vector<Outcome> outcomes;  ///< Empty: whatever the outcome but undetermined.
  std::vector<Citation> cite;
  Span span;
};

struct Decision {
  std::string name;  ///< Qualified: `taobao.negotiated_shipping.send_card`.
  std::string doc;
  bool permission = false;
  Type type;  ///< Of a value decision.
  syntax::Combine combine = syntax::Combine::single;
  std::vector<Rule> rules;  ///< Without `otherwise`.
  std::optional<Rule> otherwise;
  std::vector<Also> alsos;
  std::vector<FactId> needs;            ///< Every fact that it reads, directly or through others; sorted.
  bool reads_now = false;               ///< Likewise.
  std::vector<ParameterId> parameters;  ///< Likewise.
  FileIndex file = 0;
  Span span, name_span;
};

struct Invariant {
  std::string name;
  ExprId condition = none;
  std::vector<FactId> needs;  ///< Every fact that it reads, directly or through others.
  bool reads_now = false;     ///< Likewise.
  FileIndex file = 0;
  Span span;
};
struct Fixture {
  std::string name;
  Type type;
  ExprId value = none;
  FileIndex file = 0;
  Span span;
};

struct AtStep {
  std::int64_t instant;
};
struct GivenStep {
  FactId fact;
  ExprId value;
};
struct SetStep {
  ParameterId parameter;
  ExprId value;
};
struct ExpectOutcome {
  DecisionId decision;
  Outcome outcome;
  std::vector<std::string> rules;
  bool has_rules;
};
struct ExpectNotice {
  DecisionId decision;
  syntax::NoticeKind kind;
  NoticeCall call;  ///< Its notice is none where nothing of that kind is expected.
};
struct ExpectHolds {
  DecisionId decision;
  syntax::HoldsKind kind;
  std::int64_t instant;
};
struct ExpectRejected {
  RequirementId requirement;
};
struct ExpectExpr {
  ExprId condition;
};
struct TestStep {
  Span span;
  std::vector<FactId> needs = {};  ///< Facts that an expected condition, or an expected notice's arguments, read.
  bool reads_now = false;          ///< Likewise.
  std::variant<AtStep, GivenStep, SetStep, ExpectOutcome, ExpectNotice, ExpectHolds, ExpectRejected, ExpectExpr> node;
};
struct Test {
  std::string title;
  std::vector<TestStep> steps;
  FileIndex file = 0;
  Span span;
};

struct SourceDocument {
  std::string name;
  std::string file;
  Span span;
  std::optional<std::int64_t> from, before;
};

struct File {
  std::string name;  ///< Of the module or policy.
  bool policy = false;
  std::string title, owner, doc;
  FileId source = 0;
  std::shared_ptr<const time::Zone> zone;          ///< Null where the header names none.
  std::shared_ptr<const time::Calendar> calendar;  ///< Likewise.
  ExprId in_force = none;                          ///< The policy's own `effective`.
  std::vector<SourceDocument> sources;
  Span span;
};

/// What deciding needs to know of expressions, of a model whose expressions were left out: one that was saved.
struct ExprNotes {
  struct Place {
    ExprId expr;
    Span span;
  };
  struct Use {
    ExprId expr;
    DecisionId decision;
  };
  std::vector<Place> places;  ///< Of every expression that can fail, in order.
  std::vector<Use> uses;      ///< Every DecisionRef and OutcomeTest, in order.
};

/// A set of files, checked together.
struct Model {
  Schema schema;
  std::vector<std::string> texts;
  std::vector<std::shared_ptr<const Pattern>> patterns;
  std::vector<Expr> exprs;
  std::vector<Local> locals;

  std::vector<File> files;
  std::vector<Fact> facts;
  Encoding now_encoding = Encoding::rfc3339;
  std::vector<Requirement> requirements;
  std::vector<Parameter> parameters;
  std::vector<Define> defines;    ///< Each after those that it uses.
  std::vector<DecisionId> order;  ///< Decisions, each after those that it uses.
  std::vector<Notice> notices;
  std::vector<Decision> decisions;
  std::vector<Invariant> invariants;
  std::vector<Fixture> fixtures;
  std::vector<Test> tests;
  ExprNotes notes;  ///< Empty where `exprs` is not.

  const Expr& operator[](ExprId id) const { return exprs[id]; }
  std::optional<DecisionId> decision(std::string_view qualified_name) const;
  /// Of an expression that can fail.
  Span span(ExprId id) const;
  /// The decision that this expression asks for its value or outcome; none where it is another kind of expression.
  DecisionId used_decision(ExprId id) const;
};

/// The expressions that this one is made of, in the order written. Not what its names stand for.
std::vector<ExprId> parts(const Expr& expr);

/// Calls `visit` with an expression and all that it is made of, each before its parts.
template <typename Visit>
void walk(const Model& model, ExprId expr, Visit visit) {
  visit(expr);
  for (const ExprId part : parts(model[expr])) walk(model, part, visit);
}

}  // namespace writ::model
