#pragma once
// The smallest parts of the grammar: characters, words, and the letters of literals. productions.hpp builds on them.

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "grammar/literals.hpp"
#include "grammar/operators.hpp"
#include "grammar/unicode.hpp"
#include "grammar/words.hpp"

namespace writ::productions {

using namespace tao::pegtl;  // NOLINT: this namespace is a dialect of it

// ---- characters and words ---------------------------------------------------------------------------------------

template <std::size_t N>
struct Spelling {
  char letters[N]{};
  constexpr Spelling(const char (&text)[N]) {  // NOLINT: word<"when"> is the point
    for (std::size_t i = 0; i < N; ++i) letters[i] = text[i];
  }
  constexpr std::string_view view() const { return {letters, N - 1}; }
};

template <typename Input>
std::string_view rest_of(const Input& in) {
  return {in.current(), static_cast<std::size_t>(in.end() - in.current())};
}

/// Exactly this word, not the beginning of a longer one.
template <Spelling Text>
struct spelled {
  using rule_t = spelled;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view rest = rest_of(in);
    constexpr std::string_view text = Text.view();
    if (rest.empty() || rest.front() != text.front() || !rest.starts_with(text)) return false;
    if (rest.size() > text.size() && is_name_continue(decode(rest, text.size()).value)) return false;
    in.bump_in_this_line(text.size());
    return true;
  }
};

/// Exactly these characters.
template <Spelling Text>
struct glyph {
  using rule_t = glyph;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    if (!rest_of(in).starts_with(Text.view())) return false;
    in.bump_in_this_line(Text.view().size());
    return true;
  }
};

/// A name or any word: letters as Unicode has them.
struct any_word {
  using rule_t = any_word;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const std::size_t length = name_length(rest_of(in), 0);
    in.bump_in_this_line(length);
    return length != 0;
  }
};

/// A word that is not reserved.
struct plain_word {
  using rule_t = plain_word;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view rest = rest_of(in);
    const std::size_t length = name_length(rest, 0);
    if (length == 0 || reserved(rest.substr(0, length))) return false;
    in.bump_in_this_line(length);
    return true;
  }
};

/// A reserved word that begins a declaration, or also a rule or step, or also a clause.
template <WordRole Innermost>
struct opening_word {
  using rule_t = opening_word;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view rest = rest_of(in);
    const std::size_t length = name_length(rest, 0);
    const auto role = reserved(rest.substr(0, length));
    if (!role || *role > Innermost) return false;
    in.bump_in_this_line(length);
    return true;
  }
};

/// An operator between operands whose level lies between the two.
template <int Loosest, int Tightest>
struct infix {
  using rule_t = infix;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    constexpr auto wanted = static_cast<std::uint16_t>((2u << Tightest) - (1u << Loosest));
    if (in.empty() || (syntax::levels_beginning(in.peek_char()) & wanted) == 0) return false;
    const auto found = syntax::infix_operator(rest_of(in), 0);
    if (!found || syntax::level(found->op) < Loosest || syntax::level(found->op) > Tightest) return false;
    in.bump_in_this_line(found->length);
    return true;
  }
};

/// The like of it from other languages.
template <int Loosest, int Tightest>
struct foreign_infix {
  using rule_t = foreign_infix;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const auto found = syntax::foreign_operator(rest_of(in), 0);
    if (!found || syntax::level(found->meant) < Loosest || syntax::level(found->meant) > Tightest) return false;
    in.bump_in_this_line(found->token.size());
    return true;
  }
};

/// Full-width punctuation is read as what it stands for, and reported.
template <char Plain>
struct wide_glyph;
template <>
struct wide_glyph<'('> : utf8::one<U'（'> {};
template <>
struct wide_glyph<')'> : utf8::one<U'）'> {};
template <>
struct wide_glyph<'['> : utf8::one<U'［', U'【'> {};
template <>
struct wide_glyph<']'> : utf8::one<U'］', U'】'> {};
template <>
struct wide_glyph<'{'> : utf8::one<U'｛'> {};
template <>
struct wide_glyph<'}'> : utf8::one<U'｝'> {};
template <>
struct wide_glyph<','> : utf8::one<U'，', U'、'> {};
template <>
struct wide_glyph<':'> : utf8::one<U'：'> {};
template <>
struct wide_glyph<'='> : utf8::one<U'＝'> {};
template <>
struct wide_glyph<'|'> : utf8::one<U'｜'> {};
template <>
struct wide_glyph<'?'> : utf8::one<U'？'> {};
template <>
struct wide_glyph<'"'> : utf8::one<U'“', U'＂'> {};
template <>
struct wide_glyph<' '> : utf8::one<U'\u3000', U'\u00A0', U'\u2003', U'\uFEFF'> {};

struct comment : seq<string<'/', '/'>, star<not_one<'\n'>>> {};
struct spaces : star<sor<one<' ', '\n', '\r', '\t'>, comment, wide_glyph<' '>>> {};
/// Any white space, comments too. Before most tokens there is none, or it has just been read: that is seen at once.
struct blank {
  using rule_t = blank;
  using subs_t = type_list<spaces>;
  template <apply_mode A, rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input, typename... States>
  static bool match(Input& in, States&&... states) {
    // Most often it is none, or a few that are no comment.
    const char* here = in.current();
    while (here != in.end() && (*here == ' ' || *here == '\n' || *here == '\r' || *here == '\t')) ++here;
    const auto next = here == in.end() ? '\0' : *here;
    if (next > ' ' && next != '/' && next < 0x7f) {
      in.bump(static_cast<std::size_t>(here - in.current()));
      return true;
    }
    return Control<spaces>::template match<A, M, Action, Control>(in, states...);
  }
};
/// White space that stays on its line.
struct gap : star<one<' ', '\t'>> {};

template <Spelling Text>
struct word : seq<blank, spelled<Text>> {};
template <char Plain>
struct mark : seq<blank, sor<one<Plain>, wide_glyph<Plain>>> {};

struct dot : seq<blank, one<'.'>, not_at<one<'.'>>> {};
struct range_dots : seq<blank, string<'.', '.'>> {};
struct comma : mark<','> {};
struct colon : mark<':'> {};
struct open_brace : mark<'{'> {};
struct open_parenthesis : mark<'('> {};
struct close_parenthesis : mark<')'> {};
struct close_bracket : mark<']'> {};
struct close_brace : mark<'}'> {};
struct closing : sor<mark<')'>, mark<']'>, mark<'}'>> {};
/// Of a declaration; `==` is another thing.
struct equals : seq<blank, sor<seq<one<'='>, not_at<one<'='>>>, wide_glyph<'='>>> {};

struct end_of_file : seq<blank, eof> {};
template <WordRole Innermost>
struct boundary : sor<seq<blank, opening_word<Innermost>, not_at<colon>>, end_of_file> {};

/// What stands where something else should have begun or ended: always an error. `any` is never reached; it says to
/// `analyze` that a loop over it gets on.
template <typename Expected>
struct stray : seq<not_at<Expected>, must<Expected>, any> {};

struct name : seq<blank, plain_word> {};
/// After a dot, and where a colon follows, any word is a name.
struct any_name : seq<blank, any_word> {};
struct qualified_name : seq<name, star<dot, must<any_name>>> {};
struct name_list : seq<must<name>, star<comma, must<name>>> {};

// ---- literals ---------------------------------------------------------------------------------------------------
// These take all that the author may have meant as one literal; literals.hpp says what is wrong with it.

struct figures : seq<digit, star<sor<digit, one<'_'>>>> {};
struct letters_after : star<sor<any_word, digit>> {};
struct fraction : seq<one<'.'>, figures> {};
struct clock_figures : seq<digit, star<sor<digit, one<':'>, seq<one<'.'>, digit>>>> {};
struct zone_offset : sor<one<'Z', 'z'>, seq<one<'+', '-'>, digit, star<sor<digit, one<':'>>>>> {};

struct date_blob : seq<blank, rep<4, digit>, one<'-'>, digit, star<sor<digit, one<'-'>>>,
                       opt<one<'T', 't'>, clock_figures, opt<zone_offset>>, letters_after> {};
struct time_blob : seq<blank, plus<digit>, one<':'>, clock_figures, letters_after> {};
struct number_blob : seq<blank, figures, opt<fraction>, opt<one<'%'>>, letters_after> {};

/// An instant that lost its `T`.
struct spaced_instant : seq<date_blob, gap, at<digit>, time_blob, opt<zone_offset>> {};

struct long_unit
    : sor<seq<spelled<"business">, blank, sor<spelled<"days">, spelled<"day">>>, spelled<"days">, spelled<"day">,
          spelled<"hours">, spelled<"hour">, spelled<"minutes">, spelled<"minute">, spelled<"seconds">,
          spelled<"second">, spelled<"milliseconds">, spelled<"millisecond">, spelled<"weeks">, spelled<"week">,
          spelled<"months">, spelled<"month">, spelled<"years">, spelled<"year">> {};
struct short_unit : sor<spelled<"h">, spelled<"m">, spelled<"s">, spelled<"ms">, spelled<"d">, spelled<"min">,
                        spelled<"mins">, spelled<"hr">, spelled<"hrs">, spelled<"sec">, spelled<"secs">> {};
struct three_capitals {
  using rule_t = three_capitals;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view rest = rest_of(in);
    if (rest.size() < 3) return false;
    for (std::size_t i = 0; i < 3; ++i) {
      if (rest[i] < 'A' || rest[i] > 'Z') return false;
    }
    if (name_length(rest, 0) != 3) return false;
    in.bump_in_this_line(3);
    return true;
  }
};
/// No name follows a number, but one that begins something new where a comma or a keyword was forgotten.
struct mistyped_unit {
  using rule_t = mistyped_unit;
  using subs_t = empty_list;
  template <typename Input>
  static bool match(Input& in) {
    const std::string_view rest = rest_of(in);
    const std::size_t length = name_length(rest, 0);
    const std::string_view word = rest.substr(0, length);
    if (length == 0 || reserved(word) || !means_unit(word)) return false;
    in.bump_in_this_line(length);
    return true;
  }
};
/// `50 CNY` has the currency where a unit stands.
struct unit
    : seq<gap, sor<long_unit, short_unit, three_capitals, seq<mistyped_unit, not_at<gap, one<'(', '.', ':', '='>>>>> {};
struct more_units : seq<number_blob, unit> {};
struct number : seq<number_blob, opt<unit, star<more_units>>> {};
struct literal : seq<blank, at<digit>, sor<spaced_instant, date_blob, time_blob, number>> {};

struct currency_code : seq<blank, three_capitals> {};
struct money : seq<currency_code, at<blank, digit>, number_blob> {};
struct currency_sign : seq<blank, utf8::one<U'$', U'¥', U'￥', U'€', U'£'>, number_blob> {};

struct constant_word : seq<blank, sor<spelled<"true">, spelled<"false">, spelled<"now">, spelled<"absent">>> {};

}  // namespace writ::productions

namespace tao::pegtl {

// What `analyze` has to know of the rules above that are no combination of others.
template <typename Name, writ::productions::Spelling Text>
struct analyze_traits<Name, writ::productions::spelled<Text>> : analyze_any_traits<> {};
template <typename Name, writ::productions::Spelling Text>
struct analyze_traits<Name, writ::productions::glyph<Text>> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, writ::productions::blank> : analyze_opt_traits<writ::productions::spaces> {};
template <typename Name>
struct analyze_traits<Name, writ::productions::any_word> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, writ::productions::plain_word> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, writ::productions::mistyped_unit> : analyze_any_traits<> {};
template <typename Name>
struct analyze_traits<Name, writ::productions::three_capitals> : analyze_any_traits<> {};
template <typename Name, writ::WordRole Innermost>
struct analyze_traits<Name, writ::productions::opening_word<Innermost>> : analyze_any_traits<> {};
template <typename Name, int Loosest, int Tightest>
struct analyze_traits<Name, writ::productions::infix<Loosest, Tightest>> : analyze_any_traits<> {};
template <typename Name, int Loosest, int Tightest>
struct analyze_traits<Name, writ::productions::foreign_infix<Loosest, Tightest>> : analyze_any_traits<> {};

}  // namespace tao::pegtl
