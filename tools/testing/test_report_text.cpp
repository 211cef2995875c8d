#include <algorithm>
#include <cstdio>

#include "tools/testing/test_report.hpp"

namespace writ::testing {
namespace {

std::string at(const Place& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

class Writer {
 public:
  explicit Writer(const TextReportOptions& options) : options_(options) {}

  void test(const TestResult& result) {
    tinted("\x1b[1;31m", "FAIL");
    out_ += "  " + result.title + "   ";
    tinted("\x1b[2m", at(result.failures.front().place));
    out_ += '\n';
    for (const Failure& failure : result.failures) {
      if (&failure != &result.failures.front()) {
        out_ += "   and ";
        tinted("\x1b[2m", at(failure.place));
        out_ += '\n';
      }
      add(failure);
    }
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }

  void tinted(const char* tint, std::string_view text) {
    if (options_.colour) out_ += tint;
    out_ += text;
    if (options_.colour) out_ += "\x1b[0m";
  }

 private:
  void add(const Failure& failure) {
    line("      " + failure.text);
    line("      expected " + failure.expected);
    out_ += "           got ";
    tinted("\x1b[1m", failure.got);
    out_ += '\n';
    for (const RuleAccount& rule : failure.rules) add(rule);
    for (const Operand& value : failure.values) line("               " + value.text + " is " + value.value);
    for (const ErrorAccount& error : failure.errors) add(error);
    for (const std::string& note : failure.notes) line("               " + note);
    if (!failure.help.empty()) line("      = help: " + failure.help);
  }

  void add(const RuleAccount& rule) {
    std::string head = "               " + rule.name;
    if (!rule.verdict.empty()) head += " " + rule.verdict;
    out_ += head;
    if (!rule.cites.empty()) {
      std::string cited;
      for (const std::string& cite : rule.cites) cited += (cited.empty() ? "  [" : ", ") + cite;
      tinted("\x1b[2m", cited + "]");
    }
    out_ += '\n';
    for (const auto& [language, text] : rule.messages) line("                   " + text);
    for (const ConditionAccount& condition : rule.conditions) add(condition);
  }

  void add(const ConditionAccount& condition) {
    std::string text = "                   " + condition.text;
    std::string values;
    for (const Operand& operand : condition.operands) {
      values += (values.empty() ? "   " : ", ") + operand.text + " is " + operand.value;
    }
    line(text + values);
  }

  void add(const ErrorAccount& error) {
    std::string text = "               error[" + error.code + "]: " + error.message;
    if (!error.rule.empty()) text += ", in the rule " + error.rule;
    if (!error.place.file.empty()) text += ", at " + at(error.place);
    line(text);
    if (!error.text.empty()) line("                   " + error.text);
  }

  const TextReportOptions& options_;
  std::string out_;
};

struct FileCount {
  std::string file;
  std::size_t passed = 0, failed = 0, expectations = 0;
};

std::vector<FileCount> by_file(const TestRun& run) {
  std::vector<FileCount> files;
  for (const TestResult& test : run.tests) {
    auto found = std::ranges::find(files, test.place.file, &FileCount::file);
    if (found == files.end()) found = files.insert(files.end(), {test.place.file});
    ++(test.passed() ? found->passed : found->failed);
    found->expectations += test.expectations;
  }
  return files;
}

}  // namespace

std::string text_of(const TestResult& test, const TextReportOptions& options) {
  Writer writer(options);
  writer.test(test);
  return writer.take();
}

std::string text_report(const TestRun& run, const TextReportOptions& options) {
  Writer writer(options);
  for (const TestResult& test : run.tests) {
    if (!test.passed()) writer.test(test);
  }
  for (const FileCount& file : by_file(run)) {
    if (file.failed == 0) {
      writer.tinted("\x1b[32m", "ok  ");
    } else {
      writer.tinted("\x1b[1;31m", "FAIL");
    }
    std::string counts = "  " + file.file + "  ";
    if (file.failed > 0) counts += std::to_string(file.failed) + " of ";
    counts += counted(file.passed + file.failed, "test", "tests") + (file.failed > 0 ? " failed, " : ", ");
    writer.line(counts + counted(file.expectations, "expectation", "expectations"));
    if (!options.verbose) continue;
    for (const TestResult& test : run.tests) {
      if (test.place.file == file.file) writer.line((test.passed() ? "      ok    " : "      FAIL  ") + test.title);
    }
  }
  std::string summary = std::to_string(run.passed()) + " passed, " + std::to_string(run.failed()) + " failed";
  if (run.left_out > 0) summary += ", " + std::to_string(run.left_out) + " not run";
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, " in %.2f s", run.seconds);
  writer.line(summary + seconds);
  return writer.take();
}

}  // namespace writ::testing
