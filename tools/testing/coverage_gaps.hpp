#pragma once
// What is not covered, in words, and what the source says need not be.

#include "tools/testing/coverage_items.hpp"

namespace writ::testing {

CoverageResult find_gaps(const CoverageItems& items, const Loaded& loaded);

}  // namespace writ::testing
