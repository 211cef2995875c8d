#include "tools/testing/test_result.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace writ::testing {

std::string_view name(FailureKind kind) {
  switch (kind) {
    case FailureKind::outcome: return "outcome";
    case FailureKind::rules: return "rules";
    case FailureKind::condition: return "condition";
    case FailureKind::notice: return "notice";
    case FailureKind::holds: return "holds";
    case FailureKind::rejected: return "rejected";
    case FailureKind::refused: return "refused";
    case FailureKind::invariant: return "invariant";
    case FailureKind::missing_fact: return "missing_fact";
    case FailureKind::missing_now: return "missing_now";
    case FailureKind::error: return "error";
    case FailureKind::nothing_expected: return "nothing_expected";
  }
  return "";
}

std::size_t TestRun::passed() const {
  return static_cast<std::size_t>(std::ranges::count_if(tests, &TestResult::passed));
}

std::size_t TestRun::expectations() const {
  return std::transform_reduce(tests.begin(), tests.end(), std::size_t{0}, std::plus<>{},
                               [](const TestResult& test) { return std::size_t{test.expectations}; });
}

}  // namespace writ::testing
