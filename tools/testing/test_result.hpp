#pragma once
// What running the tests came to, as data. Reports are pure functions of it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace writ::testing {

struct Place {
  std::string file;
  std::uint32_t line = 1, column = 1;  ///< From one; columns in code points.
};

/// What is to be said of one rule, requirement or invariant.
struct RuleAccount {
  enum class Role : std::uint8_t {
    decided,  ///< It made the outcome what it is: a rule that won, or one that would have had to apply.
    missing,  ///< It was expected, and did not win.
    extra,    ///< It won, and was not expected.
    refused,  ///< A requirement that rejects the facts, or an invariant that does not hold.
  };
  Role role = Role::decided;
  std::string name;
  std::vector<std::string> cites;
  std::vector<std::pair<std::string, std::string>> messages;  ///< Language and text.
  std::vector<std::string> why;  ///< The part of the explanation that is about it, a line each.
};

struct ErrorAccount {
  std::string code, message, decision, rule, text;
  Place place;
};

enum class FailureKind : std::uint8_t {
  outcome,           ///< Another outcome than expected,
  rules,             ///< or the same by other rules.
  condition,         ///< An expected condition does not hold.
  notice,            ///< An obligation or advice is missing or has other arguments.
  holds,             ///< It holds until another time.
  rejected,          ///< Facts were to be rejected and are not.
  refused,           ///< Facts are rejected and were not to be.
  invariant,         ///< An invariant does not hold.
  missing_fact,      ///< A fact is needed that no step gives.
  missing_now,       ///< `now` is needed and no step says it.
  error,             ///< Something could not be evaluated.
  nothing_expected,  ///< The test has no expectation.
};
std::string_view name(FailureKind kind);

struct Failure {
  FailureKind kind = FailureKind::outcome;
  Place place;       ///< Of the step,
  std::string text;  ///< which is written so.
  std::uint32_t step = 0;
  std::string expected, got;  ///< Each in a few words.
  std::vector<RuleAccount> rules;
  std::vector<ErrorAccount> errors;
  std::vector<std::string> notes;
  std::string help;
};

struct TestResult {
  std::uint32_t test = 0;  ///< Number in the model.
  std::string title;
  std::string module;  ///< Name of its file's module or policy.
  Place place;
  std::uint32_t expectations = 0;
  std::vector<Failure> failures;
  double seconds = 0;
  bool passed() const { return failures.empty(); }
};

struct TestRun {
  std::vector<TestResult> tests;  ///< In the order of files and places.
  std::size_t left_out = 0;       ///< By --fail-fast.
  bool too_large = false;         ///< An expression is too large to be compiled: nothing was run.
  double seconds = 0;

  std::size_t passed() const;
  std::size_t failed() const { return tests.size() - passed(); }
  std::size_t expectations() const;
};

}  // namespace writ::testing
