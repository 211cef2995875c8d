#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grammar/harmless.hpp"
#include "tools/testing/coverage_report.hpp"

namespace writ::testing {

std::string percent_text(const Measure& measure) {
  if (measure.total == 0) return "-";
  // Rounded down: nothing that is missing may read as 100.
  return fmt::format("{:.1f} %", std::floor(measure.percent() * 10) / 10);
}

namespace {

std::string where(const SourceSet& sources, Span place) {
  const Source& source = sources[place.file];
  const Position position = source.position(place.begin);
  return fmt::format("{}:{}:{}", harmless_line(source.name()), position.line, position.column);
}

std::string row(std::string_view label, const Measure& measure) {
  const std::string excluded = measure.excluded == 0 ? "" : fmt::format(", {} excluded", measure.excluded);
  return fmt::format("  {:<22}{:>6} of {:<6}{:>8}{}\n", label, measure.covered, measure.total, percent_text(measure),
                     excluded);
}

bool full(const Measures& measures) {
  return measures.rules.missing() + measures.conditions.missing() + measures.independence.missing() == 0;
}

std::string files_table(const CoverageResult& result, const SourceSet& sources) {
  std::size_t width = 4, short_of = 0;
  for (const FileCoverage& file : result.files) {
    width = std::max(width, sources[file.file].name().size());
    if (!full(file.measures)) ++short_of;
  }
  if (short_of == 0 || result.files.size() < 2) return "";
  std::string text = fmt::format("\n  {:<{}}  {:>8}  {:>10}  {:>8}\n", "file", width, "rules", "conditions", "MC/DC");
  for (const FileCoverage& file : result.files) {
    if (full(file.measures)) continue;
    text += fmt::format("  {:<{}}  {:>8}  {:>10}  {:>8}\n", harmless_line(sources[file.file].name()), width,
                        percent_text(file.measures.rules), percent_text(file.measures.conditions),
                        percent_text(file.measures.independence));
  }
  const std::size_t others = result.files.size() - short_of;
  if (others > 0) text += fmt::format("  {} {} covered in full\n", others, others == 1 ? "file is" : "files are");
  return text;
}

}  // namespace

std::string coverage_text(const CoverageResult& result, const SourceSet& sources, CoverageText options) {
  const std::string_view strong = options.colour ? "\x1b[1m" : "", faint = options.colour ? "\x1b[2m" : "",
                         plain = options.colour ? "\x1b[0m" : "";
  std::string text = fmt::format("{}coverage{}\n", strong, plain);
  text += row("rules", result.measures.rules);
  text += row("conditions both ways", result.measures.conditions);
  text += row("conditions alone", result.measures.independence);
  text += files_table(result, sources);
  const auto part = [&](std::string_view title, auto append) {
    std::string lines;
    for (const FileCoverage& file : result.files) append(lines, file);
    if (!lines.empty()) text += fmt::format("\n{}{}{}\n{}", strong, title, plain, lines);
  };
  part("not covered", [&](std::string& lines, const FileCoverage& file) {
    for (const Gap& gap : file.gaps) {
      lines += fmt::format("{}: {}\n", where(sources, gap.place), gap.text);
      if (!gap.help.empty()) lines += fmt::format("  {}{}{}\n", faint, gap.help, plain);
    }
  });
  part("excluded by the source", [&](std::string& lines, const FileCoverage& file) {
    for (const Excluded& each : file.excluded) {
      lines +=
          fmt::format("{}: {}\n  {}{}{}\n", where(sources, each.gap.place), each.gap.text, faint, each.reason, plain);
    }
  });
  part("comments that exclude nothing", [&](std::string& lines, const FileCoverage& file) {
    for (const IdleExclusion& idle : file.idle) lines += fmt::format("{}: {}\n", where(sources, idle.place), idle.text);
  });
  return text;
}

}  // namespace writ::testing
