// What holds for every file: no path of somebody's machine, links that lead somewhere, one idea a file.

#include <catch2/catch.hpp>

#include "tests/house/tree.hpp"

namespace writ::house {
namespace {

TEST_CASE("no text names a directory of the machine that wrote it") {
  // Put together here, so that this file is none of those that it looks for.
  std::vector<std::string> places;
  for (const auto* directory : {"home", "root", "work", "farm", "Users"})
    places.push_back("/" + std::string(directory) + "/");
  for (const auto& file : files()) {
    for (const auto& [number, text] : lines(read(root / file))) {
      for (const auto& place : places) {
        if (text.find(place) != std::string::npos) FAIL_CHECK(file << ":" << number << " names " << place);
      }
    }
  }
}

TEST_CASE("links between documents lead somewhere") {
  for (const auto& file : files()) {
    if (!file.ends_with(".md")) continue;
    const auto text = read(root / file);
    for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
      auto target = text.substr(at + 2, text.find(')', at) - at - 2);
      target = target.substr(0, target.find('#'));
      if (target.empty() || target.find("://") != std::string::npos) continue;
      INFO(file << " links to " << target);
      CHECK(std::filesystem::exists((root / file).parent_path() / target));
    }
  }
}

TEST_CASE("a file is one idea: none is over 600 lines") {
  for (const auto* directory : {"grammar", "engine", "tools"}) {
    for (const auto& file : files(directory)) {
      if (!is_cpp(file)) continue;
      INFO(file);
      CHECK(lines(read(root / file)).size() <= 600);
    }
  }
}

}  // namespace
}  // namespace writ::house
