// The reports that programs read.

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>

#include "engine/facts/json_writer.hpp"
#include "engine/facts/write_value.hpp"
#include "grammar/harmless.hpp"
#include "tools/report/xml.hpp"
#include "tools/testing/test_report.hpp"

namespace writ::testing {
namespace {

std::string seconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

// ---- JSON -------------------------------------------------------------------------------------------------------

void add(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.name(name);
  json.begin_list();
  for (const std::string& text : texts) json.text(text);
  json.end_list();
}

void add(JsonWriter& json, const Place& place) {
  json.member("file", place.file);
  json.member("line", place.line);
  json.member("column", place.column);
}

std::string_view word(RuleAccount::Role role) {
  switch (role) {
    case RuleAccount::Role::decided: return "decided";
    case RuleAccount::Role::extra: return "extra";
    case RuleAccount::Role::missing: return "missing";
    case RuleAccount::Role::refused: return "refused";
  }
  return "";
}

void add(JsonWriter& json, const RuleAccount& rule) {
  json.begin_object();
  json.member("name", rule.name);
  json.member("role", word(rule.role));
  add(json, "cite", rule.cites);
  json.name("messages");
  json.begin_list();
  for (const auto& [language, text] : rule.messages) {
    json.begin_object();
    json.member("language", language);
    json.member("text", text);
    json.end_object();
  }
  json.end_list();
  add(json, "why", rule.why);
  json.end_object();
}

void add(JsonWriter& json, const ErrorAccount& error) {
  json.begin_object();
  json.member("code", error.code);
  json.member("message", error.message);
  json.member_if("decision", error.decision);
  json.member_if("rule", error.rule);
  json.member_if("text", error.text);
  if (!error.place.file.empty()) add(json, error.place);
  json.end_object();
}

void add(JsonWriter& json, const Failure& failure) {
  json.begin_object();
  json.member("kind", name(failure.kind));
  add(json, failure.place);
  json.member("text", failure.text);
  json.member("expected", failure.expected);
  json.member("got", failure.got);
  json.name("rules");
  json.begin_list();
  for (const RuleAccount& rule : failure.rules) add(json, rule);
  json.end_list();
  json.name("errors");
  json.begin_list();
  for (const ErrorAccount& error : failure.errors) add(json, error);
  json.end_list();
  add(json, "notes", failure.notes);
  json.member_if("help", failure.help);
  json.end_object();
}

void add(JsonWriter& json, const TestResult& test) {
  json.begin_object();
  json.member("title", test.title);
  json.member("module", test.module);
  add(json, test.place);
  json.member_raw("passed", test.passed() ? "true" : "false");
  json.member("expectations", test.expectations);
  json.member_raw("seconds", seconds(test.seconds));
  json.name("failures");
  json.begin_list();
  for (const Failure& failure : test.failures) add(json, failure);
  json.end_list();
  json.end_object();
}

// ---- XML --------------------------------------------------------------------------------------------------------

std::string joined(const std::vector<std::string>& lines, std::string_view indent) {
  std::string text;
  for (const std::string& line : lines) text += std::string(indent) + line + "\n";
  return text;
}

/// `earlier`: how many tests of this title the module has before; readers take those of one name for one.
std::string test_case(const TestResult& test, std::size_t earlier) {
  const std::string name_of_test = earlier == 0 ? test.title : test.title + " (" + std::to_string(earlier + 1) + ")";
  std::string text = "    <testcase" + xml_attribute("classname", test.module) + xml_attribute("name", name_of_test) +
                     xml_attribute("file", test.place.file) + xml_attribute("line", std::to_string(test.place.line)) +
                     xml_attribute("time", seconds(test.seconds));
  if (test.passed()) return text + "/>\n";
  text += ">\n";
  for (const Failure& failure : test.failures) {
    const std::string message = "expected " + failure.expected + ", got " + failure.got;
    text += "      <failure" + xml_attribute("type", name(failure.kind)) + xml_attribute("message", message) + ">" +
            xml_escape(text_of(failure.place) + "\n" + joined(lines_of(failure), "")) + "</failure>\n";
  }
  return text + "    </testcase>\n";
}

// ---- TAP --------------------------------------------------------------------------------------------------------

/// A backslash keeps `#` from beginning a directive.
std::string description(std::string_view title) {
  std::string text;
  for (const char c : harmless_line(title)) {
    if (c == '#' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::vector<std::string> harmless_lines(std::vector<std::string> lines) {
  for (std::string& line : lines) line = harmless_line(line);
  return lines;
}

std::string yaml_text(std::string_view text) {
  std::string quoted;
  append_json_text(quoted, text);  // JSON is YAML.
  return quoted;
}

}  // namespace

std::string json_report(const TestRun& run) {
  JsonWriter json(JsonWriter::Spacing::none);
  json.begin_object();
  json.member("passed", run.passed());
  json.member("failed", run.failed());
  json.member("not_run", run.left_out);
  json.member("expectations", run.expectations());
  json.member_raw("seconds", seconds(run.seconds));
  json.name("tests");
  json.begin_list();
  for (const TestResult& test : run.tests) add(json, test);
  json.end_list();
  json.end_object();
  return json.take() + "\n";
}

std::string junit_report(const TestRun& run) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                     xml_attribute("tests", std::to_string(run.tests.size())) +
                     xml_attribute("failures", std::to_string(run.failed())) +
                     xml_attribute("time", seconds(run.seconds)) + ">\n";
  std::map<std::pair<std::string, std::string>, std::size_t> met;
  for (auto begin = run.tests.begin(); begin != run.tests.end();) {
    const auto end = std::find_if(begin, run.tests.end(),
                                  [&](const TestResult& test) { return test.place.file != begin->place.file; });
    double time = 0;
    for (auto test = begin; test != end; ++test) time += test->seconds;
    const auto failed = std::count_if(begin, end, [](const TestResult& test) { return !test.passed(); });
    text += "  <testsuite" + xml_attribute("name", begin->place.file) +
            xml_attribute("tests", std::to_string(end - begin)) + xml_attribute("failures", std::to_string(failed)) +
            xml_attribute("time", seconds(time)) + ">\n";
    for (; begin != end; ++begin) text += test_case(*begin, met[{begin->module, begin->title}]++);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string tap_report(const TestRun& run) {
  std::string text = "TAP version 14\n1.." + std::to_string(run.tests.size()) + "\n";
  std::size_t number = 0;
  for (const TestResult& test : run.tests) {
    text += (test.passed() ? "ok " : "not ok ") + std::to_string(++number) + " - " + description(test.title) + "\n";
    if (test.passed()) continue;
    text += "  ---\n  failures:\n";
    for (const Failure& failure : test.failures) {
      text += "    - at: " + yaml_text(text_of(failure.place)) + "\n";
      text += "      kind: " + std::string(name(failure.kind)) + "\n";
      text += "      expected: " + yaml_text(failure.expected) + "\n";
      text += "      got: " + yaml_text(failure.got) + "\n";
      text += "      details: |\n" + joined(harmless_lines(lines_of(failure)), "        ");
    }
    text += "  ...\n";
  }
  return text;
}

}  // namespace writ::testing
