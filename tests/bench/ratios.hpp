#pragma once
// What is measured beside what, and the goal of each: the one description that the table and its JSON come from.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace writ::bench {

/// What one benchmark, or one run of the program, came to over its repetitions.
struct Figure {
  double median = 0;     ///< Seconds, of an order where the benchmark counts orders; bytes for memory.
  double variation = 0;  ///< Coefficient of variation, 0.01 for 1 %.
  std::size_t repetitions = 0;
};

Figure figure_of(std::vector<double> values);

/// By the name of the benchmark and its arguments, `writ_decide/1000`.
using Figures = std::map<std::string, Figure, std::less<>>;

/// How two figures, or one, become the number that is compared with the goal.
enum class Measure {
  times,         ///< Ours by the baseline.
  speed,         ///< The baseline by ours, both being times: 1 is the baseline's own pace.
  milliseconds,  ///< Ours alone.
  mebibytes,     ///< Ours alone.
};

enum class Goal { at_most, at_least, under, none };

struct Row {
  std::string_view what;
  std::string_view ours;
  std::string_view baseline;  ///< Empty where the goal is no ratio.
  Measure measure;
  Goal goal;
  double limit;
};

/// The rows, in the order in which docs/performance.md explains them.
std::span<const Row> rows();

struct Outcome {
  const Row* row;
  Figure ours;
  std::optional<Figure> baseline;
  double value;
  bool met;  ///< True where there is no goal.
};

/// The rows for which both figures are there.
std::vector<Outcome> outcomes(const Figures& figures);

std::string table_of(std::span<const Outcome> outcomes);
std::string json_of(std::span<const Outcome> outcomes);

/// A duration in the unit that suits it: "12.9 ns", "71.3 µs", "4.20 ms".
std::string duration_text(double seconds);

}  // namespace writ::bench
