// An `if` whose two values are the same.

#include <fmt/format.h>

#include "tools/lint/forms.hpp"
#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void identical_branches(const Subject& subject, Findings& findings) {
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  for_each_expr(subject.model, [&](model::ExprId id, const Root& root) {
    const auto* choice = std::get_if<model::If>(&subject.model[id].node);
    // The values of a dated parameter: see dated_same_value.
    if (choice == nullptr || root.purpose == Purpose::parameter) return;
    if (forms.of(choice->then) != forms.of(choice->otherwise)) return;
    Finding finding{
        Lint::correctness_identical_branches, subject.model[choice->condition].span, {}, {}, {}, {}, {}, {}};
    finding.message =
        fmt::format("`{}` makes no difference: both values are the same", words_of(subject, choice->condition));
    finding.labels = {{subject.model[choice->then].span, "where it holds"},
                      {subject.model[choice->otherwise].span, "where it does not"}};
    finding.help = {"change the value that was copied, or leave the `if` out"};
    findings.push_back(std::move(finding));
  });
}

}  // namespace writ::lint::correctness
