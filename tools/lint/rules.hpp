#pragma once
// Rules of a decision beside each other: when they apply, as forms, and which of them always do.

#include <optional>
#include <vector>

#include "tools/lint/lint.hpp"
#include "tools/lint/reasoning.hpp"

namespace writ::lint {

/// When a rule applies.
struct Applies {
  FormId when = 0;      ///< Its `when` and not its `unless`.
  FormId in_force = 0;  ///< Holds where it has no `effective`.
  bool always = false;  ///< Whatever the facts and the day.
};

Applies applies(Forms& forms, const model::Rule& rule);

/// Whether the one applies wherever the other does.
bool covers(Reasoner& reasoner, const Applies& rule, const Applies& other);

}  // namespace writ::lint
