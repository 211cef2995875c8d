#pragma once
// Texts to a checked model: what the program and the public headers have in common.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check/check.hpp"
#include "engine/model/model.hpp"
#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"
#include "grammar/syntax.hpp"
#include "writ/limits.hpp"

namespace writ {

struct NamedText {
  std::string name;  ///< What diagnostics call it: a path, most often.
  std::string text;
};

/// A parameter's value given by the caller, as an expression of the language.
struct ParameterText {
  std::string name;
  std::string value;
};

/// A Bool expression about all facts.
struct QuestionText {
  std::string option;  ///< Where it was written: what diagnostics call it.
  std::string text;
  std::string scope = {};  ///< The policy or module whose names it uses; empty: found by the names.
};

struct Loaded {
  std::shared_ptr<const SourceSet> sources;
  Diagnostics diagnostics;                    ///< Of parsing and checking, in the order of files and places.
  std::shared_ptr<const model::Model> model;  ///< Null where a diagnostic is an error.
  /// What was written, by model::FileIndex; it points into the sources.
  std::shared_ptr<const std::vector<syntax::File>> files;
  Limits limits = {};  ///< Within which it was loaded, and is evaluated.
};

/// Parses and checks files together. The questions are the last invariants of the model, in their order.
Loaded load(std::vector<NamedText> texts, std::span<const ParameterText> parameters = {},
            std::span<const QuestionText> questions = {}, const Limits& limits = {});

/// The whole model of a program that was saved without its expressions: its texts are checked again. Null where that
/// cannot be, which another version of Writ would show. The model itself where it is whole.
std::shared_ptr<const model::Model> whole_model(std::shared_ptr<const model::Model> model, const SourceSet& sources,
                                                const Limits& limits = {});

/// A decision by its name, which may be unqualified where that is unambiguous.
struct FoundDecision {
  model::DecisionId decision = model::none;
  std::string problem;  ///< Where there is none such: a sentence in lower case,
  std::string help;     ///< and how to mend it; may be empty.
};
FoundDecision find_decision(const model::Model& model, std::string_view name);

}  // namespace writ
