#include "grammar/parse.hpp"

#include <algorithm>
#include <optional>

#include "grammar/build.hpp"
#include "grammar/limit_help.hpp"
#include "grammar/messages.hpp"
#include "grammar/wide_glyphs.hpp"

// The one file that compiles PEGTL. Actions record events, keep the depth in bounds, and catch failures where parsing
// can go on.

namespace writ {
namespace {

namespace p = productions;
using tao::pegtl::apply_mode;
using tao::pegtl::rewind_mode;

/// What the stack has room for, whatever the limits say.
constexpr std::uint32_t deepest_nesting = 400;
constexpr std::uint64_t largest_file = std::uint64_t{1} << 30;
constexpr std::size_t most_failures = 500;

Diagnostic beyond(Span place, std::string message, std::string help, std::string_view limit) {
  return {Code::beyond_limits, place, std::move(message), {}, {}, {std::move(help), how_to_raise(limit)}, {}};
}

/// "16 MiB", "100 bytes"
std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
  return bytes % mebibyte == 0 ? std::to_string(bytes / mebibyte) + " MiB" : std::to_string(bytes) + " bytes";
}

struct State {
  FileId file;
  std::string_view source;
  const Limits& limits;
  Events events{};
  std::vector<std::uint32_t> open{};  ///< Indices of events that are not closed yet.
  Diagnostics diagnostics{};
  std::vector<syntax::Comment> comments{};
  std::vector<WideGlyph> wide_glyphs{};
  std::uint32_t depth = 0;
  std::uint32_t open_ifs = 0;
  bool lost_names = false;

  /// A production that failed may have read the white space before what it looked for.
  FailurePlace place(std::uint32_t at) const {
    auto comment = comments.rbegin();
    for (;;) {
      while (at > 0 && std::string_view(" \t\r\n").find(source[at - 1]) != std::string_view::npos) --at;
      while (comment != comments.rend() && comment->span.end > at) ++comment;
      if (comment == comments.rend() || comment->span.end != at) break;
      at = comment->span.begin;
    }
    return {file, source, at, &events, &open};
  }

  std::uint32_t nesting() const { return std::min(limits.nesting, deepest_nesting); }

  Failure too_deep(std::uint32_t at) const {
    Diagnostic diagnostic =
        beyond({file, at, at}, "brackets and forms are nested more than " + std::to_string(nesting()) + " deep here",
               "give the inner parts names by `define`", "nesting");
    return {std::move(diagnostic), at};
  }

  /// Productions that matched before the grammar went back to `at` leave nothing. An open event has no end yet.
  void forget_behind(std::uint32_t at) {
    while (!events.empty() && events.back().end > at) events.pop_back();
  }

  void add_comment(std::uint32_t begin, std::uint32_t end) {
    if (source[end - 1] == '\r') --end;
    const std::string_view text = source.substr(begin, end - begin);
    comments.push_back({{file, begin, end}, text.starts_with("///") && !text.starts_with("////")});
  }

  /// Where parsing goes on; comments on the way are kept.
  std::uint32_t skip(std::uint32_t begin, std::uint32_t resume, Tier tier, std::uint32_t ifs) {
    // A file with so many errors is something else than rules; the rest of it is passed over.
    const std::uint32_t end = diagnostics.size() < most_failures
                                  ? next_start(source, std::max(begin, resume), tier, ifs)
                                  : static_cast<std::uint32_t>(source.size());
    for (const Span comment : comments_between(source, resume, end)) {
      if (comments.empty() || comment.begin > comments.back().span.begin) add_comment(comment.begin, comment.end);
    }
    return end;
  }

  /// Puts one `broken` in the place of all events from `first` on. It keeps the name that they began with.
  void drop_to(std::size_t first, std::uint32_t begin, std::uint32_t end, Tier tier, bool names_nothing) {
    const auto name =
        std::find_if(events.begin() + static_cast<std::ptrdiff_t>(first), events.end(),
                     [](const Event& event) { return event.node == Node::name || event.node == Node::fact_name; });
    std::optional<Event> kept;
    if (name != events.end() && name->end != 0) kept = *name;
    events.resize(first);
    const auto index = static_cast<std::uint32_t>(first);
    events.push_back({tier == Tier::header ? Node::broken_header : Node::broken, begin, end, index + 1});
    if (kept && !names_nothing) {
      events.push_back({Node::name, kept->begin, kept->end, index + 2});
      events[index].next = index + 2;
    }
    lost_names = lost_names || (!names_nothing && (!kept || tier == Tier::header));
  }
};

template <typename Input>
std::uint32_t offset(const Input& in, const State& state) {
  return static_cast<std::uint32_t>(in.current() - state.source.data());
}

// ---- what a production does beside matching ----------------------------------------------------------------------

/// The event that it leaves.
template <typename Rule>
inline constexpr std::optional<Node> node_of = std::nullopt;
#define WRIT_NODE(production) \
  template <>                 \
  inline constexpr std::optional<Node> node_of<p::production> = Node::production;
#include "grammar/nodes.def"
#undef WRIT_NODE

/// Whether its failure ends here, and from where parsing then goes on.
template <typename Rule>
inline constexpr std::optional<Tier> recovery_of = std::nullopt;
#define WRIT_RECOVERS(production, tier) \
  template <>                           \
  inline constexpr std::optional<Tier> recovery_of<p::production> = Tier::tier
WRIT_RECOVERS(header_line, header);
WRIT_RECOVERS(missing_header, header);
WRIT_RECOVERS(header_item, header);
WRIT_RECOVERS(stray_in_header, header);
WRIT_RECOVERS(declaration, declaration);
WRIT_RECOVERS(late_header_item, declaration);
WRIT_RECOVERS(stray_declaration, declaration);
WRIT_RECOVERS(field, field);
WRIT_RECOVERS(stray_in_record, field);
WRIT_RECOVERS(decision_head, rule);
WRIT_RECOVERS(stray_in_decision, rule);
WRIT_RECOVERS(effect_head, clause);
WRIT_RECOVERS(value_head, clause);
WRIT_RECOVERS(otherwise_head, clause);
WRIT_RECOVERS(also_head, clause);
WRIT_RECOVERS(clause, clause);
WRIT_RECOVERS(stray_in_rule, clause);
WRIT_RECOVERS(test_head, step);
WRIT_RECOVERS(step, step);
WRIT_RECOVERS(stray_in_test, step);
#undef WRIT_RECOVERS

/// Nothing that others may refer to is lost with it.
template <typename Rule>
inline constexpr bool names_nothing = false;
template <>
inline constexpr bool names_nothing<p::clause> = true;
template <>
inline constexpr bool names_nothing<p::stray_in_rule> = true;
template <>
inline constexpr bool names_nothing<p::otherwise_head> = true;
template <>
inline constexpr bool names_nothing<p::also_head> = true;
template <>
inline constexpr bool names_nothing<p::test_head> = true;
template <>
inline constexpr bool names_nothing<p::step> = true;
template <>
inline constexpr bool names_nothing<p::stray_in_test> = true;

/// The white space before it that is no part of it.
template <typename Rule>
struct space_before {
  using type = p::blank;
};
template <>
struct space_before<p::text_run> {
  using type = tao::pegtl::success;
};
template <>
struct space_before<p::unit> {
  using type = p::gap;
};
template <>
struct space_before<p::unit_after_operand> {
  using type = p::gap;
};
template <>
struct space_before<p::missing_comma> {
  using type = p::gap;
};
template <>
struct space_before<p::missing_bar> {
  using type = p::gap;
};

/// The ASCII bytes with which it can begin: where another stands, it need not be tried. Empty: any.
template <typename Rule>
inline constexpr std::string_view begins_with = "";
// A table, a production a line:
// clang-format off
template <> inline constexpr std::string_view begins_with<p::text> = "\"";
template <> inline constexpr std::string_view begins_with<p::list> = "[";
template <> inline constexpr std::string_view begins_with<p::parenthesised> = "(";
template <> inline constexpr std::string_view begins_with<p::record_value> = "{";
template <> inline constexpr std::string_view begins_with<p::if_form> = "i";
template <> inline constexpr std::string_view begins_with<p::quantifier> = "sen";
template <> inline constexpr std::string_view begins_with<p::pick> = "fl";
template <> inline constexpr std::string_view begins_with<p::count_form> = "c";
template <> inline constexpr std::string_view begins_with<p::fold_form> = "smel";
template <> inline constexpr std::string_view begins_with<p::field_access> = ".";
template <> inline constexpr std::string_view begins_with<p::arguments> = "(";
template <> inline constexpr std::string_view begins_with<p::with_tail> = "w";
template <> inline constexpr std::string_view begins_with<p::presence_tail> = "i";
template <> inline constexpr std::string_view begins_with<p::when_clause> = "w";
template <> inline constexpr std::string_view begins_with<p::unless_clause> = "u";
template <> inline constexpr std::string_view begins_with<p::overrides_clause> = "o";
template <> inline constexpr std::string_view begins_with<p::because_clause> = "b";
template <> inline constexpr std::string_view begins_with<p::then_clause> = "t";
template <> inline constexpr std::string_view begins_with<p::cite_clause> = "c";
template <> inline constexpr std::string_view begins_with<p::effective_clause> = "e";
template <> inline constexpr std::string_view begins_with<p::on_clause> = "o";
// clang-format on
template <typename Rule>
constexpr bool can_begin_with(char next) {
  if (begins_with<Rule>.empty() || next <= ' ') return true;
  for (const char first : begins_with<Rule>) {
    if (first == next) return true;
  }
  return false;
}

/// It can contain itself.
template <typename Rule>
inline constexpr bool nests = false;
template <>
inline constexpr bool nests<p::expression> = true;
template <>
inline constexpr bool nests<p::type> = true;

// ---- control and actions ----------------------------------------------------------------------------------------

template <typename Rule>
struct control : tao::pegtl::normal<Rule> {
  template <typename Input>
  [[noreturn]] static void raise(const Input& in, State& state) {
    throw explain(expectation_of<Rule>, state.place(offset(in, state)));
  }
};

template <typename Rule>
constexpr bool has_layers = node_of<Rule> || recovery_of<Rule> || nests<Rule> || std::is_same_v<Rule, p::if_head>;

/// The extra layers of a production, from the outside in: recovery, depth, event.
template <typename Rule>
struct layers : tao::pegtl::maybe_nothing {
  template <typename, apply_mode A, rewind_mode M, template <typename...> class Action,
            template <typename...> class Control, typename Input>
  static bool match(Input& in, State& state) {
    if constexpr (A == apply_mode::nothing) {
      return tao::pegtl::match<Rule, A, M, Action, Control>(in, state);
    } else if constexpr (recovery_of<Rule>) {
      return recover<A, M, Action, Control>(in, state);
    } else {
      return bounded<A, M, Action, Control>(in, state);
    }
  }

 private:
  template <apply_mode A, rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool recover(Input& in, State& state) {
    const std::size_t events = state.events.size();
    const std::size_t open = state.open.size();
    const std::uint32_t depth = state.depth;
    const std::uint32_t open_ifs = state.open_ifs;
    const std::uint32_t begin = offset(in, state);
    try {
      return bounded<A, M, Action, Control>(in, state);
    } catch (Failure& failure) {
      const std::uint32_t end =
          std::max(state.skip(begin, failure.resume, *recovery_of<Rule>, state.open_ifs - open_ifs), offset(in, state));
      state.open.resize(open);
      state.depth = depth;
      state.open_ifs = open_ifs;
      state.drop_to(events, begin, end, *recovery_of<Rule>, names_nothing<Rule>);
      state.diagnostics.push_back(std::move(failure.diagnostic));
      in.bump(end - offset(in, state));
      return true;
    }
  }

  template <apply_mode A, rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool bounded(Input& in, State& state) {
    if constexpr (nests<Rule>) {
      if (state.depth > state.nesting()) throw state.too_deep(offset(in, state));
      ++state.depth;
      const bool matched = recorded<A, M, Action, Control>(in, state);
      --state.depth;
      return matched;
    } else if constexpr (std::is_same_v<Rule, p::if_head>) {
      ++state.open_ifs;
      const bool matched = recorded<A, M, Action, Control>(in, state);
      --state.open_ifs;
      return matched;
    } else {
      return recorded<A, M, Action, Control>(in, state);
    }
  }

  template <apply_mode A, rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename Input>
  static bool recorded(Input& in, State& state) {
    if constexpr (!node_of<Rule>) {
      return tao::pegtl::match<Rule, A, M, Action, Control>(in, state);
    } else {
      auto rewind = in.template mark<rewind_mode::required>();
      (void)Control<typename space_before<Rule>::type>::template match<A, rewind_mode::dontcare, Action, Control>(
          in, state);
      state.forget_behind(offset(in, state));
      if (!in.empty() && !can_begin_with<Rule>(in.peek_char())) return rewind(false);
      const auto index = static_cast<std::uint32_t>(state.events.size());
      state.events.push_back({*node_of<Rule>, offset(in, state), 0, 0});
      state.open.push_back(index);
      const bool matched = tao::pegtl::match<Rule, A, rewind_mode::dontcare, Action, Control>(in, state);
      state.open.pop_back();
      if (matched) {
        state.forget_behind(offset(in, state));
        state.events[index].end = offset(in, state);
        state.events[index].next = static_cast<std::uint32_t>(state.events.size());
      } else {
        state.events.resize(index);
      }
      return rewind(matched);
    }
  }
};

template <typename Rule>
struct action : std::conditional_t<has_layers<Rule>, layers<Rule>, tao::pegtl::nothing<Rule>> {};

template <>
struct action<p::comment> {
  template <typename Input>
  static void apply(const Input& in, State& state) {
    const auto begin = static_cast<std::uint32_t>(in.begin() - state.source.data());
    // White space is read again where the grammar goes back over it.
    if (!state.comments.empty() && begin <= state.comments.back().span.begin) return;
    state.add_comment(begin, static_cast<std::uint32_t>(in.end() - state.source.data()));
  }
};

/// Between the words of `is not` there may be comments, too.
template <int Loosest, int Tightest>
struct action<p::infix<Loosest, Tightest>> {
  template <typename Input>
  static void apply(const Input& in, State& state) {
    const auto begin = static_cast<std::uint32_t>(in.begin() - state.source.data());
    const auto end = static_cast<std::uint32_t>(in.end() - state.source.data());
    if (end - begin < std::string_view("is//\nin").size()) return;
    for (const Span comment : comments_between(state.source, begin, end)) {
      if (state.comments.empty() || comment.begin > state.comments.back().span.begin) {
        state.add_comment(comment.begin, comment.end);
      }
    }
  }
};

template <char Plain>
struct action<p::wide_glyph<Plain>> {
  template <typename Input>
  static void apply(const Input& in, State& state) {
    const auto begin = static_cast<std::uint32_t>(in.begin() - state.source.data());
    if (!state.wide_glyphs.empty() && begin <= state.wide_glyphs.back().place.begin) return;
    state.wide_glyphs.push_back(
        {{state.file, begin, static_cast<std::uint32_t>(in.end() - state.source.data())}, Plain});
  }
};

// ---- parsing ----------------------------------------------------------------------------------------------------

/// Refuses a text that is not to be parsed at all.
std::optional<Diagnostic> refuse(FileId file, std::string_view source, const Limits& limits) {
  const std::uint64_t most = std::min(limits.file_bytes, largest_file);
  if (source.size() > most) {
    return beyond({file, 0, 0}, "this file is larger than " + size_text(most),
                  "divide it into files that `use` one another", "file_bytes");
  }
  if (const auto at = first_invalid_utf8(source)) {
    const auto place = static_cast<std::uint32_t>(*at);
    Diagnostic diagnostic{Code::not_utf8,
                          {file, place, place + 1},
                          "this file is not UTF-8",
                          "this byte begins no character",
                          {},
                          {},
                          {}};
    diagnostic.help.emplace_back("save it as UTF-8; GBK and UTF-16 are common where it is not");
    return diagnostic;
  }
  return std::nullopt;
}

template <typename Start>
void run(State& state) {
  // Productions see where they are by pointers into this very text.
  tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf_crlf, const char*> in(
      state.source.data(), state.source.data() + state.source.size(), "");
  state.events.reserve(state.source.size() / 8);
  try {
    (void)tao::pegtl::parse<Start, action, control>(in, state);
  } catch (Failure& failure) {
    state.diagnostics.push_back(std::move(failure.diagnostic));
  }
}

void report_long_names(State& state) {
  const std::uint32_t most = state.limits.name_bytes;
  for (const Event& event : state.events) {
    if ((event.node != Node::name && event.node != Node::any_name) || event.end - event.begin <= most) continue;
    if (state.diagnostics.size() == most_failures) return;
    state.diagnostics.push_back(beyond({state.file, event.begin, event.end},
                                       "this name is longer than " + std::to_string(most) + " bytes",
                                       "choose a shorter one", "name_bytes"));
  }
}

void sort_by_place(Diagnostics& diagnostics) {
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.place.begin < b.place.begin; });
}

}  // namespace

Parsed parse(const SourceSet& sources, FileId file, const Limits& limits) {
  Parsed parsed;
  parsed.file.id = file;
  const std::string_view source = sources[file].text();
  if (auto refusal = refuse(file, source, limits)) {
    parsed.file.lost_names = true;
    parsed.diagnostics.push_back(std::move(*refusal));
    return parsed;
  }
  State state{.file = file, .source = source, .limits = limits};
  run<p::file>(state);
  report_long_names(state);
  parsed.diagnostics = std::move(state.diagnostics);
  report_wide_glyphs(state.wide_glyphs, source, parsed.diagnostics);
  parsed.file = Builder(file, source, state.events, state.comments, parsed.diagnostics).file();
  parsed.file.comments = std::move(state.comments);
  parsed.file.lost_names = state.lost_names;
  sort_by_place(parsed.diagnostics);
  return parsed;
}

ParsedExpression parse_expression(const SourceSet& sources, FileId file, const Limits& limits) {
  ParsedExpression parsed;
  const std::string_view source = sources[file].text();
  if (auto refusal = refuse(file, source, limits)) {
    parsed.diagnostics.push_back(std::move(*refusal));
    return parsed;
  }
  State state{.file = file, .source = source, .limits = limits};
  run<p::lone_expression>(state);
  report_long_names(state);
  parsed.diagnostics = std::move(state.diagnostics);
  report_wide_glyphs(state.wide_glyphs, source, parsed.diagnostics);
  if (parsed.diagnostics.empty()) {
    parsed.expression = Builder(file, source, state.events, state.comments, parsed.diagnostics).lone_expression();
  }
  if (has_errors(parsed.diagnostics)) parsed.expression = nullptr;
  sort_by_place(parsed.diagnostics);
  return parsed;
}

}  // namespace writ
