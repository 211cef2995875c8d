#pragma once
// Keeps what Google Benchmark measures as medians over the repetitions, and says each as it comes.

#include <benchmark/benchmark.h>

#include "tests/bench/ratios.hpp"

namespace writ::bench {

class MedianReporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& report) override;

  const Figures& figures() const { return figures_; }

 private:
  Figures figures_;
};

}  // namespace writ::bench
