#pragma once
// syntax -> model: resolves names across files, types everything, proves presence, and finds every mistake at once.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/diagnostic.hpp"
#include "grammar/syntax.hpp"

namespace writ {

/// A parameter's value given by the caller: `--set card_quota=5`. The name may be unqualified where that is
/// unambiguous.
struct ParameterOverride {
  std::string name;
  Span name_span;  ///< Where a wrong name is reported.
  const syntax::Expr* value = nullptr;
};

/// What somebody asks about all facts, as an invariant that is in no file: it stands after all others, in the order
/// asked.
struct Question {
  std::string text;  ///< Its name in the model.
  const syntax::Expr* condition = nullptr;
  /// The file whose names it uses; empty: the one that knows most of them, where that leaves no doubt.
  std::string scope;
  Span scope_span;  ///< Where a wrong scope is reported.
};

struct Checked {
  std::shared_ptr<const model::Model> model;  ///< Null where a diagnostic is an error.
  Diagnostics diagnostics;                    ///< In the order of files and places.
};

/// Checks files together. Each was parsed from `sources`; parse errors are not repeated here, and what they
/// may have hidden is not reported as unknown.
Checked check(const SourceSet& sources, std::span<const syntax::File> files,
              std::span<const ParameterOverride> overrides = {}, std::span<const Question> questions = {});

}  // namespace writ
