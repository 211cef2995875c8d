#pragma once
// The tests that are missing at boundaries: at T-1, T and T+1 microseconds of each window of time, and at N-1, N and
// N+1 of each count, on the facts of a test that reaches it, with what the rules come to now. An author reads them,
// keeps what is right and mends what is not.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/api/load.hpp"

namespace writ::testing {

/// The tests that belong beside one file of tests, as a module of its own.
struct BoundaryModule {
  std::string name;  ///< Of the module: `shop.refunds_test_boundaries`.
  std::string path;  ///< Of the file beside the tests' own: `rules/refunds_test_boundaries.writ`.
  std::string text;
  std::size_t tests = 0;
};

/// A boundary for which no test could be written.
struct UntestedBoundary {
  Span place;
  std::string words;
  std::string reason;
};

struct Boundaries {
  std::vector<BoundaryModule> modules;  ///< In the order of the files of tests.
  std::vector<UntestedBoundary> untested;
  std::vector<std::uint32_t> cut;  ///< Tests that evaluate too much: some boundaries that they reach are not seen.
  std::size_t tested = 0;          ///< Boundaries that the tests have already.
};

/// What was loaded has a model. `filter` as of a run of tests: only those are looked at.
Boundaries write_boundaries(const Loaded& loaded, const std::string& filter);

}  // namespace writ::testing
