#pragma once
// What a run of tests came to, in the forms that people and programs read.

#include <string>

#include "tools/testing/test_result.hpp"

namespace writ::testing {

struct TextReportOptions {
  bool colour = false;
  bool verbose = false;  ///< Name the tests that pass too.
};
/// Failures in full, a line a file with its counts, and a summary.
std::string text_report(const TestRun& run, const TextReportOptions& options);
/// One test's failures, as they stand in `text_report`.
std::string text_of(const TestResult& test, const TextReportOptions& options);

}  // namespace writ::testing
