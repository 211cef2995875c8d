#pragma once
// Runs the tests that rule files hold.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/load.hpp"
#include "engine/run/machine.hpp"
#include "tools/testing/test_result.hpp"

namespace writ::testing {

/// What is told after an expectation was evaluated: the machine has decided whatever the expectation asks, on these
/// facts, and traced it. Both are good until the observer returns.
struct Observation {
  std::uint32_t test = 0, step = 0;  ///< Numbers in the model.
  Machine& machine;
  Facts facts;
  bool passed = false;
  bool cut = false;  ///< There was too much to trace: some of what was evaluated is not there.
};
using Observer = std::function<void(const Observation&)>;

struct RunOptions {
  /// Tests whose title or file's name has this in it, whatever the case of its letters; empty: all.
  std::string filter;
  bool fail_fast = false;         ///< Stop after the first test that fails.
  Observer observer;              ///< Where there is one, what it is shown is traced.
  std::size_t unfold = 0;         ///< How deep definitions and decisions are opened where a failure is told of.
  std::function<bool()> stopped;  ///< Asked before each test: what is left is not run.
};

/// The numbers of the tests that a filter lets through, in the order of files and places.
std::vector<std::uint32_t> tests_that_match(const Loaded& loaded, std::string_view filter);

class TestRunner {
 public:
  /// What was loaded has a model, and outlives the runner.
  TestRunner(const Loaded& loaded, RunOptions options);
  ~TestRunner();

  /// Something was too large to compile: no test can be run.
  bool too_large() const;

  TestResult run(std::uint32_t test);
  /// Whether it passes, and no more: at once at the first failure, and without an account of it.
  bool passes(std::uint32_t test);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Runs those that the filter lets through.
TestRun run_tests(const Loaded& loaded, RunOptions options);

}  // namespace writ::testing
