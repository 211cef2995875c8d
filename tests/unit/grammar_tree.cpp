// The tree has the shape that the text has, and each node the span of its text.

#include <catch2/catch.hpp>
#include <string>

#include "grammar/parse.hpp"
#include "tests/unit/grammar_samples.hpp"

namespace {

using namespace writ;
using namespace writ::syntax;

/// An expression in full parentheses.
class Shape {
 public:
  explicit Shape(const SourceSet& sources) : sources_(sources) {}

  std::string of(const ExprPtr& expression) const {
    return expression ? std::visit([&](const auto& node) { return shape(*expression, node); }, expression->node) : "-";
  }

 private:
  template <typename Literal>
  std::string shape(const Expr& expression, const Literal&) const {
    return std::string(sources_.text(expression.span));
  }
  std::string shape(const Expr&, const BrokenExpr&) const { return "<broken>"; }
  std::string shape(const Expr&, const FieldExpr& node) const {
    return of(node.base) + "." + std::string(node.field.text);
  }
  std::string shape(const Expr&, const CallExpr& node) const {
    return of(node.callee) + "(" + list(node.arguments) + ")";
  }
  std::string shape(const Expr&, const ListExpr& node) const { return "[" + list(node.elements) + "]"; }
  std::string shape(const Expr&, const UnaryExpr& node) const {
    return "(" + std::string(token(node.op)) + " " + of(node.operand) + ")";
  }
  std::string shape(const Expr&, const BinaryExpr& node) const {
    return "(" + of(node.left) + " " + std::string(token(node.op)) + " " + of(node.right) + ")";
  }
  std::string shape(const Expr&, const PresenceExpr& node) const {
    return "(" + of(node.operand) + (node.present ? " present)" : " absent)");
  }
  std::string shape(const Expr&, const WithinExpr& node) const {
    return "(" + of(node.instant) + " within " + of(node.duration) + (node.after ? " after " : " before ") +
           of(node.start) + ")";
  }
  std::string shape(const Expr&, const RangeExpr& node) const {
    return "(" + of(node.operand) + (node.negated ? " not in " : " in ") + (node.low_closed ? "[" : "(") +
           of(node.low) + " .. " + of(node.high) + (node.high_closed ? "]" : ")") + ")";
  }
  std::string shape(const Expr&, const IfExpr& node) const {
    return "(if " + of(node.condition) + " then " + of(node.then) + " else " + of(node.otherwise) + ")";
  }
  std::string shape(const Expr&, const QuantifierExpr& node) const {
    return "(Q " + std::string(node.variable.text) + " in " + of(node.list) + " where " + of(node.where) +
           " satisfies " + of(node.satisfies) + ")";
  }
  std::string shape(const Expr&, const PickExpr& node) const {
    return std::string(node.first ? "(first " : "(last ") + std::string(node.variable.text) + " in " + of(node.list) +
           " where " + of(node.where) + " by " + of(node.key) + ")";
  }
  std::string shape(const Expr&, const AggregateExpr& node) const {
    return "(fold " + of(node.of) + " for " + std::string(node.variable.text) + " in " + of(node.list) + " where " +
           of(node.where) + ")";
  }
  std::string shape(const Expr&, const ParenExpr& node) const { return "{" + of(node.inner) + "}"; }
  std::string shape(const Expr&, const WithExpr& node) const {
    return "(" + of(node.base) + " with " + std::to_string(node.fields.size()) + ")";
  }

  std::string list(const std::vector<ExprPtr>& elements) const {
    std::string result;
    for (const ExprPtr& element : elements) result += (result.empty() ? "" : ", ") + of(element);
    return result;
  }

  const SourceSet& sources_;
};

std::string shape_of(std::string text) {
  SourceSet sources;
  const ParsedExpression parsed = parse_expression(sources, sources.add("ask", std::move(text)));
  return parsed.diagnostics.empty() ? Shape(sources).of(parsed.expression)
                                    : "error: " + parsed.diagnostics.front().message;
}

TEST_CASE("operators bind as their table says") {
  CHECK(shape_of("a or b implies c and d") == "((a or b) implies (c and d))");
  CHECK(shape_of("not a is b") == "(not (a is b))");
  CHECK(shape_of("not not a and b") == "((not (not a)) and b)");
  CHECK(shape_of("a + b * c - d / e") == "((a + (b * c)) - (d / e))");
  CHECK(shape_of("a - b - c") == "((a - b) - c)");
  CHECK(shape_of("a or else b or else c + d") == "(a or else (b or else (c + d)))");
  CHECK(shape_of("a or else b or c") == "((a or else b) or c)");
  CHECK(shape_of("-a.b * -2") == "((- a.b) * (- 2))");
  CHECK(shape_of("5% of x * y") == "((5% of x) * y)");
  CHECK(shape_of("y * 5% of 10% of x + 1") == "((y * (5% of (10% of x))) + 1)");
  CHECK(shape_of("a is not b and c not in d") == "((a is not b) and (c not in d))");
  CHECK(shape_of("a is\n  // why\n  not b") == "(a is not b)");
  CHECK(shape_of("a.b is present or c is absent") == "((a.b present) or (c absent))");
  CHECK(shape_of("t within 24h after s and b") == "((t within 24h after s) and b)");
  CHECK(shape_of("t within a or else b before s + 1h") == "(t within (a or else b) before (s + 1h))");
  CHECK(shape_of("x in [a .. b)") == "(x in [a .. b))");
  CHECK(shape_of("x not in (1..2] and y") == "((x not in (1 .. 2]) and y)");
  CHECK(shape_of("x in (a)") == "(x in {a})");
  CHECK(shape_of("x in [a, b,]") == "(x in [a, b])");
}

TEST_CASE("forms reach as far as they can") {
  CHECK(shape_of("some x in L where P satisfies Q or R") == "(Q x in L where P satisfies (Q or R))");
  CHECK(shape_of("a and every x in L satisfies Q and R") == "(a and (Q x in L where - satisfies (Q and R)))");
  CHECK(shape_of("first x in a.b where c by d + 1") == "(first x in a.b where c by (d + 1))");
  CHECK(shape_of("1 + count of x in L where a or b") == "(1 + (fold - for x in L where (a or b)))");
  CHECK(shape_of("sum of x.a * 2 for x in [1, 2]") == "(fold (x.a * 2) for x in [1, 2] where -)");
  CHECK(shape_of("if a then b else c + d") == "(if a then b else (c + d))");
  CHECK(shape_of("(count of x in L) > 3") == "({(fold - for x in L where -)} > 3)");
}

TEST_CASE("words that matter in one place are names elsewhere") {
  CHECK(shape_of("first + last + count + sum") == "(((first + last) + count) + sum)");
  CHECK(shape_of("max(a, b) + max of x for x in L") == "(max(a, b) + (fold x for x in L where -))");
  CHECK(shape_of("order.test.when.if") == "order.test.when.if");
  CHECK(shape_of("at(date, time)") == "at(date, time)");
  CHECK(shape_of("规则.次数 > 3") == "(规则.次数 > 3)");
  CHECK(shape_of("not次数") == "not次数");
  CHECK(shape_of("now + days") == "(now + days)");
}

TEST_CASE("the least Int has a literal, its positive twin has none") {
  CHECK(shape_of("-9223372036854775808") == "-9223372036854775808");
  CHECK(shape_of("-9223372036854775807") == "(- 9223372036854775807)");
  CHECK(shape_of("9223372036854775808").starts_with("error"));
  CHECK(shape_of("- - 9223372036854775808") == "(- - 9223372036854775808)");
}

TEST_CASE("a text is taken to pieces, with the spans of what stands in it") {
  SourceSet sources;
  const ParsedExpression parsed =
      parse_expression(sources, sources.add("ask", R"(" 同一 {a.b} // {{no}} {f("x", "{y}")}\u{4E2D}\n")"));
  REQUIRE(parsed.diagnostics.empty());
  const auto& text = std::get<TextLiteral>(parsed.expression->node);
  REQUIRE(text.pieces.size() == 5);
  CHECK(std::get<std::string>(text.pieces[0]) == " 同一 ");
  CHECK(sources.text(std::get<ExprPtr>(text.pieces[1])->span) == "a.b");
  CHECK(std::get<std::string>(text.pieces[2]) == " // {no} ");
  CHECK(sources.text(std::get<ExprPtr>(text.pieces[3])->span) == "f(\"x\", \"{y}\")");
  CHECK(std::get<std::string>(text.pieces[4]) == "中\n");
}

TEST_CASE("a pattern is taken as it stands") {
  SourceSet sources;
  const ParsedExpression parsed = parse_expression(sources, sources.add("ask", R"(matches(order.id, "\d{3}\"x"))"));
  REQUIRE(parsed.diagnostics.empty());
  const auto& call = std::get<CallExpr>(parsed.expression->node);
  REQUIRE(call.arguments.size() == 2);
  const auto& pattern = std::get<TextLiteral>(call.arguments[1]->node);
  CHECK(std::get<std::string>(pattern.pieces.at(0)) == "\\d{3}\\\"x");
}

/// Every expression's span begins and ends with a token and holds those below it.
class SpanCheck {
 public:
  explicit SpanCheck(const SourceSet& sources) : sources_(sources) {}

  void check(const ExprPtr& expression) {
    if (!expression) return;
    const std::string_view text = sources_.text(expression->span);
    INFO(text);
    REQUIRE(!text.empty());
    CHECK(std::string_view(" \n\t").find(text.front()) == std::string_view::npos);
    CHECK(std::string_view(" \n\t").find(text.back()) == std::string_view::npos);
    ++count;
    if (const auto* binary = std::get_if<BinaryExpr>(&expression->node)) {
      CHECK(binary->left->span.begin == expression->span.begin);
      CHECK(binary->right->span.end == expression->span.end);
      CHECK(sources_.text(binary->op_span).substr(0, 2) == token(binary->op).substr(0, 2));
      check(binary->left);
      check(binary->right);
    }
    if (const auto* field = std::get_if<FieldExpr>(&expression->node)) {
      CHECK(field->field.span.end == expression->span.end);
      check(field->base);
    }
  }
  int count = 0;

 private:
  const SourceSet& sources_;
};

TEST_CASE("spans are those of the tokens, without white space around") {
  SourceSet sources;
  const Parsed parsed = parse(sources, sources.add("policy.writ", std::string(samples::policy_file)));
  REQUIRE(parsed.diagnostics.empty());
  const File& file = parsed.file;
  CHECK(sources.text(file.header.span).starts_with("policy taobao"));
  CHECK(sources.text(file.header.span).ends_with("use taobao.ship_time"));
  REQUIRE(file.header.uses.size() == 2);
  CHECK(sources.text(file.header.uses[1].span) == "use taobao.ship_time");
  CHECK(file.header.title->value.starts_with("协商发货"));
  REQUIRE(file.declarations.size() == 11);
  CHECK(sources.text(file.declarations[0].span) == "parameter card_quota    : Int      = 3");
  CHECK(file.declarations[4].doc == "/// Delivered cards count, whatever became of them.");

  SpanCheck spans(sources);
  const auto& decision = std::get<DecisionDecl>(file.declarations[7].node);
  CHECK(decision.permission);
  REQUIRE(decision.rules.size() == 4);
  REQUIRE(decision.alsos.size() == 2);
  CHECK(decision.alsos[0].outcomes.at(0).text == "permitted");
  CHECK(sources.text(decision.rules[0].span).ends_with("cite guide \"1.2\""));
  for (const Rule& rule : decision.rules) spans.check(rule.when);
  CHECK(spans.count > 5);
  CHECK(decision.rules[1].because->texts.size() == 2);
  CHECK(decision.rules[1].because->texts[0].language->text == "zh");

  const auto& value = std::get<DecisionDecl>(file.declarations[8].node);
  CHECK(value.combine == Combine::first);
  CHECK(value.type->optional);
  CHECK(value.rules.at(1).is_otherwise);
  const auto& test = std::get<TestDecl>(file.declarations[10].node);
  REQUIRE(test.steps.size() == 7);
  CHECK(std::holds_alternative<ExpectOutcome>(test.steps[3].node));
  CHECK(std::get<ExpectHolds>(test.steps[4].node).kind == HoldsKind::through);
  CHECK(std::get<ExpectOutcome>(test.steps[6].node).rules.at(0).text == "card_quota_exhausted");
}

TEST_CASE("types say what is optional") {
  SourceSet sources;
  const Parsed parsed = parse(
      sources,
      sources.add("m.writ",
                  "module m\nfact a : list of Order?\nfact b : (list of Order)?\nfact c : list of list of Money CNY\n"
                  "record R {\n  amount : Money\n  currency : Text\n  fixed : Date? fixed\n}\n"));
  REQUIRE(parsed.diagnostics.empty());
  const auto type = [&](std::size_t index) { return std::get<FactDecl>(parsed.file.declarations[index].node).type; };
  CHECK(type(0).optional_element);
  CHECK(!type(0).optional);
  CHECK(type(1).optional);
  CHECK(!type(1).optional_element);
  CHECK(type(1).lists == 1);
  CHECK(type(2).lists == 2);
  CHECK(type(2).currency->text == "CNY");
  const auto& record = std::get<RecordDecl>(parsed.file.declarations[3].node);
  REQUIRE(record.fields.size() == 3);
  CHECK(!record.fields[0].type.currency);
  CHECK(record.fields[2].name.text == "fixed");
  CHECK(record.fields[2].fixed);
}

}  // namespace
