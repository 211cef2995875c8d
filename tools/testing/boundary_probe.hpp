#pragma once
// Evaluates what an expectation asks again, at other times, and finds where a comparison turns.

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/run/machine.hpp"
#include "tools/testing/boundary_sites.hpp"

namespace writ::testing {

/// One evaluation of a site: the same one at another time has the same key.
struct Instance {
  std::uint32_t site = 0;  ///< In the list of sites.
  std::uint64_t key = 0;   ///< Where in the trace: which rule, which element of which list.
  TraceId node = model::none;
  Sides sides;
};
using Instances = std::vector<Instance>;  ///< In the order of the trace.

/// Finds the sites of a model in traces.
class SiteFinder {
 public:
  SiteFinder(const model::Model& model, const std::vector<Site>& sites);
  Instances find(const Trace& trace) const;
  /// Whether `now` was read at all.
  static bool reads_now(const model::Model& model, const Trace& trace);

 private:
  std::uint64_t key_of(const Trace& trace, TraceId node) const;

  const model::Model& model_;
  const std::vector<Site>& sites_;
  std::unordered_map<model::ExprId, std::vector<std::uint32_t>> by_expr_;
  std::vector<bool> stands_alone_;  ///< By expression: the body of a definition that is evaluated once.
};

/// What is evaluated again: a decision, or the condition that a step of a test expects.
struct Asked {
  model::DecisionId decision = model::none;
  std::uint32_t test = 0, step = 0;
};

class Probe {
 public:
  /// The machine's program is traced. It is used while the probe is.
  Probe(const SiteFinder& finder, Machine& machine, const Slot* row, Asked asked)
      : finder_(finder), machine_(machine), row_(row), asked_(asked) {}

  /// Evaluations at `now`; kept for each time that was asked for.
  const Instances& at(time::Instant now);
  std::optional<Sides> at(time::Instant now, std::uint32_t site, std::uint64_t key);

  /// The boundary of a site between two neighbouring instants of which it holds at one alone: where both sides are
  /// equal, or else the first instant after the change. Nothing where it does not change between them.
  std::optional<time::Instant> boundary(std::uint32_t site, std::uint64_t key, time::Instant first_after);
  /// Whether a side of an instance seen at `now` is another later or earlier.
  bool moves(const Instance& seen, time::Instant now);
  /// The nearest boundary of an instance seen at `now`, on the side where it must lie.
  std::optional<time::Instant> search(const Instance& seen, time::Instant now);

 private:
  const SiteFinder& finder_;
  Machine& machine_;
  const Slot* row_;
  Asked asked_;
  std::map<time::Instant, Instances> seen_;
};

}  // namespace writ::testing
