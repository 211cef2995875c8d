#pragma once
// What a lint is: a pure function from what an author wrote to findings. One lint a file, `<category>/<name>.cpp`, and
// a row in lints.def. Missing a case is acceptable, a false alarm is not.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.hpp"
#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"
#include "grammar/syntax.hpp"
#include "writ/limits.hpp"

namespace writ::lint {

enum class Level : std::uint8_t { off, note, warning, error };

/// One enumerator per row of lints.def: `Lint::time_mixed_bounds` is `time/mixed_bounds`.
enum class Lint : std::uint16_t {
#define WRIT_LINT(category, name, level, summary) category##_##name,
#include "tools/lint/lints.def"
#undef WRIT_LINT
};

/// What is wrong, as data. `place`, `labels` and `help` are as in a Diagnostic.
struct Finding {
  Lint lint;
  Span place;
  std::string message;  ///< One sentence in lower case, without a full stop. Situation first.
  std::string label = {};
  std::vector<Label> labels = {};
  std::vector<std::string> help = {};
  /// Edits that a machine may apply, all together or not at all. The meaning stays, or becomes what was plainly meant.
  std::vector<Fix> fixes = {};
  /// What it is about, so that it is known again after the lines have moved: `taobao.negotiated_shipping.send_card.
  /// already_agreed`. Where it is empty, the declaration around `place` is taken.
  std::string subject = {};
};
using Findings = std::vector<Finding>;

/// The options of one lint in writ.toml, by their names; those that are not set have the default that its row in
/// options.def says.
class Settings;

/// What several lints work out alike: kept for one run. See kept.hpp.
struct Kept;

/// All that a lint may look at. The files have no errors.
struct Subject {
  const SourceSet& sources;
  std::span<const syntax::File> files;  ///< By model::FileIndex, as the model has them.
  const model::Model& model;
  const Settings& settings;
  std::optional<std::int32_t> today = {};  ///< Days since 1970-01-01, where the caller says: for what runs out.
  Limits limits = {};                      ///< Of what is evaluated: the tests.
  std::shared_ptr<Kept> kept = {};         ///< Set by `run`; without it each lint works it out for itself.
};

using Check = void (*)(const Subject& subject, Findings& findings);

}  // namespace writ::lint
