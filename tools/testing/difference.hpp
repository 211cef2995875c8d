#pragma once
// Where two values of one type differ, for an expectation that failed.

#include <string>

#include "tools/testing/literal.hpp"

namespace writ::testing {

/// How the second value differs from the first, at the first place where it does: `.cards[2].response`. Empty paths
/// are of the values themselves.
struct Difference {
  std::string path, expected, got;
};
Difference first_difference(const Schema& schema, const LiteralWriter& values, Type type, Slot expected, Slot got);

}  // namespace writ::testing
