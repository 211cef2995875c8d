// A rule that cites nothing, where the file names its sources and most of its rules cite them.

#include <fmt/format.h>

#include <map>

#include "engine/value/names.hpp"
#include "tools/lint/walk.hpp"

namespace writ::lint::policy {

using namespace model;

void rule_without_citation(const Subject& subject, Findings& findings) {
  const Model& model = subject.model;
  struct Count {
    std::size_t citing = 0, all = 0;
  };
  // What is left after the rules is often written nowhere: an `otherwise` is measured by the others of its file.
  std::map<std::pair<FileIndex, bool>, Count> counts;
  for_each_rule(model, [&](const Decision& decision, const Rule& rule) {
    Count& count = counts[{decision.file, rule.is_otherwise}];
    ++count.all;
    if (!rule.cite.empty()) ++count.citing;
  });
  for_each_rule(model, [&](const Decision& decision, const Rule& rule) {
    const File& file = model.files[decision.file];
    const Count& count = counts[{decision.file, rule.is_otherwise}];
    if (!rule.cite.empty() || file.sources.empty() || count.citing * 2 < count.all) return;
    findings.push_back({
        .lint = Lint::policy_rule_without_citation,
        .place = rule.name_span,
        .message = fmt::format("`{}` of `{}` cites nothing", rule.name, unqualified(decision.name)),
        .labels = {{file.sources.front().span, "the other rules cite their sources"}},
        .help = {fmt::format("say where it is written: `cite {} \"…\"`", file.sources.front().name)},
    });
  });
}

}  // namespace writ::lint::policy
