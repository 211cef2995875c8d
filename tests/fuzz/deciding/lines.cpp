#include "tests/fuzz/deciding/lines.hpp"

#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <optional>

#include "engine/facts/write_json.hpp"

namespace writ::random {

std::vector<std::string> lines_of(const std::shared_ptr<const Program>& program, const SourceSet& sources,
                                  std::span<const std::string> records, bool fresh) {
  std::vector<model::DecisionId> all(program->model->decisions.size());
  std::iota(all.begin(), all.end(), model::DecisionId{0});
  AnswerOptions options;
  options.limits = small_limits;
  std::vector<std::string> lines;
  std::optional<Answerer> answerer;
  std::optional<AnswerWriter> writer;
  std::string padded;
  for (const std::string& record : records) {
    if (fresh || !answerer) {
      writer.reset();
      answerer.emplace(program, all, options);
      writer.emplace(program, sources, *answerer, AnswerWriter::Options{{}, true});
    }
    padded = record + std::string(json_padding, ' ');
    writer->append(lines.emplace_back(), answerer->answer(std::string_view(padded).substr(0, record.size())));
  }
  return lines;
}

std::string disagreement(std::span<const std::string> records, const std::vector<std::string>& one,
                         const std::vector<std::string>& other) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (one[i] != other[i]) return records[i] + "\n" + one[i] + other[i];
  }
  return {};
}

void insist(const std::string& wrong) {
  if (wrong.empty()) return;
  std::fprintf(stderr, "%s\n", wrong.c_str());
  std::abort();
}

}  // namespace writ::random
