#pragma once
// What writ.toml and the command line set for the linter.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/lint/settings.hpp"

namespace writ::cli {

struct AskedSettings {
  std::string config, today;
  std::vector<std::string> only;
};

struct LintSettings {
  lint::Settings settings = lint::Settings::standard();
  std::string root;  ///< From where files are named in patterns and baselines.
  std::int32_t today = 0;
};

/// Reads writ.toml: that of `--config`, else the first on the way up from `path`, or from where the program runs.
/// Nothing where something is wrong; that is then told, with an exit code in `code`.
std::optional<LintSettings> read_settings(const AskedSettings& asked, const std::string& path, int& code);

/// Lints by their names or families; nothing, and told, where one is unknown.
std::optional<std::vector<lint::Lint>> lints_named(const std::vector<std::string>& names);

}  // namespace writ::cli
