// Choosing among values that have an order, and rounding.

#include "engine/builtins/family.hpp"
#include "engine/value/decimal.hpp"

namespace writ::family {
namespace {

using writ::decimal::Rounding;

Fault smaller(const CallContext&, const Slot* a, Slot& result) {
  result.number = a[0].number < a[1].number ? a[0].number : a[1].number;
  return Fault::none;
}
Fault larger(const CallContext&, const Slot* a, Slot& result) {
  result.number = a[0].number > a[1].number ? a[0].number : a[1].number;
  return Fault::none;
}
/// Bounds that cross leave no value to give.
Fault clamp(const CallContext&, const Slot* a, Slot& result) {
  const std::int64_t value = a[0].number, low = a[1].number, high = a[2].number;
  if (low > high) return Fault::bad_argument;
  result.number = value < low ? low : value > high ? high : value;
  return Fault::none;
}
Fault absolute(const CallContext&, const Slot* a, Slot& result) {
  if (a[0].number >= 0) {
    result.number = a[0].number;
    return Fault::none;
  }
  return __builtin_sub_overflow(std::int64_t{0}, a[0].number, &result.number) ? Fault::overflow : Fault::none;
}

template <Rounding rounding>
Fault round_places(const CallContext&, const Slot* a, Slot& result) {
  return writ::decimal::round(a[0].number, a[1].number, rounding, result.number);
}
template <Rounding rounding>
Fault round_whole(const CallContext&, const Slot* a, Slot& result) {
  return writ::decimal::round_to_int(a[0].number, rounding, result.number);
}

constexpr std::string_view two_names[] = {"a", "b"};
constexpr std::string_view clamp_names[] = {"x", "low", "high"};
constexpr std::string_view one_name[] = {"x"};
constexpr std::string_view round_names[] = {"x", "places"};

template <Shape shape>
constexpr Builtin min_of(std::string_view doc) {
  return by_column(
      Column::smaller,
      folding(never_failing(function("min", takes<shape, shape>, two_names, shape, smaller, Motion::smaller, doc))));
}
template <Shape shape>
constexpr Builtin max_of(std::string_view doc) {
  return by_column(
      Column::larger,
      folding(never_failing(function("max", takes<shape, shape>, two_names, shape, larger, Motion::larger, doc))));
}
template <Shape shape>
constexpr Builtin earliest_of() {
  return by_column(Column::smaller,
                   folding(never_failing(function("earliest", takes<shape, shape>, two_names, shape, smaller,
                                                  Motion::smaller, "The earliest of its arguments."))));
}
template <Shape shape>
constexpr Builtin latest_of() {
  return by_column(Column::larger,
                   folding(never_failing(function("latest", takes<shape, shape>, two_names, shape, larger,
                                                  Motion::larger, "The latest of its arguments."))));
}
template <Shape shape>
constexpr Builtin clamp_of() {
  return function("clamp", takes<shape, shape, shape>, clamp_names, shape, clamp, Motion::rising,
                  "`x`, or the bound that it is beyond; it is an error if `low` is above `high`.");
}
template <Shape shape>
constexpr Builtin abs_of(std::string_view doc) {
  return function("abs", takes<shape>, one_name, shape, absolute, Motion::absolute, doc);
}

template <Rounding rounding>
constexpr std::array<Builtin, 3> roundings(std::string_view name, std::string_view to_int, std::string_view to_places) {
  return {
      function(name, takes<decimal>, one_name, integer, round_whole<rounding>, Motion::rising, to_int),
      function(name, takes<decimal, integer>, round_names, decimal, round_places<rounding>, Motion::rising, to_places),
      function(name, takes<money, integer>, round_names, money, round_places<rounding>, Motion::rising, to_places)};
}
constexpr auto nearest =
    roundings<Rounding::half_away>("round", "The nearest Int; a half goes away from zero.",
                                   "`x` to so many decimal places (-12 to 6); a half goes away from zero.");
constexpr auto down = roundings<Rounding::down>("round_down", "The Int next to `x` towards zero.",
                                                "`x` to so many decimal places (-12 to 6), towards zero.");
constexpr auto up = roundings<Rounding::up>("round_up", "The Int next to `x` away from zero.",
                                            "`x` to so many decimal places (-12 to 6), away from zero.");

constexpr Builtin rows[] = {
    min_of<integer>("The least of its arguments."),
    min_of<decimal>("The least of its arguments."),
    min_of<money>("The least of its arguments."),
    min_of<duration>("The shortest of its arguments."),
    min_of<instant>("The earliest of its arguments."),
    min_of<date>("The earliest of its arguments."),
    min_of<time_of_day>("The earliest of its arguments."),
    max_of<integer>("The greatest of its arguments."),
    max_of<decimal>("The greatest of its arguments."),
    max_of<money>("The greatest of its arguments."),
    max_of<duration>("The longest of its arguments."),
    max_of<instant>("The latest of its arguments."),
    max_of<date>("The latest of its arguments."),
    max_of<time_of_day>("The latest of its arguments."),

    earliest_of<instant>(),
    earliest_of<date>(),
    earliest_of<time_of_day>(),
    latest_of<instant>(),
    latest_of<date>(),
    latest_of<time_of_day>(),

    clamp_of<integer>(),
    clamp_of<decimal>(),
    clamp_of<money>(),
    clamp_of<duration>(),
    clamp_of<instant>(),
    clamp_of<date>(),
    clamp_of<time_of_day>(),

    abs_of<integer>("`x` without its sign."),
    abs_of<decimal>("`x` without its sign."),
    abs_of<money>("The amount without its sign."),
    abs_of<duration>("The duration without its sign."),

    nearest[0],
    nearest[1],
    nearest[2],
    down[0],
    down[1],
    down[2],
    up[0],
    up[1],
    up[2],
};

}  // namespace

std::span<const Builtin> numbers() { return rows; }

}  // namespace writ::family
