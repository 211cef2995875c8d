#pragma once
// The syntax tree: what was written, comments and all. It knows nothing of what names mean.
//
// Every node has a span. Text that the author wrote is a `string_view` into the `Source`, which outlives the tree.
// A declaration that failed to parse leaves a `Broken` in its place, so that the checker can keep silent about
// names that it would have declared.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"

namespace writ::syntax {

struct Name {
  std::string_view text;  ///< Empty where parsing failed before a name was seen.
  Span span;
};

/// `taobao.ship_time`
struct QualifiedName {
  std::vector<Name> parts;
  Span span;
  std::string text() const;
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

enum class Operator : std::uint8_t {
#define WRIT_OPERATOR(name, token, level, associativity) name,
#include "grammar/operators.def"
#undef WRIT_OPERATOR
};
std::string_view token(Operator op);

// ---- literals ---------------------------------------------------------------------------------------------------

struct BoolLiteral {
  bool value;
};
/// `absent`, of an optional type that the place gives.
struct AbsentLiteral {};
struct IntLiteral {
  std::int64_t value;
};
/// Millionths. `percent`: written with a percent sign (the value is already divided by 100).
struct DecimalLiteral {
  std::int64_t millionths;
  bool percent = false;
};
/// Text between interpolations, escapes resolved, or an interpolated expression.
using TextPiece = std::variant<std::string, ExprPtr>;
struct TextLiteral {
  std::vector<TextPiece> pieces;
};
struct DurationLiteral {
  std::int64_t microseconds;
};
enum class PeriodUnit : std::uint8_t { days, weeks, months, years, business_days };
struct PeriodLiteral {
  std::int64_t count;
  PeriodUnit unit;
};
struct DateLiteral {
  std::int32_t year;
  std::uint8_t month, day;
};
struct TimeLiteral {
  std::int64_t microseconds;
};  ///< Since midnight.
/// Without an offset it is read in the file's time zone.
struct InstantLiteral {
  DateLiteral date;
  TimeLiteral time;
  std::optional<std::int32_t> offset_seconds;
};
struct MoneyLiteral {
  std::string_view currency;
  std::int64_t millionths;
};

// ---- expressions ------------------------------------------------------------------------------------------------

struct NameExpr {
  Name name;
};
struct FieldExpr {
  ExprPtr base;
  Name field;
};
/// `callee` is a NameExpr, or a FieldExpr for a qualified name.
struct CallExpr {
  ExprPtr callee;
  std::vector<ExprPtr> arguments;
};
struct FieldValue {
  Name name;
  ExprPtr value;
  Span span;
};
struct RecordExpr {
  std::vector<FieldValue> fields;
};
struct ListExpr {
  std::vector<ExprPtr> elements;
};
struct WithExpr {
  ExprPtr base;
  std::vector<FieldValue> fields;
};
struct UnaryExpr {
  Operator op;
  Span op_span;
  ExprPtr operand;
};
struct BinaryExpr {
  Operator op;
  Span op_span;
  ExprPtr left, right;
};
/// `x is present`, `x is absent`
struct PresenceExpr {
  ExprPtr operand;
  bool present;
};
/// `t within d after s`, `t within d before s`
struct WithinExpr {
  ExprPtr instant, duration, start;
  bool after;
};
/// `x in [a .. b)`
struct RangeExpr {
  ExprPtr operand;
  bool negated;
  ExprPtr low, high;
  bool low_closed, high_closed;
};
struct IfExpr {
  ExprPtr condition, then, otherwise;
};
enum class QuantifierKind : std::uint8_t { some, every, no };
struct QuantifierExpr {
  QuantifierKind kind;
  Name variable;
  ExprPtr list, where, satisfies;
};  // where may be null
struct PickExpr {
  bool first;
  Name variable;
  ExprPtr list, where, key;
};  // where, key may be null
enum class AggregateKind : std::uint8_t { count, sum, min, max, earliest, latest };
struct AggregateExpr {
  AggregateKind kind;
  ExprPtr of;
  Name variable;
  ExprPtr list, where;
};  // of null for count
/// Parentheses are kept: they show that `and` and `or` were mixed on purpose, and the formatter keeps them.
struct ParenExpr {
  ExprPtr inner;
};
/// Stands where an expression failed to parse inside one that did not.
struct BrokenExpr {};

struct Expr {
  Span span;
  std::variant<BrokenExpr, AbsentLiteral, BoolLiteral, IntLiteral, DecimalLiteral, TextLiteral, DurationLiteral,
               PeriodLiteral, DateLiteral, TimeLiteral, InstantLiteral, MoneyLiteral, NameExpr, FieldExpr, CallExpr,
               RecordExpr, ListExpr, WithExpr, UnaryExpr, BinaryExpr, PresenceExpr, WithinExpr, RangeExpr, IfExpr,
               QuantifierExpr, PickExpr, AggregateExpr, ParenExpr>
      node;
};

// ---- types ------------------------------------------------------------------------------------------------------

struct TypeExpr {
  Span span;
  QualifiedName name;                    ///< `Int`, `Order`, `taobao.facts.Order`; `Money` with `currency`.
  std::optional<Name> currency;          ///< `Money CNY`
  std::uint32_t lists = 0;               ///< How many `list of` stand before it.
  bool optional = false;                 ///< `T?`, or `(list of T)?`
  std::optional<Span> optional_element;  ///< The `?` of `list of T?`, an error for the checker to explain.
};

// ---- clauses ----------------------------------------------------------------------------------------------------

/// A plain text in quotes whose braces are taken as they stand: titles, file names, spellings.
struct Text {
  std::string value;
  Span span;
};

struct DateBound {
  std::variant<DateLiteral, InstantLiteral> value;
  Span span;
};
struct Effective {
  std::optional<DateBound> from, before, through;
  ExprPtr by;  ///< Null: by `now`.
  Span span;
};
/// One text without a language, or texts with one each.
struct MessageText {
  std::optional<Name> language;
  ExprPtr text;
};  // text is a TextLiteral
struct Message {
  std::vector<MessageText> texts;
  Span span;
};
struct Citation {
  Name source;
  std::vector<Text> anchors;
};
/// `notify_buyer(order.id, …)` after `then` or `also`.
struct NoticeCall {
  QualifiedName name;
  std::vector<ExprPtr> arguments;
  Span span;
};

enum class Effect : std::uint8_t { permit, forbid, refer };

/// A `permit`, `forbid`, `refer`, `rule` or `otherwise`. Clauses that were not written are null or empty.
struct Rule {
  std::optional<Effect> effect;  ///< Absent for `rule` and `otherwise`.
  bool is_otherwise = false;
  Name name;  ///< The keyword's span for `otherwise`.
  ExprPtr value;
  ExprPtr when, unless;
  std::vector<Name> overrides;
  std::optional<Message> because;
  std::vector<NoticeCall> then;
  std::vector<Citation> cite;
  std::optional<Effective> effective;
  std::string_view doc;
  Span span;
  bool broken = false;  ///< Some clause failed to parse.
};

struct Also {
  NoticeCall call;
  ExprPtr when, unless;
  std::vector<Name> outcomes;  ///< `on permitted, referred`; empty: whatever the outcome.
  std::vector<Citation> cite;
  std::optional<Effective> effective;
  Span span;
  bool broken = false;
};

// ---- declarations -----------------------------------------------------------------------------------------------

struct EnumMember {
  Name name;
  std::optional<Text> spelling;
  std::string_view doc;
};
struct EnumDecl {
  Name name;
  std::vector<EnumMember> members;
};

struct Field {
  Name name;
  TypeExpr type;
  std::optional<Name> encoding;  ///< `as unix_seconds`
  std::optional<Text> spelling;  ///< `from "tid"`
  bool fixed = false;
  std::string_view doc;
  Span span;
};
struct RecordDecl {
  Name name;
  std::vector<Field> fields;
};
struct FactDecl {
  Name name;
  TypeExpr type;
  std::optional<Name> encoding;
  std::optional<Text> spelling;
  bool fixed = false;
};
struct RequireDecl {
  Name name;
  ExprPtr condition;
  std::optional<Message> because;
};

/// `before D = V` or `from D = V`
struct DatedValue {
  bool before;
  DateBound date;
  ExprPtr value;
  Span span;
};
struct ParameterDecl {
  bool fixed = false;
  Name name;
  TypeExpr type;
  ExprPtr value;  ///< Null where dated.
  bool dated = false;
  ExprPtr dated_by;  ///< Null: by `now`.
  std::vector<DatedValue> values;
};

struct Parameter {
  Name name;
  TypeExpr type;
};
struct DefineDecl {
  Name name;
  bool has_parameters = false;
  std::vector<Parameter> parameters;
  std::optional<TypeExpr> type;
  ExprPtr value;
};

struct DateRange {
  DateLiteral first, last;
  Span span;
};  ///< A single date where both are the same.
struct YearRange {
  std::int32_t first, last;
  Span span;
};
struct CalendarDecl {
  Name name;
  std::vector<Name> weekend;  ///< `sat`, `sun`, …
  std::vector<DateRange> holidays, workdays;
  std::vector<YearRange> covers;
};

enum class NoticeKind : std::uint8_t { obligation, advice };
struct NoticeDecl {
  NoticeKind kind;
  Name name;
  std::vector<Parameter> parameters;
};

/// How the rules of a value decision combine.
enum class Combine : std::uint8_t { single, first, every, sum, min, max, count };
struct DecisionDecl {
  Name name;
  bool permission = false;
  std::optional<TypeExpr> type;  ///< Absent for a permission.
  Combine combine = Combine::single;
  std::vector<Rule> rules;  ///< With `otherwise`, where it was written.
  std::vector<Also> alsos;
  bool broken = false;  ///< The `decision` line failed; its rules may still be there.
};

struct InvariantDecl {
  Name name;
  ExprPtr condition;
};
struct FixtureDecl {
  Name name;
  TypeExpr type;
  ExprPtr value;
};

// Steps of a test, in the order written.
struct AtStep {
  DateBound instant;
};
struct GivenStep {
  Name name;
  ExprPtr value;
};
struct SetStep {
  QualifiedName name;
  ExprPtr value;
};
/// `expect D is permitted|forbidden|referred|undetermined [by R, …]`. The checker tells it from `expect D is VALUE`.
struct ExpectOutcome {
  ExprPtr decision;
  Name outcome;
  std::vector<Name> rules;
  bool has_rules = false;
};
/// `expect D obliges N(…)`, `expect D advises N(…)`; without a call, `nothing`.
struct ExpectNotice {
  ExprPtr decision;
  NoticeKind kind;
  std::optional<NoticeCall> call;
};
enum class HoldsKind : std::uint8_t { until, through, forever };
struct ExpectHolds {
  ExprPtr decision;
  HoldsKind kind;
  std::optional<DateBound> instant;
};
struct ExpectRejected {
  Name requirement;
};
/// `expect EXPR`, and `expect D is VALUE by R, …`.
struct ExpectExpr {
  ExprPtr condition;
  std::vector<Name> rules;
  bool has_rules = false;
};
struct BrokenStep {};
struct TestStep {
  Span span;
  std::variant<BrokenStep, AtStep, GivenStep, SetStep, ExpectOutcome, ExpectNotice, ExpectHolds, ExpectRejected,
               ExpectExpr>
      node;
};
struct TestDecl {
  Text title;
  std::vector<TestStep> steps;
};

/// A declaration that could not be parsed; `name` where that much was seen.
struct Broken {
  std::optional<Name> name;
};

struct Declaration {
  Span span;
  std::string_view doc;  ///< The `///` lines before it, as written; empty where none.
  std::variant<Broken, EnumDecl, RecordDecl, FactDecl, RequireDecl, ParameterDecl, DefineDecl, CalendarDecl, NoticeDecl,
               DecisionDecl, InvariantDecl, FixtureDecl, TestDecl>
      node;
};

// ---- a file -----------------------------------------------------------------------------------------------------

struct SourceClause {
  Name name;
  Text file;
  std::optional<Effective> effective;
  Span span;
};
struct Use {
  QualifiedName name;
  std::optional<Name> alias;
  Span span;
};

struct Header {
  bool policy = false;
  QualifiedName name;  ///< No parts where the header failed to parse.
  std::optional<Text> title;
  std::optional<Effective> effective;
  std::vector<SourceClause> sources;
  std::optional<Text> timezone;
  std::optional<Name> calendar;
  std::optional<Text> owner;
  std::vector<Use> uses;
  std::string_view doc;
  Span span;
};

struct Comment {
  Span span;
  bool doc = false;
};

struct File {
  FileId id = 0;
  Header header;
  std::vector<Declaration> declarations;
  std::vector<Comment> comments;  ///< In the order of the text.
  /// Something failed to parse in a way that may have lost names: unknown names are then not reported.
  bool lost_names = false;
};

}  // namespace writ::syntax
