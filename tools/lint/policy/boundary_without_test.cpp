// A window or a count that no test stands at. It runs the tests, some of them several times, and so is off unless it is
// asked for.

#include <fmt/format.h>

#include <memory>
#include <set>

#include "engine/value/names.hpp"
#include "tools/lint/walk.hpp"
#include "tools/testing/boundary_plan.hpp"

namespace writ::lint::policy {

namespace {

/// Lends what somebody else keeps.
template <typename T>
std::shared_ptr<const T> lend(const T& kept) {
  return {std::shared_ptr<void>(), &kept};
}

}  // namespace

void boundary_without_test(const Subject& subject, Findings& findings) {
  if (subject.model.tests.empty()) return;
  const Loaded loaded{lend(subject.sources), {}, lend(subject.model), nullptr, subject.limits};
  const testing::BoundaryPlan plan = testing::plan_boundaries(loaded, "");
  std::set<std::pair<FileId, std::uint32_t>> told;
  const auto tell = [&](Span place, std::string help) {
    if (!told.emplace(place.file, place.begin).second) return;
    findings.push_back({
        .lint = Lint::policy_boundary_without_test,
        .place = place,
        .message = fmt::format("no test stands at the boundary of `{}`", text_of(subject, place)),
        .help = {std::move(help)},
    });
  };
  for (const auto& choices : plan.choices) {
    if (!choices.empty())
      tell(choices.front().place, "`writ test --boundaries` writes tests just before, at and after it");
  }
  for (const testing::UntestedBoundary& each : plan.untested) tell(each.place, "none can be written: " + each.reason);
}

}  // namespace writ::lint::policy
