#pragma once
// What holds for a time: `effective` clauses and dated parameters, as conditions on the clock that they go by.

#include "engine/check/dates.hpp"
#include "engine/check/typer.hpp"

namespace writ::checking {

/// When a policy is in force, where that goes by `now`.
struct PolicyRange {
  std::optional<InForce> range;
  Span place;
};

/// `none` where there is no clause, or no bound. A range that never meets the policy's own is reported; `own` is filled
/// with the range of this clause.
ExprId in_force(Typer& typer, const std::optional<syntax::Effective>& effective, const PolicyRange& policy = {},
                PolicyRange* own = nullptr);
/// The values of a dated parameter as an `if` over its dates.
ExprId dated_value(Typer& typer, const syntax::ParameterDecl& node, Type type);

}  // namespace writ::checking
