#include <algorithm>
#include <cstdio>

#include "grammar/harmless.hpp"
#include "tools/testing/test_report.hpp"

namespace writ::testing {
namespace {

constexpr const char* red = "\x1b[1;31m";
constexpr const char* green = "\x1b[32m";
constexpr const char* bold = "\x1b[1m";
constexpr const char* faint = "\x1b[2m";

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

class Lines {
 public:
  explicit Lines(const Failure& failure) {
    if (!failure.text.empty()) add(0, failure.text);
    add(0, "expected " + failure.expected);
    add(5, "got " + failure.got);
    for (const RuleAccount& rule : failure.rules) add_rule(rule);
    for (const ErrorAccount& error : failure.errors) {
      if (!is_told(failure, error)) add_error(error);
    }
    for (const std::string& note : failure.notes) add(9, note);
    if (!failure.help.empty()) add(0, "= help: " + failure.help);
  }

  std::vector<std::string> take() { return std::move(lines_); }

 private:
  void add(std::size_t indent, const std::string& text) { lines_.push_back(std::string(indent, ' ') + text); }

  void add_rule(const RuleAccount& rule) {
    switch (rule.role) {
      case RuleAccount::Role::missing: add(9, "not by " + rule.name + ", which was expected:"); break;
      case RuleAccount::Role::extra: add(9, "by " + rule.name + ", which was not expected:"); break;
      default: break;
    }
    for (const std::string& line : rule.why) add(11, line);
    if (rule.role != RuleAccount::Role::refused) return;
    for (const auto& [language, text] : rule.messages) add(11, text);
  }

  /// The part of the explanation that a rule brings has its errors too.
  static bool is_told(const Failure& failure, const ErrorAccount& error) {
    return std::ranges::any_of(failure.rules, [&](const RuleAccount& rule) {
      return std::ranges::any_of(
          rule.why, [&](const std::string& line) { return line.find("error[" + error.code + "]") != line.npos; });
    });
  }

  void add_error(const ErrorAccount& error) {
    std::string text = "error[" + error.code + "]: " + error.message;
    if (!error.rule.empty()) text += ", in the rule " + error.rule;
    if (!error.place.file.empty()) text += ", at " + text_of(error.place);
    add(9, text);
    if (!error.text.empty()) add(13, error.text);
  }

  std::vector<std::string> lines_;
};

class Writer {
 public:
  explicit Writer(bool colour) : colour_(colour) {}

  void failed_test(const TestResult& result) {
    tinted(red, "FAIL");
    out_ += "  " + harmless_line(result.title) + "   ";
    for (const Failure& failure : result.failures) {
      if (&failure != &result.failures.front()) out_ += "      and ";
      tinted(faint, text_of(failure.place));
      out_ += '\n';
      for (const std::string& line : lines_of(failure)) add_line(line);
    }
    out_ += '\n';
  }

  void tinted(const char* tint, std::string_view text) {
    if (colour_) out_ += tint;
    out_ += text;
    if (colour_) out_ += "\x1b[0m";
  }
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }
  std::string take() { return std::move(out_); }

 private:
  void add_line(const std::string& line) {
    const std::string text = harmless_line(line);
    out_ += "      ";
    const bool stands_out = text.starts_with("     got ");
    stands_out ? tinted(bold, text) : (void)(out_ += text);
    out_ += '\n';
  }

  bool colour_;
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
    if (found == files.end()) found = files.insert(files.end(), {test.place.file, 0, 0, 0});
    ++(test.passed() ? found->passed : found->failed);
    found->expectations += test.expectations;
  }
  return files;
}

std::string counts(const FileCount& file) {
  std::string text = "  " + harmless_line(file.file) + "  ";
  if (file.failed > 0) text += std::to_string(file.failed) + " of ";
  text += counted(file.passed + file.failed, "test", "tests") + (file.failed > 0 ? " failed, " : ", ");
  return text + counted(file.expectations, "expectation", "expectations");
}

std::string summary(const TestRun& run) {
  std::string text = std::to_string(run.passed()) + " passed, " + std::to_string(run.failed()) + " failed";
  if (run.left_out > 0) text += ", " + std::to_string(run.left_out) + " not run";
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, " in %.2f s", run.seconds);
  return text + seconds;
}

}  // namespace

std::string text_of(const Place& place) {
  return harmless_line(place.file) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::vector<std::string> lines_of(const Failure& failure) { return Lines(failure).take(); }

std::string text_report(const TestRun& run, const TextReportOptions& options) {
  Writer writer(options.colour);
  for (const TestResult& test : run.tests) {
    if (!test.passed()) writer.failed_test(test);
  }
  for (const FileCount& file : by_file(run)) {
    file.failed == 0 ? writer.tinted(green, "ok  ") : writer.tinted(red, "FAIL");
    writer.line(counts(file));
    if (!options.verbose) continue;
    for (const TestResult& test : run.tests) {
      if (test.place.file == file.file)
        writer.line((test.passed() ? "      ok    " : "      FAIL  ") + harmless_line(test.title));
    }
  }
  writer.line(summary(run));
  return writer.take();
}

}  // namespace writ::testing
