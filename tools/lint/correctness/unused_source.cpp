// A source that no rule of its policy cites.

#include <fmt/format.h>

#include "tools/lint/correctness/usage.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::correctness {

void unused_source(const Subject& subject, Findings& findings) {
  const model::Model& model = subject.model;
  std::vector<std::vector<bool>> cited;
  std::vector<bool> decides(model.files.size());
  for (const auto& file : model.files) cited.emplace_back(file.sources.size());
  const auto mark = [&](const model::Decision& decision, const std::vector<model::Citation>& citations) {
    decides[decision.file] = true;
    for (const auto& citation : citations) cited[decision.file][citation.source] = true;
  };
  for_each_rule(model, [&](const model::Decision& decision, const model::Rule& rule) { mark(decision, rule.cite); });
  for (const auto& decision : model.decisions)
    for (const auto& also : decision.alsos) mark(decision, also.cite);
  for (model::FileIndex i = 0; i < subject.files.size(); ++i) {
    const auto& sources = subject.files[i].header.sources;
    for (std::size_t at = 0; at < sources.size(); ++at) {
      if (!decides[i] || at >= cited[i].size() || cited[i][at]) continue;
      Finding finding{Lint::correctness_unused_source, sources[at].name.span, {}, {}, {}, {}, {}, {}};
      finding.message = fmt::format("no rule cites source `{}`", sources[at].name.text);
      finding.help = {
          fmt::format("say which clauses rules rest on, `cite {} \"1\"`, or delete the source", sources[at].name.text)};
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace writ::lint::correctness
