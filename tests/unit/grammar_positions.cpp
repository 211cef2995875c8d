// Places in lines however long: lines and columns, in bytes, code points and UTF-16.

#include <catch2/catch.hpp>

#include <algorithm>

#include "grammar/source.hpp"
#include "grammar/unicode.hpp"

namespace {

using namespace writ;

/// Walks from the start of the line, as nothing but a test can afford.
Position walked(const Source& source, std::uint32_t offset) {
  const std::string_view text = source.text();
  const std::size_t before = text.substr(0, offset).rfind('\n');
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  Position position;
  position.line += static_cast<std::uint32_t>(std::ranges::count(text.substr(0, start), '\n'));
  position.column_bytes = static_cast<std::uint32_t>(offset - start + 1);
  for (std::size_t at = start; at < offset;) {
    const CodePoint point = decode(text, at);
    at += point.bytes;
    position.column += 1;
    position.utf16 += point.value >= 0x10000 ? 2 : 1;
  }
  return position;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST_CASE("columns of long lines are those that are counted from their start") {
  // A letter of each length, a byte that is none, and pieces whose lengths have no common divisor with what is indexed.
  const std::string piece = "aß规😀\xFF-";
  const std::string text = "first\n" + repeated(piece, 2'000) + "\r\n" + repeated("x", 4'096) + "\n" +
                           repeated("y", 4'097) + "\n" + repeated("规", 5'000) + "\n\n" + repeated(piece, 1'500);
  const Source source("long.writ", text);
  std::size_t wrong = 0;
  const auto check = [&](std::size_t at) {
    const auto offset = static_cast<std::uint32_t>(at);
    const Position found = source.position(offset), counted = walked(source, offset);
    if (found.line != counted.line || found.column_bytes != counted.column_bytes || found.column != counted.column ||
        found.utf16 != counted.utf16) {
      ++wrong;
    }
  };
  for (std::size_t at = 0; at <= text.size(); at += 7) check(at);
  for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
    for (std::size_t mark = source.line_start(line); mark < text.size(); mark += 4'096) {
      for (std::size_t at = std::max<std::size_t>(mark, 5) - 5; at < std::min(mark + 5, text.size()); ++at) check(at);
    }
  }
  CHECK(wrong == 0);
  CHECK(source.position(static_cast<std::uint32_t>(text.size())).column == 1'500 * 6 + 1);
}

}  // namespace
