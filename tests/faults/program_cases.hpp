#pragma once
// Command lines of the program, one or more of each command, and what a run of one leaves.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/hostile/program.hpp"

namespace writ::faults {

using Files = std::map<std::string, std::string>;

/// A command line, and what it is about.
struct Case {
  std::string name;
  std::vector<std::string> arguments;
  std::string in = {};  ///< The file that is standard input.
};

extern const std::vector<Case> cases;

/// The files that each run begins with.
const Files& files();

/// All that a run leaves.
struct Left {
  int status = 0;
  bool seen = false;  ///< There were as many calls as were to go well, and the one that was not.
  std::string out, err;
  Files files;
};

/// In a directory of its own. `fault`: as failing_calls.cpp reads it; empty: none. `out`: where its output goes.
Left run(const Case& tried, const std::string& fault, const std::filesystem::path& out = {});

}  // namespace writ::faults
