// A test that expects nothing.

#include <algorithm>

#include "tools/lint/lint.hpp"

namespace writ::lint::policy {

namespace {

bool prepares(const syntax::TestStep& step) {
  return std::holds_alternative<syntax::AtStep>(step.node) || std::holds_alternative<syntax::GivenStep>(step.node) ||
         std::holds_alternative<syntax::SetStep>(step.node);
}

}  // namespace

void test_without_expectation(const Subject& subject, Findings& findings) {
  for (const syntax::File& file : subject.files) {
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* test = std::get_if<syntax::TestDecl>(&declaration.node);
      if (test == nullptr || !std::ranges::all_of(test->steps, prepares)) continue;
      findings.push_back({
          .lint = Lint::policy_test_without_expectation,
          .place = test->title.span,
          .message = "this test expects nothing",
          .help = {"say what is to come of it: `expect …`; without it the test fails"},
      });
    }
  }
}

}  // namespace writ::lint::policy
