#pragma once
// The part of `writ test` that measures what the tests reach.

#include <optional>
#include <string>
#include <string_view>

#include "tools/testing/coverage.hpp"
#include "tools/testing/test_runner.hpp"

namespace CLI {
class App;
}

namespace writ::cli {

struct CoverageOptions {
  std::string format;  ///< Empty: not asked for.
  std::string threshold;
  std::string output;  ///< A file, of this or of any other report; empty: standard output.

  bool wanted() const { return !format.empty() || !threshold.empty(); }
  /// What is printed is data, and nothing else may stand beside it.
  bool fills_output() const { return wanted() && !format.empty() && format != "text" && output.empty(); }
};

void declare_coverage(CLI::App& app, CoverageOptions& options);

/// What each measure must reach, in percent.
struct Thresholds {
  double rules = 0, conditions = 0, independence = 0;
};
/// Nothing where it makes no sense, which is then told.
std::optional<Thresholds> read_thresholds(const std::string& text);

/// On standard error: of this test not all is known, and what follows from that.
void say_cut(const Loaded& loaded, std::uint32_t test, std::string_view consequence);

/// Prints the report and says where a threshold is missed. An exit code.
int report_coverage(const testing::Coverage& coverage, const Loaded& loaded, const CoverageOptions& options,
                    const Thresholds& thresholds);

}  // namespace writ::cli
