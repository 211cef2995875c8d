#pragma once
// Runs the tests against mutants, and says which of them no test notices.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/testing/mutants.hpp"
#include "tools/testing/test_result.hpp"

namespace writ::testing {

struct MutationOptions {
  std::string policy;         ///< Change this policy or module alone; its last name is enough. Empty: all.
  std::string filter;         ///< Of tests.
  bool requirements = false;  ///< Change what is required of facts, too.
  unsigned threads = 0;       ///< 0: as many as the machine has.
  /// Told now and then how many mutants are done with, of how many; never from two threads at once.
  std::function<void(std::size_t done, std::size_t all)> progress;
  std::function<bool()> stopped;  ///< Asked before each mutant, by any thread: what is left is left out.
};

struct MutantResult {
  enum class State : std::uint8_t {
    noticed,    ///< A test fails.
    alive,      ///< No test fails,
    explained,  ///< nor can one: the source says why, by `// mutant: equivalent REASON` on that line.
    stillborn,  ///< It does not check or compile: nobody could have written it.
  };
  State state = State::stillborn;
  Place place;
  std::string line;           ///< As it is written, without indentation.
  std::string change;         ///< What was changed.
  std::string mutated;        ///< The line as it would be, where the change is within one line; else empty.
  std::string reason;         ///< Of an explained one.
  bool lacks_reason = false;  ///< The mark is there, and no reason behind it.
};

/// A comment `// mutant: equivalent` on a line where no mutant lives.
struct IdleMark {
  Place place;
  std::string text;
};

struct MutationResult {
  std::vector<MutantResult> mutants;  ///< In the order of files and places.
  std::vector<IdleMark> idle;
  std::vector<std::string> files;  ///< Those that were changed.
  double seconds = 0;
  bool stopped = false;  ///< Before all of them were tried.

  std::size_t count(MutantResult::State state) const;
  /// Those that tests could notice.
  std::size_t counted() const;
  /// Percent of these that no test noticed; 0 where there is none.
  double alive_percent() const;
};

/// The texts are those that `loaded` is of, and its tests pass. Tests and fixtures are left as they are.
MutationResult mutate(const std::vector<NamedText>& texts, const Loaded& loaded, const MutationOptions& options);

}  // namespace writ::testing
