#pragma once
// What writ.toml sets for the linter: which lints are told, as what, and the numbers they measure with.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/lint/lint.hpp"
#include "tools/lint/table.hpp"

namespace writ::lint {

/// Where glob patterns begin: the directory of writ.toml, and the one that files are named from. Both are absolute;
/// where `root` is empty the names of files are matched as they are.
struct Places {
  std::string root, working;
};

class Settings {
 public:
  /// What holds where nobody says otherwise.
  static Settings standard();

  /// Of a lint wherever it is found; `off` only where no file can have it otherwise.
  Level level(Lint lint) const;
  /// Of a lint in one file.
  Level level(Lint lint, std::string_view file) const;
  /// What a file is called by patterns and baselines.
  std::string seen(std::string_view file) const;
  /// Whether nothing is told of that file.
  bool excludes(std::string_view file) const;

  // The options of options.def. Asked for one that it does not have, or that is of another kind, they give nothing: 0,
  // false, no words.
  std::int64_t number(Lint lint, std::string_view option) const;
  bool flag(Lint lint, std::string_view option) const;
  const std::vector<std::string>& words(Lint lint, std::string_view option) const;

  void set_level(Lint lint, Level level);
  /// Leaves only these, everywhere; one that is off is then told as its row says, or as a warning.
  void keep_only(const std::vector<Lint>& lints);
  void set_option(Lint lint, std::string_view option, OptionValue value);
  void set_places(Places places) { places_ = std::move(places); }
  void exclude(std::string glob) { excluded_.push_back(std::move(glob)); }
  /// Other levels for the files that one of the globs fits; what is added later goes before.
  struct LevelsOfPaths {
    std::vector<std::string> globs;
    std::vector<std::pair<Lint, Level>> levels;
  };
  void add_paths(LevelsOfPaths paths) { paths_.push_back(std::move(paths)); }

 private:
  const OptionValue* option(Lint lint, std::string_view name) const;

  std::vector<Level> levels_;         // By Lint.
  std::vector<OptionValue> options_;  // As options() has them.
  std::vector<std::string> excluded_;
  std::vector<LevelsOfPaths> paths_;
  Places places_;
};

}  // namespace writ::lint
