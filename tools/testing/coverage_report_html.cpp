// Coverage as a page: the source in the colours of what tests reach.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tools/report/html.hpp"
#include "tools/testing/coverage_report.hpp"

namespace writ::testing {
namespace {

constexpr std::string_view style = R"(
.source { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
.source table { margin: 0; font: 0.82rem/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.source td { border: 0; padding: 0 0.75em; white-space: pre; }
.source td.said { white-space: normal; font-family: system-ui, sans-serif; color: var(--forbidden); padding-left: 4em; }
.source td.said .faint { display: block; }
.source tr.full td.number { border-left: 4px solid var(--permitted); }
.source tr.short td.number { border-left: 4px solid var(--forbidden); }
.source tr.short td { background: color-mix(in srgb, var(--forbidden) 9%, transparent); }
.source tr.excluded td.number { border-left: 4px solid var(--faint); }
.source td.number { border-left: 4px solid transparent; color: var(--faint); user-select: none; width: 1%; }
.source mark { background: none; color: inherit; text-decoration: underline wavy var(--forbidden); }
)";

struct LineMarks {
  bool full = false, excluded = false;
  std::vector<const Gap*> gaps;
  std::vector<const Excluded*> left_out;
};

std::string cell(const Measure& measure) {
  const std::string_view colour = measure.missing() == 0 ? "permitted" : "forbidden";
  return fmt::format(R"(<td class="number {}">{}</td><td class="number faint">{} of {}</td>)", colour,
                     percent_text(measure), measure.covered, measure.total);
}

std::string row(std::string_view name, std::string_view link, const Measures& measures) {
  std::string out = "<tr><td>";
  out += link.empty() ? html_escape(name) : fmt::format(R"(<a href="#{}">{}</a>)", link, html_escape(name));
  return out + "</td>" + cell(measures.rules) + cell(measures.conditions) + cell(measures.independence) + "</tr>\n";
}

std::string anchor(FileId file) { return "file-" + std::to_string(file); }

/// A line with what falls short in it underlined.
std::string line_text(const Source& source, std::uint32_t number, const std::vector<const Gap*>& gaps) {
  const std::string_view text = source.line(number);
  const std::uint32_t start = source.line_start(number);
  std::vector<bool> marked(text.size(), false);
  for (const Gap* gap : gaps) {
    const std::size_t begin = gap->place.begin - start;
    const std::size_t end = std::min<std::size_t>(text.size(), gap->place.end - start);
    for (std::size_t i = begin; i < end; ++i) marked[i] = true;
  }
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && marked[end] == marked[i]) ++end;
    if (marked[i]) out += "<mark>";
    append_html(out, text.substr(i, end - i));
    if (marked[i]) out += "</mark>";
    i = end;
  }
  return out;
}

void append_file(std::string& out, const Source& source, const FileCoverage& file) {
  std::map<std::uint32_t, LineMarks> marks;
  const auto at = [&](Span place) -> LineMarks& { return marks[source.position(place.begin).line]; };
  for (const CoveredRule& rule : file.rules) at(rule.place).full = true;
  for (const CoveredCondition& condition : file.conditions) at(condition.place).full = true;
  for (const Gap& gap : file.gaps) at(gap.place).gaps.push_back(&gap);
  for (const Excluded& each : file.excluded) at(each.gap.place).left_out.push_back(&each);

  out += fmt::format(R"(<h2 id="{}">{}</h2>)", anchor(file.file), html_escape(source.name()));
  out += fmt::format("\n<p class=\"faint\">{}: rules {}, conditions both ways {}, conditions alone {}</p>\n",
                     html_escape(file.name), percent_text(file.measures.rules), percent_text(file.measures.conditions),
                     percent_text(file.measures.independence));
  out += "<div class=\"source\"><table>\n";
  for (std::uint32_t number = 1; number <= source.line_count(); ++number) {
    const auto found = marks.find(number);
    const LineMarks line = found == marks.end() ? LineMarks{} : found->second;
    const std::string_view state = !line.gaps.empty()       ? "short"
                                   : !line.left_out.empty() ? "excluded"
                                   : line.full              ? "full"
                                                            : "";
    out += fmt::format(R"(<tr class="{}"><td class="number">{}</td><td>{}</td></tr>)", state, number,
                       line_text(source, number, line.gaps));
    out += '\n';
    for (const Gap* gap : line.gaps) {
      out += fmt::format(
          R"(<tr class="short"><td class="number"></td><td class="said">{}<span class="faint">{}</span></td></tr>)",
          html_escape(gap->text), html_escape(gap->help));
      out += '\n';
    }
    for (const Excluded* each : line.left_out) {
      out +=
          fmt::format(R"(<tr class="excluded"><td class="number"></td><td class="said faint">excluded: {}</td></tr>)",
                      html_escape(each->gap.text));
      out += '\n';
    }
  }
  out += "</table></div>\n";
}

}  // namespace

std::string coverage_html(const CoverageResult& result, const SourceSet& sources) {
  std::string body = "<h1>Coverage of the rules by their tests</h1>\n";
  body +=
      "<p>A rule is covered when it decided in one test and did not apply in another; a condition both ways when it "
      "was "
      "true and false; a condition alone when it made the difference by itself, others being the same or of no "
      "matter (MC/DC).</p>\n";
  body +=
      "<div class=\"wide\"><table><thead><tr><th>file</th><th colspan=\"2\">rules</th><th colspan=\"2\">conditions "
      "both ways</th><th colspan=\"2\">conditions alone</th></tr></thead>\n";
  for (const FileCoverage& file : result.files) {
    body += row(sources[file.file].name(), anchor(file.file), file.measures);
  }
  body += row("all", "", result.measures);
  body += "</table></div>\n";
  for (const FileCoverage& file : result.files) append_file(body, sources[file.file], file);
  return html_page("Coverage", body, {.style = style});
}

}  // namespace writ::testing
