#pragma once
// What holds for a time: `effective` clauses and dated parameters, as conditions on the clock that they go by.

#include "engine/check/typer.hpp"

namespace writ::checking {

/// `none` where there is no clause, or no bound.
ExprId in_force(Typer& typer, const std::optional<syntax::Effective>& effective);
/// The values of a dated parameter as an `if` over its dates.
ExprId dated_value(Typer& typer, const syntax::ParameterDecl& node, Type type);

}  // namespace writ::checking
