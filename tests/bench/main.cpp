// Runs the measurements and prints them as a table of ratios: `./dev bench`.
//
// Of its own arguments: --quick, for a first look, and --ratios=FILE, where the table goes as JSON. All others are
// Google Benchmark's.

#include <cstdio>
#include <fstream>
#include <string_view>

#include "tests/bench/median_reporter.hpp"
#include "tests/bench/processes.hpp"
#include "tests/bench/report.hpp"

namespace {

struct Arguments {
  bool quick = false;
  std::string ratios_file;
};

/// Takes what is ours out of the arguments.
Arguments take_own(int& count, char* arguments[]) {
  constexpr std::string_view ratios = "--ratios=";
  Arguments own;
  int kept = 0;
  for (int i = 0; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--quick") {
      own.quick = true;
    } else if (argument.starts_with(ratios)) {
      own.ratios_file = argument.substr(ratios.size());
    } else {
      arguments[kept++] = arguments[i];
    }
  }
  count = kept;
  arguments[kept] = nullptr;
  return own;
}

}  // namespace

int main(int count, char* arguments[]) {
  using namespace writ::bench;
  const auto own = take_own(count, arguments);
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  Figures figures;
  const auto filter = benchmark::GetBenchmarkFilter();
  // First, while this process is small: a child's peak of memory counts from what it was forked of.
  if (filter.empty() || filter == "all") measure_processes(figures, own.quick);
  if (!decisions_are_known()) {
    std::fputs("the decisions are not the known ones: nothing is measured\n", stderr);
    return 1;
  }
  MedianReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  figures.insert(reporter.figures().begin(), reporter.figures().end());
  const auto found = outcomes(figures);
  std::printf("\n%s", table_of(found).c_str());
  if (!own.ratios_file.empty() && !(std::ofstream(own.ratios_file) << json_of(found))) {
    std::fprintf(stderr, "cannot write %s\n", own.ratios_file.c_str());
    return 1;
  }
  return 0;
}
