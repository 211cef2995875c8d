#pragma once
// The grammar, as text is written. It has no actions: nodes.def says which productions leave a node behind,
// messages.hpp what an error says, parse.cpp where parsing goes on after one.
//
// White space and comments belong to the token that they stand before, so that a node ends with its last token.
// After each keyword, operator and opening bracket the rest is a `must`: the grammar never goes back behind one,
// and so needs no time to speak of for any nesting. Where a word is a keyword in one place only, the second word
// decides.

#include "grammar/productions_tokens.hpp"

namespace writ::productions {

// ---- texts ------------------------------------------------------------------------------------------------------

struct expression;

struct escape : seq<one<'\\'>, sor<seq<string<'u', '{'>, star<not_one<'}', '"', '\n'>>, one<'}'>>, not_one<'\n'>>> {};
struct text_end : one<'"'> {};
struct wide_text_end : sor<utf8::one<U'”', U'“', U'＂'>, one<'"'>> {};

/// Braces are taken as they stand: titles, file names, spellings.
struct plain_letters : star<sor<escape, not_one<'"', '\\', '\n'>>> {};
struct wide_letters : star<sor<escape, seq<not_at<wide_text_end>, not_one<'\\', '\n'>>>> {};
struct plain_text
    : seq<blank,
          sor<seq<one<'"'>, plain_letters, must<text_end>>, seq<wide_glyph<'"'>, wide_letters, must<wide_text_end>>>> {
};

/// Of `matches(text, "pattern")`: nothing in it is ours to read.
struct pattern_text : seq<blank, one<'"'>, plain_letters, must<text_end>> {};

struct double_brace : sor<string<'{', '{'>, string<'}', '}'>> {};
struct text_run : plus<sor<escape, double_brace, not_one<'"', '\\', '\n', '{'>>> {};
struct interpolation_end : mark<'}'> {};
struct interpolation : seq<one<'{'>, must<expression>, must<interpolation_end>> {};
struct text : seq<blank, sor<seq<one<'"'>, star<sor<text_run, interpolation>>, must<text_end>>,
                             seq<wide_glyph<'"'>, wide_letters, must<wide_text_end>>>> {};

struct single_quoted : seq<blank, one<'\''>, star<sor<escape, not_one<'\'', '\\', '\n'>>>, one<'\''>> {};

// ---- expressions ------------------------------------------------------------------------------------------------
// Operands and operators stand side by side in one `expression`; operators.def says how they bind.

struct missing_comma : at<gap, sor<plain_word, digit, one<'"'>>> {};
/// After the first; a last comma is allowed.
template <typename Item>
struct more : star<sor<seq<comma, sor<at<closing>, must<Item>>>, seq<missing_comma, Item>>> {};

struct list_end : close_bracket {};
struct range_end : sor<close_bracket, close_parenthesis> {};
struct range_tail : seq<range_dots, must<expression>, must<range_end>> {};
struct more_elements : more<expression> {};
struct list
    : seq<mark<'['>, sor<close_bracket, seq<must<expression>, sor<range_tail, seq<more_elements, must<list_end>>>>>> {};
struct parenthesised : seq<open_parenthesis, must<expression>, sor<range_tail, must<close_parenthesis>>> {};

struct arguments_end : close_parenthesis {};
struct arguments
    : seq<open_parenthesis, sor<close_parenthesis, seq<must<expression>, more_elements, must<arguments_end>>>> {};
struct pattern_or_value : sor<pattern_text, expression> {};
struct pattern_arguments
    : seq<open_parenthesis, must<expression>, opt<comma, must<pattern_or_value>>, must<arguments_end>> {};
struct matches_call : seq<at<word<"matches">, open_parenthesis>, name, pattern_arguments> {};

struct field_value : seq<any_name, must<colon>, must<expression>> {};
struct fields_end : close_brace {};
struct record_value : seq<open_brace, sor<close_brace, seq<must<field_value>, more<field_value>, must<fields_end>>>> {};

struct field_access : seq<dot, must<any_name>> {};
struct with_tail : seq<word<"with">, must<record_value>> {};
/// `n days`: only a number takes a unit.
struct unit_after_operand : seq<gap, long_unit, not_at<sor<open_parenthesis, colon, equals>>> {};
struct postfix : sor<unit_after_operand, seq<blank, sor<field_access, arguments, with_tail>>> {};

struct in_word : word<"in"> {};
struct for_word : word<"for"> {};
struct list_primary : sor<list, parenthesised, matches_call, name> {};
struct list_operand : seq<list_primary, star<postfix>> {};
struct condition;
struct key : seq<expression> {};
struct where_part : seq<word<"where">, must<expression>> {};
struct satisfies_part : seq<word<"satisfies">, must<expression>> {};
struct by_part : seq<word<"by">, must<key>> {};
struct each : seq<must<name>, must<in_word>, must<list_operand>> {};
struct over_list : seq<each, opt<where_part>> {};

struct then_word : word<"then"> {};
struct else_word : word<"else"> {};
/// Up to its `then`, which is no clause of a rule.
struct if_head : seq<must<expression>, must<then_word>> {};
struct if_form : seq<word<"if">, if_head, must<expression>, must<else_word>, must<expression>> {};
struct quantifier : seq<sor<word<"some">, word<"every">, word<"no">>, each,
                        sor<seq<where_part, opt<satisfies_part>>, must<satisfies_part>>> {};
struct follows_expression
    : sor<spelled<"by">, spelled<"obliges">, spelled<"advises">, spelled<"holds">, spelled<"from">, spelled<"through">,
          spelled<"at">, spelled<"timezone">, spelled<"source">, spelled<"owner">> {};
struct pick_word : sor<word<"first">, word<"last">> {};
struct pick : seq<at<pick_word, blank, not_at<follows_expression>, plain_word>, pick_word, over_list, opt<by_part>> {};
struct of_word : word<"of"> {};
struct count_form : seq<word<"count">, of_word, over_list> {};
struct fold_form : seq<sor<word<"sum">, word<"min">, word<"max">, word<"earliest">, word<"latest">>, of_word,
                       must<expression>, must<for_word>, over_list> {};

struct primary : seq<blank, sor<literal, text, list, parenthesised, record_value, if_form, quantifier, pick, count_form,
                                fold_form, matches_call, money, constant_word, name, single_quoted, currency_sign>> {};
struct negation : seq<blank, one<'-'>> {};
struct not_operator : word<"not"> {};
struct foreign_not : seq<blank, one<'!'>, not_at<one<'='>>> {};
struct misplaced_not : word<"not"> {};
struct postfixed : seq<primary, star<postfix>> {};
struct signed_operand : seq<plus<sor<negation, misplaced_not, foreign_not>>, must<postfixed>> {};
struct operand : sor<postfixed, signed_operand> {};

struct arithmetic_operator : seq<blank, infix<5, 7>> {};
struct foreign_arithmetic : seq<blank, foreign_infix<5, 7>> {};
struct arithmetic : seq<operand, star<blank, sor<arithmetic_operator, foreign_arithmetic>, must<operand>>> {};

struct null_word : sor<word<"null">, word<"nil">> {};
struct presence_tail : seq<word<"is">, opt<word<"not">>, sor<word<"present">, word<"absent">, null_word>> {};
struct is_in_operator : seq<word<"is">, opt<word<"not">>, word<"in">> {};
struct within_operator : word<"within"> {};
struct within_direction : sor<word<"after">, word<"before">> {};
struct within_tail : seq<within_operator, must<arithmetic>, must<within_direction>, must<arithmetic>> {};
struct comparison_operator : seq<blank, infix<4, 4>> {};
struct foreign_comparison : seq<blank, foreign_infix<4, 4>> {};
struct comparison_tail : seq<blank, sor<presence_tail, seq<is_in_operator, must<arithmetic>>, within_tail,
                                        seq<sor<comparison_operator, foreign_comparison>, must<arithmetic>>>> {};
struct comparison : seq<arithmetic, star<comparison_tail>> {};
struct negated : seq<plus<sor<not_operator, foreign_not>>, must<comparison>> {};
struct logic_operand : sor<negated, comparison> {};
struct logic_operator : seq<blank, infix<1, 2>> {};
struct foreign_logic : seq<blank, foreign_infix<1, 2>> {};
struct expression : seq<logic_operand, star<blank, sor<logic_operator, foreign_logic>, must<logic_operand>>> {};
struct condition : seq<expression> {};

// ---- types ------------------------------------------------------------------------------------------------------

struct type;
struct list_of : seq<word<"list">, word<"of">> {};
struct optional_mark : mark<'?'> {};
struct currency_name : seq<blank, plain_word> {};
struct money_type : seq<at<word<"Money">, not_at<blank, follows_expression>, not_at<word<"as">>, not_at<word<"dated">>,
                           name, not_at<colon>>,
                        name, currency_name> {};
struct type_base : sor<seq<open_parenthesis, must<type>, must<close_parenthesis>>, money_type, qualified_name> {};
struct type : seq<sor<seq<plus<list_of>, must<type_base>>, type_base>, opt<optional_mark>> {};

// ---- clauses ----------------------------------------------------------------------------------------------------

struct date_bound : seq<blank, sor<spaced_instant, date_blob, time_blob, number_blob>> {};
struct from_bound : seq<word<"from">, must<date_bound>> {};
struct before_bound : seq<word<"before">, must<date_bound>> {};
struct through_bound : seq<word<"through">, must<date_bound>> {};
struct effective_bounds : sor<seq<from_bound, opt<sor<before_bound, through_bound>>>, before_bound, through_bound> {};
struct effective_clause : seq<word<"effective">, must<effective_bounds>, opt<by_part>> {};

struct language_tag : seq<blank, alpha, alpha, opt<alpha>, star<one<'-'>, plus<alnum>>, not_at<any_word>> {};
struct opening_quote : seq<blank, sor<one<'"'>, wide_glyph<'"'>>> {};
struct tagged_text : seq<language_tag, must<text>> {};
struct message_text : sor<tagged_text, text> {};
struct more_text : seq<not_at<blank, opening_word<WordRole::clause>>,
                       sor<at<language_tag, opening_quote>, at<opening_quote>>, message_text> {};
struct because_clause : seq<word<"because">, must<message_text>, star<more_text>> {};

struct cited_source : seq<name> {};
struct citation : seq<must<cited_source>, must<plain_text>, star<comma, plain_text>> {};
struct cite_clause : seq<word<"cite">, citation, star<comma, citation>> {};

struct notice_call : seq<qualified_name, must<arguments>> {};
struct when_clause : seq<word<"when">, must<condition>> {};
struct unless_clause : seq<word<"unless">, must<condition>> {};
struct overrides_clause : seq<word<"overrides">, name_list> {};
struct then_clause : seq<word<"then">, must<notice_call>, star<comma, must<notice_call>>> {};
struct on_clause : seq<word<"on">, name_list> {};
struct clause : seq<blank, sor<when_clause, unless_clause, overrides_clause, because_clause, then_clause, cite_clause,
                               effective_clause, on_clause>> {};
struct clause_end : boundary<WordRole::clause> {};
struct stray_in_rule : stray<clause_end> {};
struct clauses : star<sor<clause, stray_in_rule>> {};

// ---- the header -------------------------------------------------------------------------------------------------

struct header_line
    : seq<sor<word<"module">, word<"policy">>, must<qualified_name>, opt<plain_text>, opt<effective_clause>> {};
struct source_clause : seq<word<"source">, must<name>, must<plain_text>, opt<effective_clause>> {};
struct timezone_clause : seq<word<"timezone">, must<plain_text>> {};
struct owner_clause : seq<word<"owner">, must<plain_text>> {};
struct calendar_item_word : sor<word<"weekend">, word<"holidays">, word<"workdays">, word<"covers">> {};
struct calendar_clause : seq<word<"calendar">, not_at<name, calendar_item_word>, must<name>> {};
struct use_clause : seq<word<"use">, must<qualified_name>, opt<word<"as">, must<name>>> {};
struct header_item : sor<source_clause, timezone_clause, owner_clause, calendar_clause, use_clause, effective_clause> {
};
struct header_end : boundary<WordRole::rule> {};
struct stray_in_header : stray<header_end> {};
struct header_start : at<sor<word<"module">, word<"policy">>> {};
struct missing_header : must<header_start> {};
struct header : seq<sor<header_line, missing_header>, star<sor<header_item, stray_in_header>>> {};

// ---- declarations -----------------------------------------------------------------------------------------------

struct enum_member : seq<name, opt<plain_text>> {};
struct missing_bar : at<gap, plain_word> {};
struct enum_declaration : seq<word<"enum">, must<name>, must<equals>, must<enum_member>,
                              star<sor<seq<mark<'|'>, must<enum_member>>, seq<missing_bar, enum_member>>>> {};

struct encoding : seq<word<"as">, must<name>> {};
struct spelling : seq<word<"from">, must<plain_text>> {};
struct fixed_mark : seq<word<"fixed">, not_at<word<"parameter">>> {};
struct field_modifier : seq<not_at<any_name, colon>, sor<encoding, spelling, fixed_mark>> {};
struct field : seq<at<any_name, colon>, any_name, colon, must<type>, star<field_modifier>> {};
struct field_comma : comma {};
struct field_start : sor<seq<any_name, colon>, close_brace, boundary<WordRole::declaration>> {};
struct stray_in_record : stray<field_start> {};
struct record_end : close_brace {};
struct record_declaration : seq<word<"record">, must<name>, must<open_brace>,
                                star<sor<field, field_comma, stray_in_record>>, must<record_end>> {};

struct fact_name : seq<blank, sor<spelled<"now">, plain_word>> {};
struct fact_declaration : seq<word<"fact">, must<fact_name>, must<colon>, must<type>, star<field_modifier>> {};
struct require_declaration : seq<word<"require">, must<name>, must<colon>, must<condition>, opt<because_clause>> {};

struct dated_row : seq<sor<word<"before">, word<"from">>, must<date_bound>, must<equals>, must<expression>> {};
struct dated : seq<word<"dated">, opt<by_part>, must<dated_row>, star<dated_row>> {};
struct parameter_value : sor<seq<equals, must<expression>>, dated> {};
struct parameter_declaration : seq<sor<seq<word<"fixed">, word<"parameter">>, word<"parameter">>, must<name>,
                                   must<colon>, must<type>, must<parameter_value>> {};

struct parameter : seq<name, must<colon>, must<type>> {};
struct parameters_end : close_parenthesis {};
struct parameters
    : seq<open_parenthesis, sor<close_parenthesis, seq<must<parameter>, more<parameter>, must<parameters_end>>>> {};
struct define_declaration
    : seq<word<"define">, must<name>, opt<parameters>, opt<colon, must<type>>, must<equals>, must<expression>> {};

struct date_range : seq<date_bound, opt<range_dots, must<date_bound>>> {};
struct year_range : seq<date_bound, opt<range_dots, must<date_bound>>> {};
struct weekend_item : seq<word<"weekend">, name_list> {};
struct holidays_item : seq<word<"holidays">, must<date_range>, star<comma, must<date_range>>> {};
struct workdays_item : seq<word<"workdays">, must<date_range>, star<comma, must<date_range>>> {};
struct covers_item : seq<word<"covers">, must<year_range>, star<comma, must<year_range>>> {};
struct calendar_declaration
    : seq<word<"calendar">, name, plus<sor<weekend_item, holidays_item, workdays_item, covers_item>>> {};

struct notice_declaration : seq<sor<word<"obligation">, word<"advice">>, must<name>, must<parameters>> {};

struct rule_name : seq<name> {};
struct effect_head : must<rule_name> {};
struct effect_rule : seq<sor<word<"permit">, word<"forbid">, word<"refer">>, effect_head, clauses> {};
struct value_head : seq<must<rule_name>, opt<equals, must<expression>>> {};
struct value_rule : seq<word<"rule">, value_head, clauses> {};
struct otherwise_head : seq<must<equals>, must<expression>> {};
struct otherwise_rule : seq<word<"otherwise">, otherwise_head, clauses> {};
struct also_head : must<notice_call> {};
struct also_item : seq<word<"also">, also_head, clauses> {};
struct any_rule : seq<blank, sor<effect_rule, value_rule, otherwise_rule, also_item>> {};

/// As `missing_comma`, on another line if need be.
struct missing_separator : at<blank, any_word> {};
struct permission_word : word<"permission"> {};
struct folded : sor<word<"sum">, word<"min">, word<"max">, word<"count">> {};
/// A lone `rule` has lost its `first` or `every`.
struct combination
    : sor<seq<sor<word<"first">, word<"every">>, word<"rule">>, seq<folded, word<"of">, word<"rules">>, word<"rule">> {
};
struct combining : sor<seq<comma, must<combination>>,
                       seq<at<sor<word<"first">, word<"every">, folded>, sor<word<"rule">, word<"of">>>,
                           missing_separator, combination>> {};
struct decision_type : sor<permission_word, type> {};
struct decision_head : seq<must<name>, must<colon>, must<decision_type>, opt<combining>> {};
struct decision_end : boundary<WordRole::rule> {};
struct stray_in_decision : stray<decision_end> {};
struct decision_declaration : seq<word<"decision">, decision_head, star<sor<any_rule, stray_in_decision>>> {};
/// Rules without a decision, most often because the line that began it is broken.
struct orphan_rules : plus<any_rule> {};

struct invariant_declaration : seq<word<"invariant">, must<name>, must<colon>, must<condition>> {};
struct fixture_declaration : seq<word<"fixture">, must<name>, must<colon>, must<type>, must<equals>, must<expression>> {
};

struct at_step : seq<word<"at">, must<date_bound>> {};
struct given_step : seq<word<"given">, must<fact_name>, must<equals>, must<expression>> {};
struct set_step : seq<word<"set">, must<qualified_name>, must<equals>, must<expression>> {};
struct rejected_form : seq<word<"rejected">, word<"by">, must<name>> {};
/// A rule as a test names it: one is called `otherwise`.
struct decided_rule : seq<blank, sor<plain_word, spelled<"otherwise">>> {};
struct by_rules : seq<word<"by">, must<decided_rule>, star<comma, must<decided_rule>>> {};
struct nothing_word : seq<word<"nothing">, not_at<blank, open_parenthesis>> {};
struct notice_form : seq<sor<word<"obliges">, word<"advises">>, sor<nothing_word, must<notice_call>>> {};
struct holds_end : sor<seq<sor<word<"until">, word<"through">>, must<date_bound>>, word<"forever">> {};
struct holds_form : seq<word<"holds">, must<holds_end>> {};
struct expectation : seq<must<expression>, opt<sor<by_rules, notice_form, holds_form>>> {};
struct expect_step : seq<word<"expect">, sor<rejected_form, expectation>> {};
struct step : sor<at_step, given_step, set_step, expect_step> {};
struct step_end : sor<boundary<WordRole::step>, seq<word<"at">, blank, digit>> {};
struct stray_in_test : stray<step_end> {};
struct test_head : must<plain_text> {};
struct test_declaration : seq<word<"test">, test_head, star<sor<step, stray_in_test>>> {};

struct declaration
    : seq<blank, sor<enum_declaration, record_declaration, fact_declaration, require_declaration, parameter_declaration,
                     define_declaration, calendar_declaration, notice_declaration, decision_declaration,
                     invariant_declaration, fixture_declaration, test_declaration>> {};
struct late_header_item : sor<source_clause, timezone_clause, owner_clause, calendar_clause, use_clause> {};
/// Reached where nothing else matched.
struct declaration_start : failure {};
struct stray_declaration : must<declaration_start> {};

struct file
    : seq<header, star<not_at<end_of_file>, sor<declaration, late_header_item, orphan_rules, stray_declaration>>,
          end_of_file> {};

/// One expression and nothing else, as `--ask` takes it.
struct expression_end : end_of_file {};
struct lone_expression : seq<must<expression>, must<expression_end>> {};

}  // namespace writ::productions
