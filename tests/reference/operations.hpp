#pragma once
// Operators and functions: docs/language.md 6, 7 and 14.

#include <span>
#include <vector>

#include "engine/model/model.hpp"
#include "tests/reference/value.hpp"

namespace writ::reference {

/// What an operator or function comes to, of present arguments. Throws a Fault.
Value apply(const model::Model& model, const model::Expr& expr, const model::Apply& call,
            const std::vector<Value>& arguments);

}  // namespace writ::reference
