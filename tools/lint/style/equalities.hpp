#pragma once
// The same thing compared with several constants: `x is a or x is b`, `x is not a and x is not b`.

#include <functional>
#include <vector>

#include "tools/lint/style/syntax.hpp"

namespace writ::lint::style {

/// Neighbours in a chain that compare the same path with constants, each another one.
struct Equalities {
  const syntax::Expr* path = nullptr;
  std::vector<const syntax::Expr*> links;      ///< The comparisons, first to last.
  std::vector<const syntax::Expr*> constants;  ///< What they compare with.
};

/// `visit(run)`: in every chain of `joined`, each run of two or more comparisons by `compared`.
void for_each_run_of_equalities(const Subject& subject, syntax::Operator joined, syntax::Operator compared,
                                const std::function<void(const Equalities&)>& visit);

/// `path OP [a, b]`
std::string as_membership(const Subject& subject, const Equalities& run, std::string_view op);

}  // namespace writ::lint::style
