// A test that expects nothing, or whose last steps come after the last expectation.

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
      if (test == nullptr) continue;
      if (std::ranges::all_of(test->steps, prepares)) {
        findings.push_back({
            .lint = Lint::policy_test_without_expectation,
            .place = test->title.span,
            .message = "this test expects nothing, and so it always passes",
            .help = {"say what is to come of it: `expect …`"},
        });
      } else if (prepares(test->steps.back())) {
        const auto last = std::ranges::find_if_not(test->steps.rbegin(), test->steps.rend(), prepares);
        findings.push_back({
            .lint = Lint::policy_test_without_expectation,
            .place = last.base()->span,
            .message = "nothing is expected after this step",
            .labels = {{last->span, "the last expectation"}},
            .help = {"a step prepares the expectations below it: add one, or leave the step out"},
        });
      }
    }
  }
}

}  // namespace writ::lint::policy
