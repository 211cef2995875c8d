#pragma once
// Coverage in the forms that people and programs read.

#include <string>

#include "tools/testing/coverage.hpp"

namespace writ::testing {

struct CoverageText {
  bool colour = false;
};
/// The three measures, those of each file that falls short, and each gap with its place and what a test would need.
std::string coverage_text(const CoverageResult& result, const SourceSet& sources, CoverageText options = {});
/// One object on one line.
std::string coverage_json(const CoverageResult& result, const SourceSet& sources);
/// The tracefile of lcov: a line for each rule and condition, a branch for each of its outcomes. Counts are of tests.
std::string coverage_lcov(const CoverageResult& result, const SourceSet& sources);
/// A page that stands alone: the measures, and each file with its lines in the colour of what tests reach of them.
std::string coverage_html(const CoverageResult& result, const SourceSet& sources);

/// `98.4 %`; 100 only where nothing is missing.
std::string percent_text(const Measure& measure);

}  // namespace writ::testing
