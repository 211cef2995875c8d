#pragma once
// Names of files: which pattern fits, and what they are called from another directory. Nothing is read.

#include <string>
#include <string_view>

namespace writ::lint {

/// `*` stands for any letters but `/`, `?` for one, `**` for any directories. A pattern without a `/` fits any
/// part of a path; one that fits a directory fits all that is in it.
bool fits(std::string_view glob, std::string_view path);

/// The name of a file from `root`, where it lies there; `name` is from `working` unless it is absolute.
std::string seen_from(std::string_view root, std::string_view working, std::string_view name);

}  // namespace writ::lint
