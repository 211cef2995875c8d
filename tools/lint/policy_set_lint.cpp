// Linting as the library offers it: policies that are loaded, settings from memory.

#include "engine/api/convert.hpp"
#include "engine/api/shared_policies.hpp"
#include "tools/lint/config.hpp"
#include "tools/lint/report.hpp"
#include "tools/lint/run.hpp"

namespace writ {

std::vector<Finding> PolicySet::lint(const LintOptions& options) const {
  std::vector<Finding> findings;
  lint::Settings settings = lint::Settings::standard();
  if (!options.settings.empty()) {
    SourceSet texts;
    const lint::Config config = lint::read_config(texts, texts.add("writ.toml", options.settings), {});
    for (const Told& mistake : config.mistakes) findings.push_back(to_finding(mistake, texts));
    settings = config.settings;
  }
  if (!findings.empty()) return findings;

  std::vector<NamedText> texts;
  for (FileId i = 0; i < shared_->program->model->files.size(); ++i) {  // Values of parameters follow.
    const Source& source = (*shared_->sources)[i];
    texts.push_back({source.name(), std::string(source.text())});
  }
  const writ::Loaded loaded = writ::load(std::move(texts), {}, {}, shared_->limits);
  if (loaded.model == nullptr) {  // Another version of Writ checked them.
    for (const Diagnostic& diagnostic : loaded.diagnostics) {
      findings.push_back(to_finding(told(diagnostic), *loaded.sources));
    }
    return findings;
  }
  const std::optional<std::int32_t> today = options.today ? std::optional(options.today->days) : std::nullopt;
  const lint::Subject subject{*loaded.sources, *loaded.files, *loaded.model, settings, today, shared_->limits};
  for (const lint::Finding& finding : lint::run(subject)) {
    findings.push_back(to_finding(lint::told(subject, finding), *loaded.sources));
  }
  return findings;
}

}  // namespace writ
