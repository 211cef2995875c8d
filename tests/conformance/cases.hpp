#pragma once
// The cases of the conformance suite as data. README.md says how they are written.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace writ::conformance {

struct Case {
  std::string name;
  std::string section;  ///< Of docs/language.md: "9.2"
  std::string code;     ///< "E0308"; empty where the policy is accepted.
  struct Mark {
    std::uint32_t file, offset;
  };
  std::optional<Mark> mark;  ///< Where the error begins.
  std::vector<std::string> files;
  int line = 0;  ///< Of its `===` in the file of cases.
};

struct Cases {
  std::vector<Case> cases;
  std::vector<std::string> mistakes;  ///< `line 7: …`: what is wrong with the file of cases itself.
};

Cases read_cases(const std::string& text);

}  // namespace writ::conformance
