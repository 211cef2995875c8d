#include "tools/cli/test_coverage.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "engine/facts/write_json.hpp"
#include "grammar/harmless.hpp"
#include "tools/cli/command.hpp"
#include "tools/cli/io.hpp"
#include "tools/cli/terminal.hpp"
#include "tools/cli/write_file.hpp"
#include "tools/testing/coverage_report.hpp"

namespace writ::cli {

void declare_coverage(CLI::App& app, CoverageOptions& options) {
  app.add_flag("--coverage{text}", options.format, "show what the tests reach; html, json and lcov are for files")
      ->check(CLI::IsMember({"text", "html", "json", "lcov"}).description(""))
      ->type_name("[=text|html|json|lcov]");
  app.add_option("--threshold", options.threshold,
                 "fail with status 5 below these percents: 95, or rules=100,conditions=98,mcdc=95")
      ->check(CLI::Validator([](const std::string& text) { return text.empty() ? "it needs a value" : ""; }, ""))
      ->type_name("PERCENT");
}

std::optional<Thresholds> read_thresholds(const std::string& text) {
  Thresholds thresholds;
  const auto wrong = [&](const std::string& part) -> std::optional<Thresholds> {
    say_error("`--threshold " + text + "`: `" + part + "` is no threshold",
              "write `--threshold 95`, or `--threshold rules=100,conditions=98,mcdc=95`");
    return std::nullopt;
  };
  for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    const auto equals = part.find('=');
    const std::string name = equals == std::string::npos ? "" : part.substr(0, equals);
    const std::string digits = equals == std::string::npos ? part : part.substr(equals + 1);
    double percent = 0;
    if (!CLI::detail::lexical_cast(digits, percent) || !(percent >= 0 && percent <= 100)) return wrong(part);
    const bool all = equals == std::string::npos;
    if (!all && name != "rules" && name != "conditions" && name != "mcdc") return wrong(part);
    if (all || name == "rules") thresholds.rules = percent;
    if (all || name == "conditions") thresholds.conditions = percent;
    if (all || name == "mcdc") thresholds.independence = percent;
    begin = end + 1;
  }
  return thresholds;
}

void say_cut(const Loaded& loaded, std::uint32_t test, std::string_view consequence) {
  const model::Test& declared = loaded.model->tests[test];
  const std::string text =
      fmt::format("{}: the test \"{}\" evaluates too much to be traced whole: {}\n",
                  harmless_line(place_of(*loaded.sources, declared.span)), harmless_line(declared.title), consequence);
  std::fputs(text.c_str(), stderr);
}

namespace {

std::string rendered(const testing::CoverageResult& result, const SourceSet& sources, const CoverageOptions& options) {
  if (options.format == "html") return testing::coverage_html(result, sources);
  if (options.format == "json") return testing::coverage_json(result, sources);
  if (options.format == "lcov") return testing::coverage_lcov(result, sources);
  return testing::coverage_text(result, sources, {options.output.empty() && may_colour(STDOUT_FILENO)});
}

}  // namespace

int report_coverage(const testing::Coverage& coverage, const Loaded& loaded, const CoverageOptions& options,
                    const Thresholds& thresholds) {
  const testing::CoverageResult result = coverage.result();
  if (!options.format.empty()) {
    const int written = write_to(options.output, rendered(result, *loaded.sources, options));
    if (written != exit_done) return written;
  }
  for (const std::uint32_t test : result.cut) say_cut(loaded, test, "what it covers is not all counted");
  const auto& [rules, conditions, independence] = result.measures;
  const bool wanted = thresholds.rules + thresholds.conditions + thresholds.independence > 0;
  const auto measured = [](const testing::Measure& measure, double least) {
    return least > 0 && measure.total + measure.excluded > 0;
  };
  if (wanted && !measured(rules, thresholds.rules) && !measured(conditions, thresholds.conditions) &&
      !measured(independence, thresholds.independence)) {
    say_error("there is nothing to measure, and a threshold for it",
              "name the rules that are to be covered beside their tests");
    return exit_usage;
  }
  int code = exit_done;
  const auto gate = [&](std::string_view what, const testing::Measure& measure, double least) {
    if (measure.percent() >= least) return;
    say_error(fmt::format("{}: {} of {} covered, {}, and {:g} % are wanted", what, measure.covered, measure.total,
                          testing::percent_text(measure), least),
              options.format.empty() ? "`--coverage` names what is missing" : "");
    code = exit_uncovered;
  };
  gate("rules", result.measures.rules, thresholds.rules);
  gate("conditions both ways", result.measures.conditions, thresholds.conditions);
  gate("conditions alone (MC/DC)", result.measures.independence, thresholds.independence);
  return code;
}

}  // namespace writ::cli
