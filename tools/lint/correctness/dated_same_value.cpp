// A dated parameter with the same value before a date and from it.

#include <fmt/format.h>

#include "tools/lint/forms.hpp"
#include "tools/lint/kept.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void dated_same_value(const Subject& subject, Findings& findings) {
  const model::Model& model = subject.model;
  const auto shared = forms_of(subject);
  Forms& forms = *shared;
  std::unordered_map<std::uint64_t, const syntax::ParameterDecl*> written;
  const auto place = [](Span span) { return (static_cast<std::uint64_t>(span.file) << 32) | span.begin; };
  for (const auto& file : subject.files)
    for (const auto& declaration : file.declarations)
      if (const auto* node = std::get_if<syntax::ParameterDecl>(&declaration.node)) {
        written.emplace(place(declaration.span), node);
      }
  for (const auto& parameter : model.parameters) {
    const auto at = written.find(place(parameter.span));
    if (at == written.end() || !at->second->dated || parameter.overridden || parameter.value == model::none) continue;
    // The values are an `if` over the date, in their order.
    model::ExprId rest = parameter.value;
    const auto& values = at->second->values;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      const auto* choice = std::get_if<model::If>(&model[rest].node);
      if (choice == nullptr) break;
      const auto* later = std::get_if<model::If>(&model[choice->otherwise].node);
      const bool last = i + 2 == values.size();
      const model::ExprId next = last || later == nullptr ? choice->otherwise : later->then;
      rest = choice->otherwise;
      if (forms.of(choice->then) != forms.of(next)) continue;
      Finding finding{Lint::correctness_dated_same_value, values[i + 1].value->span, {}, {}, {}, {}, {}, {}};
      finding.message = "this date changes nothing: the value is the one before it";
      finding.labels = {{values[i].value->span, "the one before"}};
      finding.help = {"say what changes on this date, or leave the row out"};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::correctness
