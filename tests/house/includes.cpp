// The order of the rooms: who may include whom, and which library belongs to which files.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <set>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

// In the order of docs/architecture.md: a room may include itself and those before it; the public headers nothing.
const std::vector<std::string> rooms = {"grammar",  "value",  "builtins", "model",     "check",   "program", "run",
                                        "batch",    "facts",  "saved",    "public",    "explain", "api",     "capi",
                                        "analysis", "report", "testing",  "documents", "lint",    "cli"};

bool may_include(const std::string& from, const std::string& to) {
  if (from == to || to == "limits") return true;
  if (from == "public") return false;
  if (from == "value" || from == "builtins") return to == "value";  // beside the grammar, not on it
  return std::ranges::find(rooms, to) < std::ranges::find(rooms, from);
}

std::optional<std::string> room_of(std::string_view path) {
  if (path == "writ/limits.hpp") return "limits";  // Numbers alone, which every room is held to.
  if (path.starts_with("grammar/")) return "grammar";
  if (path.starts_with("tools/")) return std::string(path.substr(6, path.find('/', 6) - 6));
  if (path.starts_with("engine/include/") || path.starts_with("writ/")) return "public";
  if (path.starts_with("engine/")) return std::string(path.substr(7, path.find('/', 7) - 7));
  return std::nullopt;
}

/// A library and the only places, by the beginning of their paths, that may include it.
struct Belongs {
  std::string_view header;
  std::vector<std::string_view> places;
};
const std::vector<Belongs> libraries = {
    {"tao/pegtl", {"grammar/productions", "grammar/messages.hpp", "grammar/parse.cpp"}},
    {"boost/", {"engine/value/time/"}},
    {"cctz/", {"engine/value/time/"}},
    {"re2/", {"engine/builtins/"}},
    {"simdjson", {"engine/facts/"}},
    {"z3", {"engine/analysis/solver.cpp"}},
    {"toml++", {"tools/lint/"}},
    {"CLI/", {"tools/cli/"}},
    {"zlib.h", {"tools/cli/"}},
    {"ctime", {"tools/cli/"}},
    // tests are timed, proofs have a deadline, and times of callers may be bound
    {"chrono",
     {"tools/cli/", "tools/testing/", "engine/value/time/", "engine/analysis/prover.cpp",
      "engine/include/writ/bound_values.hpp"}},
    // what reads files: rule files and saved programs, time zones, and the program itself
    {"fcntl.h", {"tools/cli/", "engine/api/rule_files.cpp", "engine/api/read_file.cpp"}},
    {"unistd.h", {"tools/cli/", "engine/api/rule_files.cpp", "engine/api/read_file.cpp"}},
    {"sys/", {"tools/cli/", "engine/api/rule_files.cpp"}},
    {"dirent.h", {"engine/value/list_directory.cpp"}},
    {"cstdio", {"tools/cli/", "tools/testing/"}},
    {"random", {}},
    {"iostream", {"tools/cli/"}},
    {"fstream", {"engine/value/time/zone.cpp"}},
    {"filesystem", {"tools/cli/", "engine/api/", "engine/value/time/zone.cpp"}},
    {"fmt/",
     {"grammar/", "engine/value/", "engine/builtins/", "engine/model/", "engine/check/", "engine/program/",
      "engine/run/", "engine/batch/", "engine/facts/", "engine/saved/", "engine/api/", "engine/analysis/", "tools/"}},
};

struct Include {
  std::string from;
  int line = 0;
  std::string path;
  bool angled = false;
};

std::vector<Include> includes_of(const std::string& file) {
  std::vector<Include> found;
  for (const auto& [number, text] : lines(read(root / file))) {
    if (!text.starts_with("#include ") || text.size() < 12) continue;
    const bool angled = text[9] == '<';
    const auto end = text.find(angled ? '>' : '"', 10);
    if (end != std::string::npos) found.push_back({file, number, text.substr(10, end - 10), angled});
  }
  return found;
}

std::vector<Include> includes_of_rooms() {
  std::vector<Include> found;
  for (const auto* directory : {"grammar", "engine", "tools"}) {
    for (const auto& file : files(directory)) {
      if (!is_cpp(file)) continue;
      auto includes = includes_of(file);
      found.insert(found.end(), includes.begin(), includes.end());
    }
  }
  return found;
}

TEST_CASE("a room includes only rooms that stand before it") {
  for (const auto& include : includes_of_rooms()) {
    const auto from = room_of(include.from);
    const auto to = room_of(include.path);
    INFO(include.from << ":" << include.line << " includes " << include.path);
    REQUIRE(from.has_value());
    REQUIRE(std::ranges::find(rooms, *from) != rooms.end());
    if (include.angled || !to) {
      CHECK(include.angled);  // what is in quotes names a room
      continue;
    }
    CHECK(may_include(*from, *to));
  }
}

TEST_CASE("a library is included only where it belongs") {
  std::set<std::string> simdjson_files;
  for (const auto& include : includes_of_rooms()) {
    for (const auto& library : libraries) {
      if (!include.path.starts_with(library.header)) continue;
      INFO(include.from << ":" << include.line << " includes " << include.path);
      const auto& places = library.places;
      CHECK(std::any_of(places.begin(), places.end(),
                        [&](std::string_view place) { return include.from.starts_with(place); }));
      if (library.header == "simdjson") simdjson_files.insert(include.from);
    }
  }
  CHECK(simdjson_files.size() <= 1);
}

TEST_CASE("public headers stand on the standard library alone") {
  for (const auto& include : includes_of_rooms()) {
    if (room_of(include.from) != "public") continue;
    INFO(include.from << ":" << include.line << " includes " << include.path);
    if (include.path == "stddef.h" || include.path == "stdint.h") continue;  // of C, for the C interface
    CHECK((include.angled ? include.path.find_first_of("./") == std::string::npos : include.path.starts_with("writ/")));
  }
}

}  // namespace
}  // namespace writ::house
