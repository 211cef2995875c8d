#pragma once
// What mutants came to, for people and for programs.

#include <string>

#include "tools/testing/mutation.hpp"

namespace writ::testing {

struct MutationTextOptions {
  bool colour = false;
};
/// Each that is alive with its place, line and change, those that are explained, and the counts.
std::string mutation_text(const MutationResult& result, const MutationTextOptions& options);
/// One object on one line.
std::string mutation_json(const MutationResult& result);

}  // namespace writ::testing
