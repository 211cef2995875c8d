// `x is not a and x is not b` is `x not in [a, b]`: written as a list, nobody takes the `and` for an `or`.

#include "tools/lint/style/equalities.hpp"

namespace writ::lint::style {

void negated_list(const Subject& subject, Findings& findings) {
  const auto tell = [&](const Equalities& run) {
    const Span whole = cover(run.links.front()->span, run.links.back()->span);
    Finding finding{Lint::style_negated_list, run.path->span,
                    quoted(subject, *run.path) + " is told apart from " + std::to_string(run.links.size()) +
                        " values, one after another"};
    const std::string text = as_membership(subject, run, "not in");
    finding.help.push_back("ask for all of them: " + quoted(text));
    if (!has_comment(file_of(subject, whole), whole)) finding.fixes = {{whole, text}};
    findings.push_back(std::move(finding));
  };
  for_each_run_of_equalities(subject, syntax::Operator::logical_and, syntax::Operator::not_equal, tell);
}

}  // namespace writ::lint::style
