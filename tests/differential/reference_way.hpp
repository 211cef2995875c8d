#pragma once
// The reference evaluator (tests/reference) beside the scalar machine.

#include <limits>

#include "tests/differential/ways.hpp"

namespace writ::differential {

struct BesideReference {
  std::size_t horizons = 0;  ///< Of so many records, the first, until when decisions hold.
  /// At so many instants, by chance of all that may count.
  std::size_t most_instants = std::numeric_limits<std::size_t>::max();
};

/// `machine` is all that the scalar machine says of the records, with the horizons of those first ones. Of a record
/// that is not as declared the reference says that alone.
std::optional<Difference> beside_reference(const Policy& policy, std::span<const std::string_view> records,
                                           const Answers& machine, const BesideReference& beside);

}  // namespace writ::differential
