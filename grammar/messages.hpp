#pragma once
// What an error says where a production was promised by what stands before it: one row per production that a `must`
// names. The words complete "expected … after `x`, found `y`".

#include "grammar/expected.hpp"
#include "grammar/productions.hpp"

namespace writ {

/// A production without a row does not compile where it stands in a `must`.
template <typename Production>
struct row_of;
template <typename Production>
inline constexpr Expectation expectation_of = row_of<Production>::is_missing;

#define WRIT_EXPECT(production, ...)                                     \
  template <>                                                            \
  inline constexpr Expectation expectation_of<productions::production> { \
    __VA_ARGS__                                                          \
  }

// Names
WRIT_EXPECT(name, Code::missing_name, "a name");
WRIT_EXPECT(any_name, Code::missing_name, "a name");
WRIT_EXPECT(qualified_name, Code::missing_name, "a name");
WRIT_EXPECT(rule_name, Code::missing_name, "the name of a rule");
WRIT_EXPECT(fact_name, Code::missing_name, "the name of a fact");
WRIT_EXPECT(decided_rule, Code::missing_name, "the name of a rule");
WRIT_EXPECT(cited_source, Code::missing_name, "the name of a source",
            "`cite guide \"1.2\"` names a source of the header, then its clause");
WRIT_EXPECT(notice_call, Code::missing_name, "an obligation or advice");
WRIT_EXPECT(enum_member, Code::missing_name, "the name of a member");
WRIT_EXPECT(parameter, Code::missing_name, "the name of a parameter");
WRIT_EXPECT(field_value, Code::missing_name, "the name of a field");

// Marks and words
WRIT_EXPECT(colon, Code::expected_something_else, "`:`");
WRIT_EXPECT(comma, Code::expected_something_else, "`,`");
WRIT_EXPECT(equals, Code::expected_something_else, "`=`");
WRIT_EXPECT(open_brace, Code::expected_something_else, "`{`");
WRIT_EXPECT(close_parenthesis, Code::unclosed_bracket, "`)`");
WRIT_EXPECT(arguments_end, Code::unclosed_bracket, "`,` or `)`");
WRIT_EXPECT(parameters_end, Code::unclosed_bracket, "`,` or `)`");
WRIT_EXPECT(list_end, Code::unclosed_bracket, "`,` or `]`");
WRIT_EXPECT(range_end, Code::unclosed_bracket, "`]` or `)`");
WRIT_EXPECT(fields_end, Code::unclosed_bracket, "`,` or `}`");
WRIT_EXPECT(record_end, Code::unclosed_bracket, "a field or `}`");
WRIT_EXPECT(interpolation_end, Code::unclosed_bracket, "`}`",
            "in a text, `{` begins an expression; `{{` writes a brace");
WRIT_EXPECT(text_end, Code::unclosed_text, "`\"`");
WRIT_EXPECT(wide_text_end, Code::unclosed_text, "`\"`");
WRIT_EXPECT(in_word, Code::expected_something_else, "`in`",
            "such a form reads `count of x in L`; how many a list has is `size(L)`");
WRIT_EXPECT(for_word, Code::expected_something_else, "`for`",
            "such a form reads `sum of x.amount for x in order.lines`");
WRIT_EXPECT(then_word, Code::expected_something_else, "`then`", "a condition reads `if c then a else b`");
WRIT_EXPECT(else_word, Code::expected_something_else, "`else`", "a condition reads `if c then a else b`");
WRIT_EXPECT(satisfies_part, Code::missing_satisfies, "`satisfies` and a condition",
            "the form is `some x in L satisfies …`, with `where …` before it to narrow the list");
WRIT_EXPECT(within_direction, Code::expected_something_else, "`after` or `before`",
            "the form is `t within 24h after s`");

// Expressions
WRIT_EXPECT(condition, Code::missing_expression, "a condition");
WRIT_EXPECT(expression, Code::missing_expression, "a value");
WRIT_EXPECT(key, Code::missing_expression, "a value");
WRIT_EXPECT(operand, Code::missing_expression, "a value");
WRIT_EXPECT(postfixed, Code::missing_expression, "a value");
WRIT_EXPECT(arithmetic, Code::missing_expression, "a value");
WRIT_EXPECT(comparison, Code::missing_expression, "a condition");
WRIT_EXPECT(logic_operand, Code::missing_expression, "a condition");
WRIT_EXPECT(list_operand, Code::missing_expression, "a list", "a list is a path, a call, a literal, or in parentheses");
WRIT_EXPECT(pattern_or_value, Code::missing_expression, "a pattern");
WRIT_EXPECT(record_value, Code::expected_something_else, "`{`", "the form is `base with { field: value }`");
WRIT_EXPECT(arguments, Code::expected_something_else, "`(`");
WRIT_EXPECT(text, Code::expected_something_else, "a text in quotes");
WRIT_EXPECT(plain_text, Code::expected_something_else, "a text in quotes");
WRIT_EXPECT(expression_end, Code::misplaced, "an operator or the end");

// Types and bounds
WRIT_EXPECT(type, Code::expected_something_else, "a type");
WRIT_EXPECT(type_base, Code::expected_something_else, "a type");
WRIT_EXPECT(date_bound, Code::expected_something_else, "a date or an instant");
WRIT_EXPECT(date_range, Code::expected_something_else, "a date");
WRIT_EXPECT(year_range, Code::expected_something_else, "a year");

// Clauses
WRIT_EXPECT(effective_bounds, Code::expected_something_else, "`from`, `before` or `through` and a date");
WRIT_EXPECT(message_text, Code::expected_something_else, "a text in quotes",
            "a message is a text, or `en \"…\" zh \"…\"`");
WRIT_EXPECT(clause_end, Code::misplaced, "an operator, another clause or the next rule");

// Declarations
WRIT_EXPECT(header_start, Code::no_header, "`module` or `policy`",
            "a file opens with its kind and name: `policy shop.refunds \"Refunds\"`");
WRIT_EXPECT(header_end, Code::misplaced, "another line of the header or a declaration");
WRIT_EXPECT(declaration_start, Code::misplaced, "a declaration");
WRIT_EXPECT(field_start, Code::misplaced, "a field such as `name : Type`, or `}`");
WRIT_EXPECT(dated_row, Code::expected_something_else, "`before` or `from` and a date",
            "a dated parameter has rows such as `from 2024-06-01 = 5`");
WRIT_EXPECT(parameter_value, Code::expected_something_else, "`=` or `dated`");
WRIT_EXPECT(parameters, Code::expected_something_else, "`(`", "one without parameters is declared with `()`");
WRIT_EXPECT(decision_type, Code::expected_something_else, "`permission` or a type");
WRIT_EXPECT(decision_end, Code::misplaced, "a rule or the next declaration");
WRIT_EXPECT(combination, Code::expected_something_else,
            "`first rule`, `every rule`, `sum of rules`, `min of rules`, `max of rules` or `count of rules`");
WRIT_EXPECT(step_end, Code::misplaced, "an operator, another step of the test or the next declaration");
WRIT_EXPECT(holds_end, Code::expected_something_else, "`until`, `through` or `forever`");

#undef WRIT_EXPECT

}  // namespace writ
