#pragma once
// The opposite of a condition, said without `not`: `a >= b` of `a < b`, `x is present` of `x is absent`.

#include <optional>
#include <string>

#include "grammar/syntax.hpp"
#include "tools/lint/lint.hpp"

namespace writ::lint::style {

struct Opposite {
  bool was_negative = false;  ///< The condition was a negative one itself: `is not`, `not in`, `is absent`, `no`.
  Span place;                 ///< The words that change.
  std::string was, now;       ///< These words, and what becomes of them.
  std::string text;           ///< The opposite, whole.
};

/// Nothing where it can only be said with `not`, or where a comment lies within.
std::optional<Opposite> opposite_of(const Subject& subject, const syntax::Expr& condition);

/// `operand` is what stands after a `not` that goes; `text`, what it becomes, keeps the parentheses that it needs.
std::string in_place_of_not(const syntax::Expr& operand, const std::string& text);

}  // namespace writ::lint::style
