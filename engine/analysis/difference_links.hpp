#pragma once
// What two models take from one place of a record is one thing, even where they declare it differently.

#include <span>
#include <vector>

#include "engine/analysis/symbol.hpp"
#include "engine/analysis/term.hpp"

namespace writ::analysis {

/// Conditions that every record meets which both models take: the facts needed of one that the other has as well. Where
/// both declare a fact alike, its variables are shared already.
std::vector<Term> links(Terms& terms, const SymbolicFacts& facts, const model::Model& before,
                        std::span<const model::FactId> needed_before, const model::Model& after,
                        std::span<const model::FactId> needed_after);

/// Whether two values of two models are the same for people and in JSON. Of types that have nothing in common: false.
Term same_values(Terms& terms, const Schema& before, Type type_before, const Symbol& a, const Schema& after,
                 Type type_after, const Symbol& b);

}  // namespace writ::analysis
