// Functions of texts, and the size of a list.

#include <cstring>

#include "engine/builtins/family.hpp"
#include "engine/builtins/lower_case.hpp"
#include "engine/value/absent.hpp"

namespace writ::family {
namespace {

Fault lower(const CallContext& context, const Slot* a, Slot& result) {
  const std::string_view given = text_in(a[0]);
  result.text = is_lower_case(given) ? a[0].text : context.arena.text(lower_case(given));
  return Fault::none;
}
Fault starts_with(const CallContext&, const Slot* a, Slot& result) {
  result.number = text_in(a[0]).starts_with(text_in(a[1]));
  return Fault::none;
}
Fault ends_with(const CallContext&, const Slot* a, Slot& result) {
  result.number = text_in(a[0]).ends_with(text_in(a[1]));
  return Fault::none;
}
Fault contains(const CallContext&, const Slot* a, Slot& result) {
  // In time proportional to both, which the search of the standard library does not promise.
  const std::string_view text = text_in(a[0]), part = text_in(a[1]);
  result.number = part.empty() || memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
  return Fault::none;
}
Fault matches(const CallContext& context, const Slot* a, Slot& result) {
  result.number = context.pattern->matches_whole(text_in(a[0]));
  return Fault::none;
}
Fault size(const CallContext&, const Slot* a, Slot& result) {
  result.number = static_cast<std::int64_t>(list_in(a[0]).count);
  return Fault::none;
}

constexpr std::string_view text_name[] = {"text"};
constexpr std::string_view prefix_names[] = {"text", "prefix"};
constexpr std::string_view suffix_names[] = {"text", "suffix"};
constexpr std::string_view part_names[] = {"text", "part"};
constexpr std::string_view pattern_names[] = {"text", "pattern"};
constexpr std::string_view list_name[] = {"list"};

constexpr Builtin rows[] = {
    function("lower", takes<string>, text_name, string, lower, Motion::still,
             "The text in lower case, by Unicode's simple mappings."),
    never_failing(function("starts_with", takes<string, string>, prefix_names, boolean, starts_with, Motion::still,
                           "Whether the text begins with `prefix`.")),
    never_failing(function("ends_with", takes<string, string>, suffix_names, boolean, ends_with, Motion::still,
                           "Whether the text ends with `suffix`.")),
    never_failing(function("contains", takes<string, string>, part_names, boolean, contains, Motion::still,
                           "Whether `part` occurs in the text.")),
    never_failing(function("matches", takes<string, pattern>, pattern_names, boolean, matches, Motion::still,
                           "Whether the whole text matches the pattern, a regular expression in the syntax of RE2.")),
    by_column(Column::size, never_failing(function("size", takes<any_list>, list_name, integer, size, Motion::still,
                                                   "The number of elements of the list."))),
};

}  // namespace

std::span<const Builtin> text() { return rows; }

}  // namespace writ::family
