#include "tests/bench/median_reporter.hpp"

#include <fmt/format.h>

#include <ostream>

namespace writ::bench {
namespace {

/// Seconds: of an order where the benchmark counts orders, else of one iteration. By the clock where the benchmark asks
/// for that, since its work is on several threads, else of the processor.
double seconds_of(const MedianReporter::Run& run) {
  if (const auto order = run.counters.find("order"); order != run.counters.end()) return order->second.value;
  const bool by_clock = run.run_name.time_type == "real_time";
  const auto all = by_clock ? run.real_accumulated_time : run.cpu_accumulated_time;
  return run.iterations == 0 ? all : all / static_cast<double>(run.iterations);
}

std::string name_of(const MedianReporter::Run& run) {
  return run.run_name.args.empty() ? run.run_name.function_name : run.run_name.function_name + "/" + run.run_name.args;
}

}  // namespace

bool MedianReporter::ReportContext(const Context& context) {
  PrintBasicContext(&GetErrorStream(), context);
  return true;
}

void MedianReporter::ReportRuns(const std::vector<Run>& report) {
  std::map<std::string, std::vector<double>> found;
  for (const auto& run : report) {
    if (run.error_occurred) GetErrorStream() << fmt::format("{}: {}\n", name_of(run), run.error_message);
    if (!run.error_occurred && run.run_type == Run::RT_Iteration) found[name_of(run)].push_back(seconds_of(run));
  }
  for (auto& [name, values] : found) {
    const auto figure = figure_of(std::move(values));
    GetOutputStream() << fmt::format("{:<40} {:>10} ±{:.1f} %\n", name, duration_text(figure.median),
                                     figure.variation * 100)
                      << std::flush;
    figures_[name] = figure;
  }
}

}  // namespace writ::bench
