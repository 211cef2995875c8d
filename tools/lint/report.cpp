#include "tools/lint/report.hpp"

#include <algorithm>
#include <map>

#include "grammar/render.hpp"
#include "tools/report/xml.hpp"

namespace writ::lint {
namespace {

Severity severity(Level level) {
  if (level == Level::error) return Severity::error;
  return level == Level::warning ? Severity::warning : Severity::note;
}

std::string number_of(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string case_of(const Told& told, const SourceSet& sources, const std::map<std::string_view, int>& numbers) {
  const Position begin = sources[told.place.file].position(told.place.begin);
  const std::string place = std::to_string(begin.line) + ":" + std::to_string(begin.column);
  std::string name = (told.id.empty() ? told.message : std::string(told.id)) + " at " + place;
  if (const int number = numbers.at(told.id); number > 1) name += " (" + std::to_string(number) + ")";
  const std::string& file = sources[told.place.file].name();
  std::string text = "    <testcase" + xml_attribute("classname", file) + xml_attribute("name", name) +
                     xml_attribute("file", file) + xml_attribute("line", std::to_string(begin.line)) +
                     xml_attribute("time", "0") + ">\n";
  const std::string detail = xml_escape(render(told, sources));
  if (told.severity == Severity::note) {
    text += "      <system-out>" + detail + "</system-out>\n";
  } else {
    text += "      <failure" + xml_attribute("type", word(told.severity)) + xml_attribute("message", told.message) +
            ">" + detail + "</failure>\n";
  }
  return text + "    </testcase>\n";
}

}  // namespace

Told told(const Subject& subject, const Finding& finding, std::string fingerprint) {
  const Level level = subject.settings.level(finding.lint, subject.sources[finding.place.file].name());
  return {.severity = severity(level),
          .id = row(finding.lint).id,
          .place = finding.place,
          .message = finding.message,
          .label = finding.label,
          .labels = finding.labels,
          .help = finding.help,
          .fixes = finding.fixes,
          .subject = finding.subject,
          .fingerprint = std::move(fingerprint)};
}

std::vector<ToldRule> told_rules(const Settings& settings) {
  std::vector<ToldRule> rules;
  for (const Row& row : table()) {
    const Level level = settings.level(row.lint);
    if (level == Level::off || row.category == "prove") continue;
    rules.push_back({row.id, row.name, row.summary, severity(level), "docs/lints/" + std::string(row.id) + ".md"});
  }
  return rules;
}

std::string junit_report(std::span<const Told> all, const SourceSet& sources, std::string_view tool) {
  const auto is_failure = [](const Told& told) { return told.severity != Severity::note; };
  std::string suites;
  std::size_t cases_in_all = 0;
  for (FileId file = 0; file < sources.size(); ++file) {
    std::string cases;
    std::size_t count = 0;
    std::size_t failures = 0;
    std::map<std::string_view, int> numbers;  // Readers take those of one name for one.
    for (const Told& told : all) {
      if (told.place.file != file) continue;
      ++count;
      ++numbers[told.id];
      if (is_failure(told)) ++failures;
      cases += case_of(told, sources, numbers);
    }
    const std::string& name = sources[file].name();
    if (count == 0) {
      count = 1;
      cases = "    <testcase" + xml_attribute("classname", name) + xml_attribute("name", "no findings") +
              xml_attribute("file", name) + xml_attribute("time", "0") + "/>\n";
    }
    cases_in_all += count;
    suites += "  <testsuite" + xml_attribute("name", name) + xml_attribute("tests", std::to_string(count)) +
              xml_attribute("failures", std::to_string(failures)) + xml_attribute("errors", "0") +
              xml_attribute("skipped", "0") + xml_attribute("time", "0") + ">\n" + cases + "  </testsuite>\n";
  }
  const auto failures = static_cast<std::size_t>(std::ranges::count_if(all, is_failure));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", tool) +
         xml_attribute("tests", std::to_string(cases_in_all)) + xml_attribute("failures", std::to_string(failures)) +
         xml_attribute("errors", "0") + xml_attribute("time", "0") + ">\n" + suites + "</testsuites>\n";
}

std::string summary(std::span<const Told> all, std::size_t files) {
  std::string text = number_of(files, "file");
  if (all.empty()) return text + ", no findings";
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const auto count = static_cast<std::size_t>(std::ranges::count(all, severity, &Told::severity));
    if (count > 0) text += ", " + number_of(count, word(severity));
  }
  std::map<std::string_view, std::size_t> families;
  for (const Told& told : all) ++families[told.id.substr(0, told.id.find('/'))];
  std::vector<std::pair<std::string_view, std::size_t>> counts(families.begin(), families.end());
  std::ranges::stable_sort(counts, std::ranges::greater(), &std::pair<std::string_view, std::size_t>::second);
  std::string in_families;
  for (const auto& [family, count] : counts) {
    in_families += (in_families.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(family);
  }
  return text + " (" + in_families + ")";
}

}  // namespace writ::lint
