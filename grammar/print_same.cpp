#include <algorithm>
#include <string>
#include <type_traits>
#include <variant>

#include "grammar/print.hpp"
#include "grammar/print_reader.hpp"

namespace writ {
namespace {

/// A tree as text in which nothing is left of spans, clause order and blanks. Lengths stand before names and texts, so
/// that different trees never look alike.
class Shape {
 public:
  explicit Shape(std::string_view source) : source_(source) {}

  std::string take() { return std::move(text_); }

  template <typename... Values>
  void add(const Values&... values) {
    (one(values), ...);
  }

 private:
  void letters(std::string_view view) {
    text_ += std::to_string(view.size());
    text_ += ':';
    text_ += view;
  }

  template <typename Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
  void one(Number number) {
    text_ += std::to_string(static_cast<std::int64_t>(number));
    text_ += ' ';
  }
  void one(const std::string& value) { letters(value); }
  void one(const syntax::Name& name) { letters(name.text); }
  void one(const syntax::QualifiedName& name) { letters(name.text()); }
  void one(const syntax::Text& text) { letters(text.value); }
  template <typename Value>
  void one(const std::optional<Value>& value) {
    text_ += value ? '+' : '-';
    if (value) one(*value);
  }
  template <typename Value>
  void one(const std::vector<Value>& values) {
    text_ += '[';
    for (const Value& value : values) one(value);
    text_ += ']';
  }
  template <typename... Values>
  void one(const std::variant<Values...>& value) {
    one(value.index());
    std::visit([&](const auto& inner) { one(inner); }, value);
  }

  /// Its lines without what stands around them.
  void doc(std::string_view written) {
    text_ += '/';
    while (!written.empty()) {
      const std::size_t end = std::min(written.find('\n'), written.size());
      std::string_view line = written.substr(0, end);
      written.remove_prefix(std::min(end + 1, written.size()));
      while (!line.empty() && std::string_view(" \t\r").find(line.back()) != std::string_view::npos) {
        line.remove_suffix(1);
      }
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      if (!line.empty()) letters(line);
    }
  }

  // ---- literals and expressions ---------------------------------------------------------------------------------

  void one(const syntax::BrokenExpr&) {}
  void one(const syntax::AbsentLiteral&) {}
  void one(const syntax::BoolLiteral& literal) { add(literal.value); }
  void one(const syntax::IntLiteral& literal) { add(literal.value); }
  void one(const syntax::DecimalLiteral& literal) { add(literal.millionths, literal.percent); }
  void one(const syntax::TextLiteral& literal) { add(literal.pieces); }
  void one(const syntax::DurationLiteral& literal) { add(literal.microseconds); }
  void one(const syntax::PeriodLiteral& literal) { add(literal.count, literal.unit); }
  void one(const syntax::DateLiteral& date) { add(date.year, date.month, date.day); }
  void one(const syntax::TimeLiteral& time) { add(time.microseconds); }
  void one(const syntax::InstantLiteral& instant) { add(instant.date, instant.time, instant.offset_seconds); }
  void one(const syntax::MoneyLiteral& money) {
    letters(money.currency);
    add(money.millionths);
  }

  void one(const syntax::Expr& expression) {
    // The author's spelling of a figure counts, too.
    const bool figure = std::holds_alternative<syntax::IntLiteral>(expression.node) ||
                        std::holds_alternative<syntax::DecimalLiteral>(expression.node);
    if (figure) letters(source_.substr(expression.span.begin, expression.span.end - expression.span.begin));
    one(expression.node);
  }
  void one(const syntax::ExprPtr& expression) {
    text_ += expression == nullptr ? '-' : '(';
    if (expression != nullptr) one(*expression);
    text_ += ')';
  }
  void one(const syntax::NameExpr& name) { add(name.name); }
  void one(const syntax::FieldExpr& access) { add(access.base, access.field); }
  void one(const syntax::CallExpr& call) { add(call.callee, call.arguments); }
  void one(const syntax::FieldValue& field) { add(field.name, field.value); }
  void one(const syntax::RecordExpr& record) { add(record.fields); }
  void one(const syntax::ListExpr& list) { add(list.elements); }
  void one(const syntax::WithExpr& with) { add(with.base, with.fields); }
  void one(const syntax::UnaryExpr& unary) { add(unary.op, unary.operand); }
  void one(const syntax::BinaryExpr& binary) { add(binary.op, binary.left, binary.right); }
  void one(const syntax::PresenceExpr& presence) { add(presence.operand, presence.present); }
  void one(const syntax::WithinExpr& within) { add(within.instant, within.duration, within.start, within.after); }
  void one(const syntax::RangeExpr& range) {
    add(range.operand, range.negated, range.low, range.high, range.low_closed, range.high_closed);
  }
  void one(const syntax::IfExpr& choice) { add(choice.condition, choice.then, choice.otherwise); }
  void one(const syntax::QuantifierExpr& form) { add(form.kind, form.variable, form.list, form.where, form.satisfies); }
  void one(const syntax::PickExpr& form) { add(form.first, form.variable, form.list, form.where, form.key); }
  void one(const syntax::AggregateExpr& form) { add(form.kind, form.of, form.variable, form.list, form.where); }
  void one(const syntax::ParenExpr& parenthesised) { add(parenthesised.inner); }

  // ---- clauses --------------------------------------------------------------------------------------------------

  void one(const syntax::TypeExpr& type) {
    add(type.name, type.currency, type.lists, type.optional, type.optional_element.has_value());
  }
  void one(const syntax::DateBound& bound) { add(bound.value); }
  void one(const syntax::Effective& effective) {
    add(effective.from, effective.before, effective.through, effective.by);
  }
  void one(const syntax::MessageText& text) { add(text.language, text.text); }
  void one(const syntax::Message& message) { add(message.texts); }
  void one(const syntax::Citation& citation) { add(citation.source, citation.anchors); }
  void one(const syntax::NoticeCall& call) { add(call.name, call.arguments); }
  void one(const syntax::Rule& rule) {
    doc(rule.doc);
    add(rule.effect, rule.is_otherwise, rule.name, rule.value, rule.when, rule.unless, rule.overrides, rule.because,
        rule.then, rule.cite, rule.effective);
  }
  void one(const syntax::Also& also) {
    add(also.call, also.when, also.unless, also.outcomes, also.cite, also.effective);
  }

  // ---- declarations ---------------------------------------------------------------------------------------------

  void one(const syntax::Broken&) {}
  void one(const syntax::EnumMember& member) {
    doc(member.doc);
    add(member.name, member.spelling);
  }
  void one(const syntax::EnumDecl& declaration) { add(declaration.name, declaration.members); }
  void one(const syntax::Field& field) {
    doc(field.doc);
    add(field.name, field.type, field.encoding, field.spelling, field.fixed);
  }
  void one(const syntax::RecordDecl& declaration) { add(declaration.name, declaration.fields); }
  void one(const syntax::FactDecl& fact) { add(fact.name, fact.type, fact.encoding, fact.spelling, fact.fixed); }
  void one(const syntax::RequireDecl& require) { add(require.name, require.condition, require.because); }
  void one(const syntax::DatedValue& value) { add(value.before, value.date, value.value); }
  void one(const syntax::ParameterDecl& parameter) {
    add(parameter.fixed, parameter.name, parameter.type, parameter.value, parameter.dated, parameter.dated_by,
        parameter.values);
  }
  void one(const syntax::Parameter& parameter) { add(parameter.name, parameter.type); }
  void one(const syntax::DefineDecl& define) {
    add(define.name, define.has_parameters, define.parameters, define.type, define.value);
  }
  void one(const syntax::DateRange& range) { add(range.first, range.last); }
  void one(const syntax::YearRange& range) { add(range.first, range.last); }
  void one(const syntax::CalendarDecl& calendar) {
    add(calendar.name, calendar.weekend, calendar.holidays, calendar.workdays, calendar.covers);
  }
  void one(const syntax::NoticeDecl& notice) { add(notice.kind, notice.name, notice.parameters); }
  void one(const syntax::DecisionDecl& decision) {
    add(decision.name, decision.permission, decision.type, decision.combine, decision.rules, decision.alsos);
  }
  void one(const syntax::InvariantDecl& invariant) { add(invariant.name, invariant.condition); }
  void one(const syntax::FixtureDecl& fixture) { add(fixture.name, fixture.type, fixture.value); }

  void one(const syntax::AtStep& at) { add(at.instant); }
  void one(const syntax::GivenStep& given) { add(given.name, given.value); }
  void one(const syntax::SetStep& set) { add(set.name, set.value); }
  void one(const syntax::ExpectOutcome& expected) {
    add(expected.decision, expected.outcome, expected.rules, expected.has_rules);
  }
  void one(const syntax::ExpectNotice& expected) { add(expected.decision, expected.kind, expected.call); }
  void one(const syntax::ExpectHolds& expected) { add(expected.decision, expected.kind, expected.instant); }
  void one(const syntax::ExpectRejected& expected) { add(expected.requirement); }
  void one(const syntax::ExpectExpr& expected) { add(expected.condition, expected.rules, expected.has_rules); }
  void one(const syntax::BrokenStep&) {}
  void one(const syntax::TestStep& step) { add(step.node); }
  void one(const syntax::TestDecl& test) { add(test.title, test.steps); }

  void one(const syntax::Declaration& declaration) {
    doc(declaration.doc);
    add(declaration.node);
  }

  // ---- files ----------------------------------------------------------------------------------------------------

  void one(const syntax::SourceClause& source) { add(source.name, source.file, source.effective); }
  void one(const syntax::Use& use) { add(use.name, use.alias); }
  void one(const syntax::Header& header) {
    doc(header.doc);
    add(header.policy, header.name, header.title, header.effective, header.sources, header.timezone, header.calendar,
        header.owner, header.uses);
  }

  std::string_view source_;
  std::string text_;
};

/// The comments between the ends of two declarations, by their letters: clauses that change places take theirs along.
std::vector<std::vector<std::string_view>> comments_by_declaration(const PrintedFile& printed) {
  std::vector<std::vector<std::string_view>> groups(1);
  auto declaration = printed.file.declarations.begin();
  for (const syntax::Comment& comment : printed.file.comments) {
    while (declaration != printed.file.declarations.end() && declaration->span.begin < comment.span.begin) {
      ++declaration;
      groups.emplace_back();
    }
    groups.back().push_back(comment_text(printed.source.text(), comment));
  }
  for (auto& group : groups) std::ranges::sort(group);
  return groups;
}

std::string shape(const PrintedFile& printed) {
  Shape shape(printed.source.text());
  shape.add(printed.file.header, printed.file.declarations);
  return shape.take();
}

}  // namespace

bool same_tree(const PrintedFile& before, const PrintedFile& after) {
  return comments_by_declaration(before) == comments_by_declaration(after) && shape(before) == shape(after);
}

}  // namespace writ
