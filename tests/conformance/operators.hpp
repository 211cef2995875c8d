#pragma once
// operators.table: every operator beside every two types.

#include <cstddef>
#include <string>
#include <vector>

namespace writ::conformance {

struct OperatorsTried {
  std::size_t pairs = 0;
  std::vector<std::string> mistakes;
};

OperatorsTried try_operators(const std::string& table);

}  // namespace writ::conformance
