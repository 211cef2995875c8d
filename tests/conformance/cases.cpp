#include "tests/conformance/cases.hpp"

#include <fmt/format.h>

#include <sstream>
#include <string_view>

namespace writ::conformance {
namespace {

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class Reader {
 public:
  Cases read(const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      ++line_;
      if (line.starts_with("=== ")) {
        end_block();
        begin_block(line.substr(4));
      } else if (block_ != Block::remarks) {
        body_ += line + '\n';
      }
    }
    end_block();
    return std::move(result_);
  }

 private:
  enum class Block { remarks, common, test };

  void mistake(int line, std::string_view what) { result_.mistakes.push_back(fmt::format("line {}: {}", line, what)); }

  void begin_block(const std::string& header) {
    body_.clear();
    case_ = {};
    case_.line = line_;
    block_ = Block::test;
    std::istringstream words(header);
    std::string verdict, rest;
    words >> verdict;
    if (verdict == "common") {
      block_ = Block::common;
    } else if (verdict == "reject") {
      words >> case_.code;
    } else if (verdict != "accept") {
      mistake(line_, "neither `common`, `accept` nor `reject`");
    }
    if (block_ == Block::test) words >> case_.section >> case_.name;
    if (block_ == Block::test && case_.name.empty()) mistake(line_, "a part of the case's first line is missing");
    if (words >> rest) mistake(line_, "more than a case's first line has");
  }

  void end_block() {
    // Blank lines between the cases belong to none.
    while (body_.ends_with("\n\n")) body_.pop_back();
    if (body_ == "\n") body_.clear();
    if (block_ == Block::common) common_ = body_;
    if (block_ != Block::test) return;
    add_files(common_ + body_);
    if (case_.code.empty() == case_.mark.has_value())
      mistake(case_.line, "`reject` needs a mark, and `accept` has none");
    result_.cases.push_back(std::move(case_));
  }

  /// Parts the text at lines `---`, and takes out the suite's own sign.
  void add_files(const std::string& text) {
    std::istringstream in(text);
    case_.files.emplace_back();
    for (std::string line; std::getline(in, line);) {
      if (line == "---")
        case_.files.emplace_back();
      else
        add_line(line);
    }
  }

  void add_line(std::string_view line) {
    auto& file = case_.files.back();
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] != '^') {
        file += line[i];
      } else if (line.substr(i + 1).starts_with("[[")) {
        for (i += 3; i + 1 < line.size() && line[i] != ']'; i += 2)
          file += static_cast<char>(hexadecimal(line[i]) * 16 + hexadecimal(line[i + 1]));
        ++i;
      } else {
        if (case_.mark) mistake(case_.line, "two marks");
        case_.mark = {static_cast<std::uint32_t>(case_.files.size() - 1), static_cast<std::uint32_t>(file.size())};
      }
    }
    file += '\n';
  }

  int line_ = 0;
  Block block_ = Block::remarks;
  std::string common_, body_;
  Case case_;
  Cases result_;
};

}  // namespace

Cases read_cases(const std::string& text) { return Reader{}.read(text); }

}  // namespace writ::conformance
