#pragma once

namespace writ {

/// A visitor made of lambdas, one for each alternative of a variant.
template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;  // Clang 16 does not deduce it.

}  // namespace writ
