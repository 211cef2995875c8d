#pragma once
// Facts of a test changed so that what is compared comes to another number, in the words of a `given`.

#include <optional>
#include <string>

#include "engine/run/machine.hpp"
#include "tools/testing/boundary_probe.hpp"
#include "tools/testing/literal.hpp"

namespace writ::testing {

/// What there is to change: the facts of an expectation, and the words that gave them.
struct Givens {
  const model::Model& model;
  const SourceSet& sources;
  const Program& program;  ///< Lays out the row.
  const Slot* row = nullptr;
  model::ExprId given = model::none;  ///< What the fact was given.
};

/// The fact so that its side of the comparison comes to `target`, as source text; nothing where it cannot. `trace` has
/// the instance.
std::optional<std::string> varied_fact(const Givens& givens, const LiteralWriter& literals, const Varied& varied,
                                       const Trace& trace, const Instance& instance, std::int64_t target);

}  // namespace writ::testing
