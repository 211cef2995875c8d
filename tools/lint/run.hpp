#pragma once
// All lints on one set of files.

#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

/// What all checks find whose level is not off, by file and place. Allows are applied, and each finding has its
/// subject.
Findings run(const Subject& subject);

}  // namespace writ::lint
