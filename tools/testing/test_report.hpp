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
/// A failure as it stands in `text_report`, a line each, without indentation.
std::vector<std::string> lines_of(const Failure& failure);

/// One JSON object, on one line.
std::string json_report(const TestRun& run);
/// JUnit's XML, which build servers show: a suite a file.
std::string junit_report(const TestRun& run);
/// Test Anything Protocol, version 14.
std::string tap_report(const TestRun& run);

/// `rules/shop_test.writ:12:3`
std::string text_of(const Place& place);

}  // namespace writ::testing
