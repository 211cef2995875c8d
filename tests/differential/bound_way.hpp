#pragma once
// Whether objects of a program's own types, bound to the facts, are decided as the same facts in JSON are.

#include "tests/differential/cases.hpp"

namespace writ::differential {

/// The policy has the facts of WholeFacts::every_type. Each object is decided by deciders that stay, for its own time
/// and for times that are given, and is asked now for this, now for that. Records that do not fit the facts are left
/// out, since no object is like them. Nothing where all agree.
std::optional<Disagreement> bound_disagreement(const Case& tried);

}  // namespace writ::differential
