#pragma once
// What running the tests tells of rules: those that applied.

#include "engine/api/load.hpp"
#include "tools/documents/exercises.hpp"

namespace writ::documents {

/// Runs every test, passing or not, and adds the rules that applied to those that the tests name.
Exercises exercised_by_tests(const Loaded& loaded);

}  // namespace writ::documents
