// Two tests of one file with one title.

#include <fmt/format.h>

#include <map>

#include "tools/lint/lint.hpp"

namespace writ::lint::policy {

void duplicate_test_title(const Subject& subject, Findings& findings) {
  for (const syntax::File& file : subject.files) {
    std::map<std::string_view, Span> seen;
    for (const syntax::Declaration& declaration : file.declarations) {
      const auto* test = std::get_if<syntax::TestDecl>(&declaration.node);
      if (test == nullptr) continue;
      const auto [first, is_new] = seen.try_emplace(test->title.value, test->title.span);
      if (is_new) continue;
      findings.push_back({
          .lint = Lint::policy_duplicate_test_title,
          .place = test->title.span,
          .message = fmt::format("two tests are called \"{}\"", test->title.value),
          .labels = {{first->second, "the first of them"}},
          .help = {"say what each of them shows: a report of a failure has its title alone"},
      });
    }
  }
}

}  // namespace writ::lint::policy
