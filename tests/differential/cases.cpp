#include "tests/differential/cases.hpp"

#include <algorithm>

#include "tests/differential/verdict_text.hpp"
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

Compared compare(const Case& tried, const Compare& wanted) {
  const auto policy = policy_of(tried.files);
  if (!policy || policy->model->decisions.empty()) return {};
  Records records;
  for (const auto& record : tried.records) records.add(record);
  const auto all = records.all();
  const auto whole = whole_of(*policy, wanted.horizons);
  const auto answers = whole.ways.front().answers(all);
  Compared compared;
  for (const auto& answer : answers) {
    const auto said = SaidHorizons(answer).horizons;
    compared.horizons += said.size();
    compared.cut_short += static_cast<std::size_t>(std::ranges::count(said, Horizon::Kind::at_least, &Horizon::kind));
  }
  auto difference = first_difference(whole, all, answers, compared.cut);
  if (!difference) difference = beside_reference(*policy, all, answers, wanted.reference);
  for (model::DecisionId judged = 0; !difference && judged < policy->model->decisions.size(); ++judged) {
    difference = first_difference(verdicts_of(*policy, judged), all);
  }
  if (!difference && wanted.lines) {
    const auto lines = lines_of(*policy);
    difference = first_difference(lines, all, lines.ways.front().answers(all), compared.cut);
  }
  if (difference) {
    compared.disagreement = Disagreement{difference->record, difference->way + " beside " + difference->beside,
                                         difference->text(all[difference->record])};
  } else if (wanted.analysis && tried.files.size() == 1) {
    compared.disagreement = beside_analysis(tried);
  }
  return compared;
}

}  // namespace writ::differential
