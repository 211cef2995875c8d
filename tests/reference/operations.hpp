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

/// a * b / c in 128 bits, rounded half to even. Throws a Fault.
std::int64_t multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c);

/// A sum or a difference that fits in 64 bits. Throws a Fault.
std::int64_t add(std::int64_t a, std::int64_t b);

}  // namespace writ::reference
