#pragma once
// The built program with what it is given: files in a directory of its own.

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.hpp"

namespace writ::hostile {

#ifndef __has_feature  // Clang's, with which the sanitizers are built in.
#define __has_feature(feature) 0
#endif
/// Whether memory and time say nothing about the program's own.
inline constexpr bool sanitized = __has_feature(address_sanitizer);

/// What every exit status says.
inline constexpr int done = 0, io_error = 1, usage_error = 2, refused = 3;

class Program {
 public:
  std::filesystem::path path(const std::string& name) const { return place_.path() / name; }
  void write(const std::string& name, std::string_view text) const { test::write_file(path(name), text); }
  std::string read(const std::string& name) const { return test::read_file(path(name)); }

  /// Runs `writ arguments...` in the directory; what it prints is then in the files `out` and `err`.
  test::Result run(const std::vector<std::string>& arguments) const { return run(command(arguments)); }
  test::Result run(const test::Command& command) const { return test::run(command); }

  test::Command command(const std::vector<std::string>& arguments) const {
    return {WRIT_PROGRAM, arguments, place_.path(), "/dev/null", path("out"), path("err")};
  }

 private:
  test::TemporaryDirectory place_;
};

inline std::string repeat(std::string_view text, std::size_t times) {
  std::string repeated;
  repeated.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace writ::hostile
