#include "tests/differential/cases.hpp"

#include <algorithm>

#include "tests/differential/reference_way.hpp"
#include "tests/fuzz/policies/brute_force.hpp"

namespace writ::differential {
namespace {

/// The one file of a policy; the analysis is told the verdicts of the machine and not how they came about.
std::optional<Disagreement> beside_analysis(const Case& tried) {
  const auto findings = random::brute_force({.text = tried.files.front().text, .facts = {}, .lines = tried.records},
                                            {.format = false, .proofs = false, .lints = false});
  if (findings.wrong.empty()) return {};
  const auto end_of_words = findings.wrong.find('\n');
  const auto record = std::ranges::find(tried.records, findings.wrong.substr(end_of_words + 1));
  return Disagreement{static_cast<std::size_t>(record - tried.records.begin()), "the analysis beside the machine",
                      findings.wrong + "\n"};
}

}  // namespace

std::optional<Disagreement> disagreement(const Case& tried, const Compared& compared) {
  const auto policy = policy_of(tried.files);
  if (!policy || policy->model->decisions.empty()) return {};
  Records records;
  for (const auto& record : tried.records) records.add(record);
  const auto all = records.all();
  auto difference = first_difference(whole_of(*policy, compared.horizons), all);
  if (!difference) difference = first_difference(beside_reference(*policy, compared.reference_horizons), all);
  for (model::DecisionId judged = 0; !difference && judged < policy->model->decisions.size(); ++judged) {
    difference = first_difference(verdicts_of(*policy, judged), all);
  }
  if (!difference && compared.lines) {
    difference = first_difference(lines_of(*policy, compared.horizons), all);
  }
  if (difference) {
    return Disagreement{difference->record, difference->way + " beside " + difference->beside,
                        difference->text(all[difference->record])};
  }
  return compared.analysis && tried.files.size() == 1 ? beside_analysis(tried) : std::nullopt;
}

}  // namespace writ::differential
