// `x is a or x is b or x is c` is `x in [a, b, c]`: what may be is a list, and is read as one.

#include "tools/lint/settings.hpp"
#include "tools/lint/style/equalities.hpp"

namespace writ::lint::style {

void chained_or_equality(const Subject& subject, Findings& findings) {
  const std::int64_t fewest = subject.settings.number(Lint::style_chained_or_equality, "fewest");
  const auto tell = [&](const Equalities& run) {
    if (static_cast<std::int64_t>(run.links.size()) < fewest) return;
    const Span whole = cover(run.links.front()->span, run.links.back()->span);
    Finding finding{Lint::style_chained_or_equality, run.path->span,
                    quoted(subject, *run.path) + " is compared with " + std::to_string(run.links.size()) +
                        " values, one after another"};
    const std::string text = as_membership(subject, run, "in");
    finding.help.push_back("ask for all of them: " + quoted(text));
    if (!has_comment(file_of(subject, whole), whole)) finding.fixes = {{whole, text}};
    findings.push_back(std::move(finding));
  };
  for_each_run_of_equalities(subject, syntax::Operator::logical_or, syntax::Operator::equal, tell);
}

}  // namespace writ::lint::style
