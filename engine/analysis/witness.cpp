#include "engine/analysis/witness.hpp"

#include "engine/analysis/facts_json.hpp"
#include "engine/facts/answer.hpp"
#include "engine/facts/json_index.hpp"
#include "engine/facts/write_json.hpp"

namespace writ::analysis {

WitnessText witness_text(const std::shared_ptr<const Program>& program, const SourceSet& sources, const FactSet& facts,
                         std::span<const model::DecisionId> decisions, model::FileIndex file) {
  const model::Model& model = *program->model;
  const auto& zone = model.files[file].zone;
  const Example laid_out = example(*program, facts);
  WitnessText result;
  result.record = facts_json(model, laid_out.facts(), facts.facts, zone == nullptr ? *program->utc : *zone);
  std::string padded = result.record;
  padded.append(json_padding, ' ');
  const std::string_view record = std::string_view(padded).substr(0, result.record.size());
  for (const model::DecisionId decision : decisions) {
    Answerer answerer(program, {decision}, {});
    const AnswerWriter writer(program, sources, answerer, {});
    const Answer& answer = answerer.answer(record);
    if (!answer.problems.empty()) return {};
    std::string line;
    writer.append(line, answer);
    if (line.ends_with('\n')) line.pop_back();
    result.answers.push_back(std::move(line));
  }
  return result;
}

}  // namespace writ::analysis
