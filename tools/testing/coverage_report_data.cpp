// Coverage for programs: JSON and lcov.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/facts/write_value.hpp"
#include "tools/testing/coverage_report.hpp"

namespace writ::testing {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string measure(const Measure& measure) {
  return fmt::format(R"({{"covered":{},"total":{},"excluded":{},"percent":{:.4f}}})", measure.covered, measure.total,
                     measure.excluded, measure.percent());
}

std::string measures(const Measures& all) {
  return fmt::format(R"("rules":{},"conditions":{},"mcdc":{})", measure(all.rules), measure(all.conditions),
                     measure(all.independence));
}

std::string place(const SourceSet& sources, Span span) {
  const Position position = sources[span.file].position(span.begin);
  return fmt::format(R"("line":{},"column":{})", position.line, position.column);
}

/// `append` writes what stands between two commas.
template <typename Each, typename Append>
std::string list(const std::vector<Each>& all, Append append) {
  std::string out = "[";
  for (const Each& each : all) {
    if (out.size() > 1) out += ',';
    out += append(each);
  }
  return out + "]";
}

std::string gap(const SourceSet& sources, const Gap& gap) {
  std::string out = fmt::format(R"({{{},"kind":"{}","what":{},"message":{})", place(sources, gap.place), name(gap.kind),
                                quoted(gap.what), quoted(gap.text));
  if (!gap.help.empty()) out += ",\"help\":" + quoted(gap.help);
  return out + "}";
}

std::string file(const SourceSet& sources, const FileCoverage& file) {
  std::string out = fmt::format(R"({{"file":{},"name":{},{})", quoted(sources[file.file].name()), quoted(file.name),
                                measures(file.measures));
  out += ",\"missing\":" + list(file.gaps, [&](const Gap& each) { return gap(sources, each); });
  out += ",\"excluded\":" + list(file.excluded, [&](const Excluded& each) {
           return fmt::format(R"({{"reason":{},"gap":{}}})", quoted(each.reason), gap(sources, each.gap));
         });
  out += ",\"idle_exclusions\":" + list(file.idle, [&](const IdleExclusion& each) {
           return fmt::format(R"({{{},"message":{}}})", place(sources, each.place), quoted(each.text));
         });
  return out + "}";
}

}  // namespace

std::string coverage_json(const CoverageResult& result, const SourceSet& sources) {
  return fmt::format("{{{},\"files\":{}}}\n", measures(result.measures),
                     list(result.files, [&](const FileCoverage& each) { return file(sources, each); }));
}

namespace {

/// What stands on one line of a tracefile.
struct Line {
  std::uint32_t tests = 0;  ///< In which its rule decided; where it has none, a condition was true.
  bool is_rule = false;
  std::vector<std::uint32_t> branches;  ///< Two for each rule or condition.
};

std::string branch(std::uint32_t tests, bool reached) { return reached ? std::to_string(tests) : "-"; }

}  // namespace

std::string coverage_lcov(const CoverageResult& result, const SourceSet& sources) {
  std::string out;
  for (const FileCoverage& file : result.files) {
    const Source& source = sources[file.file];
    std::map<std::uint32_t, Line> lines;
    std::string functions, calls;
    std::size_t called = 0;
    std::size_t rules = 0;
    const auto is_excluded = [&](Span place) {
      return std::ranges::any_of(file.excluded, [&](const Excluded& each) { return each.gap.place == place; });
    };
    const auto add_branches = [](Line& line, const Seen& yes, const Seen& no) {
      line.branches.push_back(yes.tests);
      line.branches.push_back(no.tests);
    };
    for (const CoveredRule& rule : file.rules) {
      if (is_excluded(rule.place)) continue;
      ++rules;
      Line& line = lines[source.position(rule.place.begin).line];
      line.tests = std::max(line.tests, rule.decided.tests);
      line.is_rule = true;
      if (rule.can_fail_to_apply) add_branches(line, rule.decided, rule.did_not_apply);
      functions += fmt::format("FN:{},{}\n", source.position(rule.place.begin).line, rule.name);
      calls += fmt::format("FNDA:{},{}\n", rule.decided.tests, rule.name);
      if (rule.decided.tests > 0) ++called;
    }
    for (const CoveredCondition& condition : file.conditions) {
      if (is_excluded(condition.place)) continue;
      Line& line = lines[source.position(condition.place.begin).line];
      if (!line.is_rule) line.tests = std::max(line.tests, condition.held.tests);
      add_branches(line, condition.held, condition.did_not_hold);
    }
    out += fmt::format("TN:\nSF:{}\n{}{}FNF:{}\nFNH:{}\n", source.name(), functions, calls, rules, called);
    std::size_t branches = 0, taken = 0, hit = 0;
    for (const auto& [number, line] : lines) {
      for (std::size_t i = 0; i < line.branches.size(); ++i) {
        const std::size_t pair = i / 2;
        const bool reached = line.branches[2 * pair] + line.branches[2 * pair + 1] > 0;
        out += fmt::format("BRDA:{},{},{},{}\n", number, pair, i % 2, branch(line.branches[i], reached));
        if (line.branches[i] > 0) ++taken;
      }
      branches += line.branches.size();
    }
    out += fmt::format("BRF:{}\nBRH:{}\n", branches, taken);
    for (const auto& [number, line] : lines) {
      out += fmt::format("DA:{},{}\n", number, line.tests);
      if (line.tests > 0) ++hit;
    }
    out += fmt::format("LF:{}\nLH:{}\nend_of_record\n", lines.size(), hit);
  }
  return out;
}

}  // namespace writ::testing
