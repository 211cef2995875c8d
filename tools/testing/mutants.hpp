#pragma once
// Mutants: rule files in which one thing is changed, as an author might have got it wrong. Tests that pass all the same
// do not show that it is right.
//
// A mutant is an edit of the text, found in the syntax tree, so that whatever can be written can be changed and each
// change can be shown as the author would read it.

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/syntax.hpp"

namespace writ::testing {

struct Mutant {
  Span span;                ///< Of what is replaced,
  std::string replacement;  ///< by this text.
  std::string change;       ///< "`<` becomes `<=`", "the rule late is left out"
  Span place;               ///< What a report points at: within `span`, most often the same.
};

struct MutantOptions {
  bool requirements = false;  ///< Change what is required of facts, too.
};

/// Every mutant of one file, in the order of the text, each edit once. The model is that of the files as they are.
std::vector<Mutant> mutants_of(const SourceSet& sources, const syntax::File& file, const model::Model& model,
                               const MutantOptions& options);

}  // namespace writ::testing
