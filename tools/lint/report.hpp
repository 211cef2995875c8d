#pragma once
// Findings as they are rendered.

#include <vector>

#include "grammar/told.hpp"
#include "tools/lint/lint.hpp"
#include "tools/lint/settings.hpp"

namespace writ::lint {

Told told(const Subject& subject, const Finding& finding);

}  // namespace writ::lint
