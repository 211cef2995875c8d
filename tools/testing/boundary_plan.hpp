#pragma once
// Which boundaries lack a test, and on whose facts one can be written.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/load.hpp"
#include "tools/testing/boundaries.hpp"
#include "tools/testing/boundary_sites.hpp"

namespace writ::testing {

/// A test to be written: the facts of a step of another, at some times or with another fact.
struct PlannedTest {
  std::uint32_t test = 0, step = 0;  ///< Whose givens it takes, and whose question.
  Span place;                        ///< Of the comparison.
  std::string title;
  /// The comparison and the rule it belongs to, with what that cites. Several, where one test shows them all.
  std::vector<std::string> clauses;
  bool shows_notices = false;  ///< It belongs to an `also`.
  struct Point {
    std::optional<time::Instant> at;  ///< Of a window.
    std::string given;                ///< Of a count: the changed fact as source text.
    friend bool operator==(const Point&, const Point&) = default;
  };
  model::FactId changed = model::none;  ///< Of a count: the fact.
  std::optional<time::Instant> at;      ///< Of a count: when, where the step's test says.
  std::vector<Point> points;
};

struct BoundaryPlan {
  /// For each boundary some tests, of which one that shows a difference is wanted; in the order of the source.
  std::vector<std::vector<PlannedTest>> choices;
  std::vector<UntestedBoundary> untested;
  std::vector<std::uint32_t> cut;  ///< Tests that could not be traced whole.
  std::size_t tested = 0;
};

BoundaryPlan plan_boundaries(const Loaded& loaded, const std::string& filter);

/// What a step asks about; none of both where it asks nothing that a boundary could have.
struct Question {
  model::DecisionId decision = model::none;
  model::ExprId condition = model::none;  ///< Where it is about no decision.
  std::string words;                      ///< The decision or condition as the test has it.
};
Question question_of(const Loaded& loaded, const model::TestStep& step);

}  // namespace writ::testing
