#pragma once
// What the families share: the words in which their rows are written. Included by this room's own files only.

#include <array>
#include <span>
#include <string_view>

#include "engine/builtins/builtin.hpp"

namespace writ::family {

// One function a family; table.cpp puts them one after another.
std::span<const Builtin> arithmetic();
std::span<const Builtin> comparison();
std::span<const Builtin> numbers();
std::span<const Builtin> time();
std::span<const Builtin> text();

inline constexpr Shape boolean{.kind = Kind::boolean};
inline constexpr Shape integer{.kind = Kind::integer};
inline constexpr Shape decimal{.kind = Kind::decimal};
inline constexpr Shape string{.kind = Kind::text};
inline constexpr Shape instant{.kind = Kind::instant};
inline constexpr Shape date{.kind = Kind::date};
inline constexpr Shape time_of_day{.kind = Kind::time_of_day};
inline constexpr Shape duration{.kind = Kind::duration};
inline constexpr Shape period{.kind = Kind::period};
inline constexpr Shape money{.rule = Shape::Rule::same_money, .kind = Kind::money};
inline constexpr Shape any_list{.rule = Shape::Rule::any_list};
inline constexpr Shape pattern{.rule = Shape::Rule::literal_text, .kind = Kind::text};

template <Shape... shapes>
inline constexpr std::array<Shape, sizeof...(shapes)> takes{shapes...};

using Names = std::span<const std::string_view>;

/// A row of an operator.
constexpr Builtin operation(std::string_view token, std::span<const Shape> parameters, Shape result, Function does,
                            Motion motion, std::string_view doc) {
  return {.name = token,
          .parameters = parameters,
          .result = result,
          .function = does,
          .motion = motion,
          .is_operator = true,
          .parameter_names = {},
          .doc = doc};
}

/// A row of a function.
constexpr Builtin function(std::string_view name, std::span<const Shape> parameters, Names names, Shape result,
                           Function does, Motion motion, std::string_view doc) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .function = does,
          .motion = motion,
          .parameter_names = names,
          .doc = doc};
}

constexpr Builtin in_zone(Builtin row) {
  row.needs_zone = true;
  return row;
}
constexpr Builtin by_calendar(Builtin row) {
  row.needs_calendar = true;
  return row;
}
constexpr Builtin by_column(Column column, Builtin row) {
  row.column = column;
  return row;
}
constexpr Builtin never_failing(Builtin row) {
  row.never_fails = true;
  return row;
}
constexpr Builtin folding(Builtin row) {
  row.folds = true;
  return row;
}

inline Fault check_instant(std::int64_t microseconds) {
  return microseconds < time::first_instant || microseconds > time::last_instant ? Fault::out_of_range : Fault::none;
}
inline Fault check_date(std::int64_t days) {
  return days < time::first_date || days > time::last_date ? Fault::out_of_range : Fault::none;
}

}  // namespace writ::family
