// The reports that programs read.

#include <algorithm>
#include <cstdio>

#include "engine/facts/write_value.hpp"
#include "tools/testing/test_report.hpp"

namespace writ::testing {
namespace {

std::string seconds(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

// ---- JSON -------------------------------------------------------------------------------------------------------

/// Members and elements one after another, with the commas between them.
class Json {
 public:
  void open(char bracket) {
    comma();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void key(std::string_view name) {
    comma();
    append_json_text(out_, name);
    out_ += ':';
    first_ = true;
  }
  void raw(std::string_view value) {
    comma();
    out_ += value;
  }
  void text(std::string_view value) {
    comma();
    append_json_text(out_, value);
  }
  void member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void number(std::string_view name, std::size_t value) {
    key(name);
    raw(std::to_string(value));
  }
  void flag(std::string_view name, bool value) {
    key(name);
    raw(value ? "true" : "false");
  }
  std::string take() { return std::move(out_); }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

void add(Json& json, const Place& place) {
  json.member("file", place.file);
  json.number("line", place.line);
  json.number("column", place.column);
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

void add(Json& json, const RuleAccount& rule) {
  json.open('{');
  json.member("name", rule.name);
  json.member("role", word(rule.role));
  json.key("cite");
  json.open('[');
  for (const std::string& cite : rule.cites) json.text(cite);
  json.close(']');
  json.key("messages");
  json.open('[');
  for (const auto& [language, text] : rule.messages) {
    json.open('{');
    json.member("language", language);
    json.member("text", text);
    json.close('}');
  }
  json.close(']');
  json.key("why");
  json.open('[');
  for (const std::string& line : rule.why) json.text(line);
  json.close(']');
  json.close('}');
}

void add(Json& json, const ErrorAccount& error) {
  json.open('{');
  json.member("code", error.code);
  json.member("message", error.message);
  if (!error.decision.empty()) json.member("decision", error.decision);
  if (!error.rule.empty()) json.member("rule", error.rule);
  if (!error.text.empty()) json.member("text", error.text);
  if (!error.place.file.empty()) add(json, error.place);
  json.close('}');
}

void add(Json& json, const Failure& failure) {
  json.open('{');
  json.member("kind", name(failure.kind));
  add(json, failure.place);
  json.member("text", failure.text);
  json.member("expected", failure.expected);
  json.member("got", failure.got);
  json.key("rules");
  json.open('[');
  for (const RuleAccount& rule : failure.rules) add(json, rule);
  json.close(']');
  json.key("errors");
  json.open('[');
  for (const ErrorAccount& error : failure.errors) add(json, error);
  json.close(']');
  json.key("notes");
  json.open('[');
  for (const std::string& note : failure.notes) json.text(note);
  json.close(']');
  if (!failure.help.empty()) json.member("help", failure.help);
  json.close('}');
}

void add(Json& json, const TestResult& test) {
  json.open('{');
  json.member("title", test.title);
  json.member("module", test.module);
  add(json, test.place);
  json.flag("passed", test.passed());
  json.number("expectations", test.expectations);
  json.key("seconds");
  json.raw(seconds(test.seconds));
  json.key("failures");
  json.open('[');
  for (const Failure& failure : test.failures) add(json, failure);
  json.close(']');
  json.close('}');
}

// ---- XML --------------------------------------------------------------------------------------------------------

/// Text in XML 1.0, which has no control characters but tab and line ends.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') result += c;
    }
  }
  return result;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string joined(const std::vector<std::string>& lines, std::string_view indent) {
  std::string text;
  for (const std::string& line : lines) text += std::string(indent) + line + "\n";
  return text;
}

std::string test_case(const TestResult& test) {
  std::string text = "    <testcase" + attribute("classname", test.module) + attribute("name", test.title) +
                     attribute("file", test.place.file) + attribute("line", std::to_string(test.place.line)) +
                     attribute("time", seconds(test.seconds));
  if (test.passed()) return text + "/>\n";
  text += ">\n";
  for (const Failure& failure : test.failures) {
    const std::string message = "expected " + failure.expected + ", got " + failure.got;
    text += "      <failure" + attribute("type", name(failure.kind)) + attribute("message", message) + ">" +
            escaped(text_of(failure.place) + "\n" + joined(lines_of(failure), "")) + "</failure>\n";
  }
  return text + "    </testcase>\n";
}

// ---- TAP --------------------------------------------------------------------------------------------------------

/// A backslash keeps `#` from beginning a directive.
std::string description(std::string_view title) {
  std::string text;
  for (const char c : title) {
    if (c == '#' || c == '\\') text += '\\';
    text += c;
  }
  return text;
}

std::string yaml_text(std::string_view text) {
  std::string quoted;
  append_json_text(quoted, text);  // JSON is YAML.
  return quoted;
}

}  // namespace

std::string json_report(const TestRun& run) {
  Json json;
  json.open('{');
  json.number("passed", run.passed());
  json.number("failed", run.failed());
  json.number("not_run", run.left_out);
  json.number("expectations", run.expectations());
  json.key("seconds");
  json.raw(seconds(run.seconds));
  json.key("tests");
  json.open('[');
  for (const TestResult& test : run.tests) add(json, test);
  json.close(']');
  json.close('}');
  return json.take() + "\n";
}

std::string junit_report(const TestRun& run) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("tests", std::to_string(run.tests.size())) +
      attribute("failures", std::to_string(run.failed())) + attribute("time", seconds(run.seconds)) + ">\n";
  for (auto begin = run.tests.begin(); begin != run.tests.end();) {
    const auto end = std::find_if(begin, run.tests.end(),
                                  [&](const TestResult& test) { return test.place.file != begin->place.file; });
    double time = 0;
    for (auto test = begin; test != end; ++test) time += test->seconds;
    const auto failed = std::count_if(begin, end, [](const TestResult& test) { return !test.passed(); });
    text += "  <testsuite" + attribute("name", begin->place.file) + attribute("tests", std::to_string(end - begin)) +
            attribute("failures", std::to_string(failed)) + attribute("time", seconds(time)) + ">\n";
    for (; begin != end; ++begin) text += test_case(*begin);
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
      text += "      details: |\n" + joined(lines_of(failure), "        ");
    }
    text += "  ...\n";
  }
  return text;
}

}  // namespace writ::testing
