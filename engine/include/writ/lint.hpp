#pragma once
// What `PolicySet::lint` is told beside the policies.

#include <optional>
#include <string>

#include "writ/value.hpp"

namespace writ {

struct LintOptions {
  /// The text of a writ.toml; empty: as it is without one. No file is looked for. A mistake in it is a finding, and
  /// then nothing is linted. Where there is no memory to read it, toml++ ends the program.
  std::string settings = {};
  /// For lints about what runs out; without it they say nothing.
  std::optional<Value::Date> today = {};
};

}  // namespace writ
