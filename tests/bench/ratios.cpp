#include "tests/bench/ratios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace writ::bench {
namespace {

using enum Measure;
using enum Goal;

// Names are those of the benchmarks with their arguments, and of the runs of the program in processes.hpp.
constexpr Row all_rows[] = {
    {"one decision from a bound struct", "writ_decide_bound/100000", "handwritten_decide/100000", times, at_most, 4},
    {"the same, 1,000 orders in cache", "writ_decide_bound/1000", "handwritten_decide/1000", times, at_most, 4},
    {"the same with holds_until", "writ_decide_bound_until/100000", "writ_decide_bound/100000", times, at_most, 2},
    {"the same, 1,000 orders in cache", "writ_decide_bound_until/1000", "writ_decide_bound/1000", times, at_most, 2},
    {"batch from columns, beside the scalar function", "writ_batch/100000", "handwritten_decide/100000", times, under,
     1},
    {"the same, 1,000 orders in cache", "writ_batch/1000", "handwritten_decide/1000", times, under, 1},
    {"batch from columns, beside the vectorised loop", "writ_batch/100000", "handwritten_decide_columns/100000", times,
     at_most, 2.5},
    {"the same, 1,000 orders in cache", "writ_batch/1000", "handwritten_decide_columns/1000", times, at_most, 2.5},
    {"NDJSON to decisions, pace of simdjson by hand", "writ_read_and_decide", "handwritten_read_and_decide", speed,
     at_least, 0.85},
    {"NDJSON to decision lines, two threads", "writ_lines_two_threads", "writ_line_to_line", speed, at_least, 1.5},
    {"the same, writ eval from file to file", "eval_threads/2", "eval_threads/1", speed, at_least, 1.5},
    {"10 rules to 10,000, ten about the order", "writ_decide_among_rules/10000", "writ_decide_among_rules/10", times,
     at_most, 1.3},
    {"the same by hand, a hash on the category", "handwritten_decide_among_rules/10000",
     "handwritten_decide_among_rules/10", times, none, 0},
    {"10,000 rules from text to ready", "writ_load_rules/10000", "", milliseconds, under, 100},
    {"10,000 rules from a saved program", "writ_load_saved/10000", "", milliseconds, under, 5},
    {"peak memory of eval, 100,000 orders", "eval_memory/100000", "", mebibytes, under, 64},
    {"peak memory of eval, 1,000,000 orders", "eval_memory/1000000", "", mebibytes, under, 64},
    {"writ check on the rule pack, by the clock", "check_pack", "", milliseconds, under, 20},
    {"the same, time of the processor", "check_pack_processor", "", milliseconds, none, 0},
};

std::string goal_text(const Row& row) {
  if (row.goal == none) return {};
  const auto words = row.goal == at_most ? "at most" : row.goal == at_least ? "at least" : "under";
  switch (row.measure) {
    case times: return fmt::format("{} {} x", words, row.limit);
    case speed:
      return row.limit < 1 ? fmt::format("{} {:.0f} %", words, row.limit * 100)
                           : fmt::format("{} {} x", words, row.limit);
    case milliseconds: return fmt::format("{} {} ms", words, row.limit);
    case mebibytes: return fmt::format("{} {} MiB", words, row.limit);
  }
  return {};
}

std::string value_text(const Row& row, double value) {
  switch (row.measure) {
    case times: return fmt::format("{:.2f} x", value);
    case speed: return row.limit < 1 ? fmt::format("{:.0f} %", value * 100) : fmt::format("{:.2f} x", value);
    case milliseconds: return fmt::format("{:.1f} ms", value);
    case mebibytes: return fmt::format("{:.1f} MiB", value);
  }
  return {};
}

std::string figure_text(const Row& row, const std::optional<Figure>& figure) {
  if (!figure) return {};
  if (row.measure == mebibytes) return fmt::format("{:.1f} MiB", figure->median / (1 << 20));
  return fmt::format("{} ±{:.0f} %", duration_text(figure->median), figure->variation * 100);
}

double value_of(const Row& row, const Figure& ours, const std::optional<Figure>& baseline) {
  switch (row.measure) {
    case times: return ours.median / baseline->median;
    case speed: return baseline->median / ours.median;
    case milliseconds: return ours.median * 1e3;
    case mebibytes: return ours.median / (1 << 20);
  }
  return 0;
}

bool is_met(const Row& row, double value) {
  if (row.goal == none) return true;
  if (row.goal == at_most) return value <= row.limit;
  return row.goal == at_least ? value >= row.limit : value < row.limit;
}

std::optional<Figure> find(const Figures& figures, std::string_view name) {
  const auto at = figures.find(name);
  return at == figures.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace

Figure figure_of(std::vector<double> values) {
  Figure figure;
  figure.repetitions = values.size();
  if (values.empty()) return figure;
  std::sort(values.begin(), values.end());
  const auto count = values.size();
  figure.median = count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
  double mean = 0;
  for (const auto value : values) mean += value / static_cast<double>(count);
  double squares = 0;
  for (const auto value : values) squares += (value - mean) * (value - mean);
  if (count > 1 && mean > 0) figure.variation = std::sqrt(squares / static_cast<double>(count - 1)) / mean;
  return figure;
}

std::span<const Row> rows() { return all_rows; }

std::vector<Outcome> outcomes(const Figures& figures) {
  std::vector<Outcome> found;
  for (const auto& row : all_rows) {
    const auto ours = find(figures, row.ours);
    const auto baseline = find(figures, row.baseline);
    if (!ours || (!row.baseline.empty() && !baseline)) continue;
    const auto value = value_of(row, *ours, baseline);
    found.push_back({&row, *ours, baseline, value, is_met(row, value)});
  }
  return found;
}

std::string table_of(std::span<const Outcome> outcomes) {
  constexpr std::string_view line = "{:<47} {:>15} {:>15} {:>10}  {:<15} {}\n";
  auto text = fmt::format(line, "what", "Writ", "beside", "comes to", "goal", "");
  for (const auto& [row, ours, baseline, value, met] : outcomes) {
    text += fmt::format(line, row->what, figure_text(*row, ours), figure_text(*row, baseline), value_text(*row, value),
                        goal_text(*row),
                        row->goal == none ? ""
                        : met             ? "met"
                                          : "not met");
  }
  return text;
}

std::string json_of(std::span<const Outcome> outcomes) {
  std::string text = "[";
  auto out = std::back_inserter(text);
  std::string_view comma = "\n";
  const auto append_figure = [&](std::string_view key, std::string_view name, const Figure& figure) {
    fmt::format_to(out, R"("{}": {{"name": "{}", "median": {:.6g}, "variation": {:.4f}, "repetitions": {}}}, )", key,
                   name, figure.median, figure.variation, figure.repetitions);
  };
  for (const auto& [row, ours, baseline, value, met] : outcomes) {
    fmt::format_to(out, R"({}  {{"what": "{}", )", comma, row->what);
    comma = ",\n";
    append_figure("writ", row->ours, ours);
    if (baseline) append_figure("baseline", row->baseline, *baseline);
    fmt::format_to(out, R"("value": {:.4f}, "goal": "{}", "met": {}}})", value, goal_text(*row), met);
  }
  return text + "\n]\n";
}

std::string duration_text(double seconds) {
  const auto digits = [](double value) { return value < 10 ? 2 : value < 100 ? 1 : 0; };
  const auto in = [&](double unit, std::string_view name) {
    return fmt::format("{:.{}f} {}", seconds / unit, digits(seconds / unit), name);
  };
  if (seconds < 1e-6) return in(1e-9, "ns");
  if (seconds < 1e-3) return in(1e-6, "µs");
  return seconds < 1 ? in(1e-3, "ms") : in(1, "s");
}

}  // namespace writ::bench
