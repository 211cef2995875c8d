// The deliberate faults of tests/mutants fit the engine as it is.

#include <catch2/catch.hpp>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

/// The lines after the one that begins with `--- head`, without the last line break.
std::string section(const std::string& text, const std::string& head) {
  std::string found;
  bool on = false;
  for (const auto& [number, line] : lines(text)) {
    if (line.starts_with("--- ")) {
      on = line.starts_with("--- " + head);
    } else if (on) {
      found += line + "\n";
    }
  }
  if (!found.empty()) found.pop_back();
  return found;
}

std::size_t occurrences(const std::string& text, const std::string& sought) {
  std::size_t count = 0;
  for (auto at = text.find(sought); at != std::string::npos; at = text.find(sought, at + 1)) ++count;
  return count;
}

TEST_CASE("the text that each mutant replaces occurs once in its file") {
  std::size_t mutants = 0;
  for (const auto& file : files("tests/mutants")) {
    if (!file.ends_with(".mutant")) continue;
    ++mutants;
    INFO(file);
    const auto text = read(root / file);
    const auto head = text.find("\n--- in ");
    REQUIRE(head != std::string::npos);
    const auto name = text.substr(head + 8, text.find('\n', head + 1) - head - 8);
    const auto replaced = section(text, "in ");
    REQUIRE_FALSE(replaced.empty());
    CHECK(replaced != section(text, "becomes"));
    INFO(name << " has changed: say the mutant anew, as its first line means it");
    CHECK(occurrences(read(root / name), replaced) == 1);
  }
  CHECK(mutants >= 30);
}

/// Of the table; empty where it has none of that name.
std::string row_of(const std::string& page, const std::string& mutant) {
  const auto begin = page.find("\n| `" + mutant + "` |");
  return begin == std::string::npos ? "" : page.substr(begin + 1, page.find('\n', begin + 1) - begin - 1);
}

/// Whether something noticed the mutant of this row: an answer that differs, a test that fails.
bool is_noticed(const std::string& row) {
  for (const char* const unnoticed : {"**not noticed**", "does not compile", "out of time"}) {
    if (row.ends_with(std::string(unnoticed) + " |")) return false;
  }
  return !row.empty() && !row.ends_with("|  |");
}

TEST_CASE("the table of mutants names each of them, and what notices it") {
  CHECK(is_noticed("| `a` | `b.cpp` | c | the reference, after 7 pairs |"));
  for (const char* const row : {"", "| `a` | `b.cpp` | c | **not noticed** |", "| `a` | `b.cpp` | c | out of time |",
                                "| `a` | `b.cpp` | c | does not compile |", "| `a` | `b.cpp` | c |  |"}) {
    CHECK(!is_noticed(row));
  }
  const auto page = read(root / "docs/testing.md");
  for (const auto& file : files("tests/mutants")) {
    if (!file.ends_with(".mutant")) continue;
    INFO(file << ": run ./dev mutants");
    CHECK(is_noticed(row_of(page, std::filesystem::path(file).stem().string())));
  }
}

}  // namespace
}  // namespace writ::house
