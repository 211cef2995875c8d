#pragma once
// writ.toml: what a project sets for the tools. Unknown keys and wrong types are mistakes, told with their places.

#include <vector>

#include "grammar/told.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

struct Config {
  Settings settings = Settings::standard();
  std::vector<Told> mistakes;  ///< With `error` and no id. Where there is one, the settings are not to be used.
};

/// Reads a file of settings. Patterns in it are of names as they are seen from `places.root`.
Config read_config(const SourceSet& sources, FileId file, Places places);

}  // namespace writ::lint
