#include "engine/explain/public_data.hpp"

#include "engine/facts/write_json.hpp"

namespace writ {

Decision::Failure to_failure(const EvaluationError& error, const model::Model& model, const model::Decision* decision,
                             const SourceSet& sources) {
  Decision::Failure failure{std::string(id(error.fault)), std::string(message(error.fault)), {}, {}, {}};
  if (error.expr != model::none) failure.place = place_of(sources, model.span(error.expr));
  if (error.decision != model::none) {
    decision = &model.decisions[error.decision];
    failure.decision = decision->name;
  }
  if (decision != nullptr && error.rule != model::none) failure.rule = rule_of(*decision, error.rule).name;
  return failure;
}

Decision::Rejection to_rejection(const FactProblem& problem, const model::Model& model, const SourceSet& sources) {
  Decision::Rejection rejection;
  rejection.code = id(problem.fault);
  rejection.pointer = problem.pointer;
  rejection.expected = problem.expected;
  rejection.found = problem.found;
  if (problem.requirement != model::none) rejection.requirement = model.requirements[problem.requirement].name;
  for (const auto& [language, text] : problem.message) rejection.messages.push_back({language, text});
  if (problem.error) rejection.failures.push_back(to_failure(*problem.error, model, nullptr, sources));
  return rejection;
}

std::vector<Decision::Message> to_messages(std::span<const MessageResult> messages, std::string_view language) {
  std::vector<Decision::Message> texts;
  if (const auto* picked = language.empty() ? nullptr : pick_language(messages, language); picked != nullptr) {
    messages = {picked, 1};
  }
  for (const MessageResult& message : messages) {
    texts.push_back({std::string(message.language), std::string(message.text->view())});
  }
  return texts;
}

std::vector<std::string> to_citations(const std::vector<model::Citation>& cite, const model::File& file) {
  std::vector<std::string> citations;
  for (const model::Citation& citation : cite) {
    citations.push_back(file.sources[citation.source].name + " " + citation.anchor);
  }
  return citations;
}

}  // namespace writ
