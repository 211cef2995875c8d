// Runs what a page of the documentation shows: `documents PROGRAM PAGE [--update]`.
//
// In the page, a fenced block whose first line is
//   ```writ NAME.writ, ```json NAME, …   is written to the file NAME,
//   ```console                           is a session: after `$ ` stands a command, below it what it prints.
// Blocks come into force in the order of the page, in one empty directory, where `writ` is the program under test.
// A line `…` stands for any number of lines that the page leaves out. With --update the page is given what is printed.

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

namespace {

using writ::test::read_file;
using writ::test::write_file;
using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  Lines lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// `in 0.01 s` is another figure in every run.
std::string without_times(std::string line) {
  const auto at = line.rfind(" in ");
  if (at == std::string::npos || !line.ends_with(" s")) return line;
  const auto figure = line.substr(at + 4, line.size() - at - 6);
  const bool is_figure = !figure.empty() && figure.find_first_not_of("0123456789.") == std::string::npos;
  return is_figure ? line.substr(0, at) + " in N s" : line;
}

bool same(const Lines& expected, std::size_t i, const Lines& found, std::size_t j) {
  if (i == expected.size()) return j == found.size();
  if (expected[i] == "…") {
    for (std::size_t next = j; next <= found.size(); ++next)
      if (same(expected, i + 1, found, next)) return true;
    return false;
  }
  return j < found.size() && without_times(expected[i]) == without_times(found[j]) &&
         same(expected, i + 1, found, j + 1);
}

class Page {
 public:
  Page(std::string program, const std::string& path)
      : program_(std::move(program)), lines_(lines_of(read_file(path))) {}

  /// How many sessions show something else than what is printed.
  int run() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      result_.push_back(lines_[i]);
      if (!lines_[i].starts_with("```") || lines_[i] == "```") continue;
      Lines block;
      for (++i; i < lines_.size() && lines_[i] != "```"; ++i) block.push_back(lines_[i]);
      const std::string& info = result_.back();
      const auto space = info.find(' ');
      if (info == "```console") {
        session(block);
      } else {
        if (space != std::string::npos) write_file(directory_.path() / info.substr(space + 1), joined(block));
        result_.insert(result_.end(), block.begin(), block.end());
      }
      result_.push_back("```");
    }
    return different_;
  }

  std::string text() const { return joined(result_); }

 private:
  static std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }

  void session(const Lines& block) {
    for (std::size_t i = 0; i < block.size();) {
      const std::string& command = block[i];
      if (!command.starts_with("$ ")) {
        std::cerr << "a session begins with a command: " << command << "\n";
        ++different_;
        return;
      }
      Lines expected;
      for (++i; i < block.size() && !block[i].starts_with("$ "); ++i) expected.push_back(block[i]);
      const Lines found = printed_by(command.substr(2));
      result_.push_back(command);
      const bool as_shown = same(expected, 0, found, 0);
      const Lines& kept = as_shown ? expected : found;
      result_.insert(result_.end(), kept.begin(), kept.end());
      if (as_shown) continue;
      ++different_;
      std::cerr << command << "\n--- the page shows\n" << joined(expected) << "--- is printed\n" << joined(found);
    }
  }

  Lines printed_by(const std::string& command) const {
    const auto out = directory_.path() / ".printed";
    const std::string path = std::filesystem::absolute(program_).parent_path().string();
    writ::test::run(
        {.program = "/bin/sh",
         .arguments = {"-c", "PATH=\"" + path + ":$PATH\"; COLUMNS=80; export COLUMNS; exec 2>&1; " + command},
         .directory = directory_.path(),
         .out = out,
         .err = directory_.path() / ".errors"});
    return lines_of(read_file(out));
  }

  std::string program_;
  Lines lines_, result_;
  writ::test::TemporaryDirectory directory_;
  int different_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::cerr << "usage: documents PROGRAM PAGE [--update]\n";
    return 2;
  }
  Page page(arguments[1], arguments[2]);
  const int different = page.run();
  if (count > 3 && std::string(arguments[3]) == "--update") {
    write_file(arguments[2], page.text());
    return 0;
  }
  return different == 0 ? 0 : 1;
}
